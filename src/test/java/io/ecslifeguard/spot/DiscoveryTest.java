package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.dispatch.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where an instance is looked for, and what happens where that cannot be read. */
class DiscoveryTest {

    Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(TestSpotConfig.DEFAULT);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void findsTheInstanceInDefaultGroupsToo() {
        // Given
        var instance = scene.running();
        var other = scene.running();
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        scene.joinDefault(loadBalancer, instance);
        scene.joinDefault(loadBalancer, other);
        scene.join(group, instance, 80);

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).contains(group, "the default group of " + loadBalancer);
        assertThat(scene.inDefault(loadBalancer)).containsExactly(other + "=100");
        assertThat(scene.in(group)).isEmpty();
    }

    @Test
    void needsNoPermissionForDefaultGroupsToLeaveTheOthers() {
        // Given
        var instance = scene.running();
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        scene.join(group, instance, 80);
        scene.refuse("slb:DescribeLoadBalancerAttribute", "RegionId", "cn-hangzhou");

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note())
                .startsWith("Out of " + group)
                .contains("slb:DescribeLoadBalancerAttribute", loadBalancer);
    }

    @Test
    void beginsWithWhatCanBeReadAndLooksForTheRest() {
        // Given
        var instance = scene.running();
        var unreadable = scene.loadBalancer();
        var hidden = scene.group(unreadable);
        var open = scene.group();
        scene.join(hidden, instance, 80);
        scene.join(open, instance, 80);
        scene.refuse("slb:DescribeVServerGroups", "LoadBalancerId", unreadable);

        // When
        var first = scene.attempts(instance, 2);
        var weights = scene.in(open);
        scene.console.delete("faults");
        scene.time.pass(Duration.ofSeconds(6));
        var second = scene.attempts(instance, 2);
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(first.note())
                .contains("Weight 0 in " + open, "Still to be looked for in load balancer " + unreadable);
        assertThat(weights).containsExactly(instance + "=0");
        assertThat(second.note()).contains("Weight 0 in ", hidden);
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.in(hidden)).isEmpty();
        assertThat(scene.in(open)).isEmpty();
    }

    @Test
    void failsNamingWhatCouldNeverBeRead() {
        // Given
        var instance = scene.running();
        var unreadable = scene.loadBalancer();
        var open = scene.group();
        scene.join(open, instance, 80);
        scene.refuse("slb:DescribeVServerGroups", "LoadBalancerId", unreadable);

        // When
        var waiting = scene.attempts(instance, 60);
        scene.time.pass(Duration.ofHours(2));
        var end = scene.attempt(instance);

        // Then
        assertThat(waiting).isInstanceOf(Outcome.Again.class);
        assertThat(scene.in(open)).isEmpty();
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note()).startsWith("Given up. Out of " + open).contains(unreadable, "slb:DescribeVServerGroups");
    }

    @Test
    void beginsWithWhatCanBeReadWhereALoadBalancerHangs() {
        // Given
        var instance = scene.running();
        var hanging = scene.loadBalancer();
        var open = scene.group();
        scene.join(open, instance, 80);
        scene.hang("slb:DescribeVServerGroups", "LoadBalancerId", hanging);
        scene.use(TestSpotConfig.IMPATIENT);

        // When
        var outcome = scene.attempts(instance, 2);

        // Then
        assertThat(outcome.note()).contains("Weight 0 in " + open, "load balancer " + hanging);
    }

    @Test
    void readsTheRegionOnceForAStorm() {
        // Given
        var group = scene.group();
        var instances = new ArrayList<String>();
        for (var number = 0; number < 10; number++) {
            var instance = scene.running();
            scene.join(group, instance, 80);
            instances.add(instance);
        }

        // When
        var outcomes = Uni.join()
                .all(instances.stream().map(scene::begin).toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.note()).startsWith("To be set to weight 0 in " + group));
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).hasSize(1);
        assertThat(scene.console.calls("slb:DescribeVServerGroupAttribute", group))
                .hasSize(1);
    }

    @Test
    void confirmsByAReadThatBeganAfterTheRemoval() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.untilRemoved(instance);
        var before =
                scene.console.calls("slb:DescribeVServerGroupAttribute", group).size();

        // When
        scene.time.pass(Duration.ofMillis(1));
        var end = scene.attempt(instance);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.console.calls("slb:DescribeVServerGroupAttribute", group))
                .hasSize(before + 1);
    }

    @Test
    void findsTheLastOfManyLoadBalancers() {
        // Given
        for (var number = 0; number < 105; number++) {
            var unused = scene.loadBalancer();
        }
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end.note()).startsWith("Out of " + group);
        assertThat(scene.in(group)).isEmpty();
    }

    @Test
    void looksOnlyInConfiguredGroups() {
        // Given
        var other = scene.group();
        var named = scene.group();
        var instance = scene.running();
        scene.join(other, instance, 80);
        scene.join(named, instance, 80);
        scene.use(TestSpotConfig.DEFAULT.withServerGroups(named, "rsp-nowhere"));

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("Out of " + named).contains("rsp-nowhere does not exist", "server-groups");
        assertThat(scene.in(named)).isEmpty();
        assertThat(scene.in(other)).containsExactly(instance + "=100");
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).isEmpty();
    }

    @Test
    void failsWhereAConfiguredGroupDoesNotExistAndItIsInNoOther() {
        // Given
        var instance = scene.running();
        var empty = scene.group();
        scene.use(TestSpotConfig.DEFAULT.withServerGroups(empty, "rsp-nowhere"));

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note()).contains("rsp-nowhere does not exist", "LIFEGUARD_SPOT_SERVER_GROUPS", empty);
    }

    @Test
    void findsItsNetworkInterfacesByTheirIds() {
        // Given: one with an address that only its interface has, and strangers, of which one has its address
        var instance = scene.running();
        var other = scene.running();
        var group = scene.group();
        var eni = "eni-" + instance.substring(2);
        scene.joinByInterface(group, eni, instance, 80);
        scene.joinByInterface(group, eni, other, 8080);
        scene.joinByInterface(group, "eni-stranger", instance, 80);
        scene.joinByInterface(group, "eni-" + other.substring(2), other, 80);

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end.note()).startsWith("Out of " + group);
        assertThat(scene.in(group)).containsExactly("eni-stranger=100", "eni-" + other.substring(2) + "=100");
    }

    @Test
    void findsInterfacesThatAreNotToldByTheirAddressesInItsVpc() {
        // Given
        var instance = scene.running();
        var own = scene.group();
        var elsewhere = scene.group();
        scene.joinByInterface(own, "eni-untold", instance, 80);
        scene.joinByInterface(elsewhere, "eni-stranger", instance, 80);
        scene.inAnotherVpc(elsewhere, own);
        scene.hideInterfaces(instance);

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("Out of " + own).doesNotContain(elsewhere);
        assertThat(scene.in(own)).isEmpty();
        assertThat(scene.in(elsewhere)).hasSize(1);
    }

    @Test
    void saysThatInterfacesCannotBeFoundOfAnInstanceThatIsGone() {
        // Given
        var instance = scene.running();
        scene.console.act("instances/" + instance + "/release");
        Awaitility.await().until(() -> scene.console.state(instance).equals("gone"));

        // When
        var end = scene.attempt(instance);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("It is in no server group").contains("it is gone already");
    }

    @Test
    void goesByTheIdWhereTheInstanceCannotBeDescribed() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:DescribeInstances",
                        "error",
                        Map.of("status", 403, "code", "Forbidden.RAM", "message", "User not authorized.")));

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end.note())
                .startsWith("Out of " + group)
                .contains("it could not be described", "ecs:DescribeInstances");
    }

    @Test
    void findsItsInterfacesWhereItCannotBeDescribedAnyMore() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        var later = scene.group();
        scene.joinByInterface(group, instance, 80);
        scene.joinByInterface(later, instance, 80);
        scene.refuse("slb:DescribeVServerGroupAttribute", "VServerGroupId", later);
        var first = scene.attempt(instance);
        scene.console.delete("faults");
        scene.fault("ecs:DescribeInstances", "InstanceIds", instance, 503, "ServiceUnavailable");
        scene.time.pass(Duration.ofSeconds(6));

        // When
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(first.note()).contains("Still to be looked for in " + later);
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.in(group)).isEmpty();
        assertThat(scene.in(later)).isEmpty();
    }

    @Test
    void looksAgainForItsInterfacesWhereItCannotBeDescribedForAWhile() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.joinByInterface(group, instance, 80);
        scene.fault("ecs:DescribeInstances", "InstanceIds", instance, 503, "ServiceUnavailable");

        // When
        var blind = scene.attempts(instance, 3);
        scene.console.delete("faults");
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(blind).isInstanceOf(Outcome.Again.class);
        assertThat(blind.note()).contains("groups that know it by a network interface only", "ServiceUnavailable");
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("Out of " + group).doesNotContain("interface");
        assertThat(scene.in(group)).isEmpty();
    }

    @Test
    void isNotOutWhereItsInterfacesAreNotKnownYet() {
        // Given
        var instance = scene.running();
        var byId = scene.group();
        var byInterface = scene.group();
        scene.join(byId, instance, 80);
        scene.joinByInterface(byInterface, instance, 80);
        scene.fault("ecs:DescribeInstances", "InstanceIds", instance, 503, "ServiceUnavailable");

        // When
        untilDrainedAndRemoved(instance);
        var unconfirmed = scene.attempts(instance, 3);
        scene.console.delete("faults");
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(unconfirmed).isInstanceOf(Outcome.Again.class);
        assertThat(unconfirmed.note())
                .startsWith("Out of " + byId)
                .contains("groups that know it by a network interface only");
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.in(byId)).isEmpty();
        assertThat(scene.in(byInterface)).isEmpty();
    }

    @Test
    void failsWhereItsInterfacesNeverBecameKnown() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.fault("ecs:DescribeInstances", "InstanceIds", instance, 503, "ServiceUnavailable");
        untilDrainedAndRemoved(instance);

        // When
        scene.time.pass(Duration.ofHours(2));
        var end = scene.attempt(instance);

        // Then
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note()).startsWith("Given up. Out of " + group).contains("ServiceUnavailable");
    }

    @Test
    void goesOnWithWhatWasFoundBeforeWhereLookingTakesItsTime() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.hang("slb:DescribeVServerGroups", "LoadBalancerId", scene.loadBalancer());
        scene.use(TestSpotConfig.IMPATIENT);

        // When
        var first = inFiveSeconds(instance);
        var second = inFiveSeconds(instance);

        // Then
        assertThat(first.note()).isEqualTo("Found in " + group + ".");
        assertThat(second.note()).startsWith("To be set to weight 0 in " + group);
    }

    private void untilDrainedAndRemoved(String instance) {
        var silenced = scene.attempts(instance, 2);
        scene.time.pass(Duration.ofSeconds(61));
        scene.untilRemoved(instance);
    }

    private Outcome inFiveSeconds(String instance) {
        var attempt = scene.begin(instance).subscribeAsCompletionStage();
        scene.time.pass(Duration.ofSeconds(5));
        return attempt.join();
    }

    @Test
    void readsOnePictureAtATimeHoweverManyAreWaiting() {
        // Given
        var hanging = scene.loadBalancer();
        scene.hang("slb:DescribeVServerGroups", "LoadBalancerId", hanging);
        scene.use(TestSpotConfig.IMPATIENT);
        var before = scene.console.calls("slb:DescribeLoadBalancers", "").size();
        var region = scene.region(TestSpotConfig.DEFAULT.withDiscoveryWait(Duration.ofMillis(1500)));

        // When
        var first = region.recent().await().atMost(Duration.ofSeconds(5));
        scene.time.pass(Duration.ofSeconds(1));
        var second = region.since(scene.time.instant().minusMillis(1)).await().atMost(Duration.ofSeconds(5));
        var third = region.recent().await().atMost(Duration.ofSeconds(5));

        // Then
        assertThat(first.unread()).singleElement().asString().contains(hanging);
        assertThat(second.unread()).singleElement().asString().contains("a reading from before is still under way");
        assertThat(third).isEqualTo(first);
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).hasSize(before + 1);
    }

    @Test
    void leavesALoadBalancerThatHangsForTheNextReading() {
        // Given
        var hanging = scene.loadBalancer();
        for (var number = 0; number < 6; number++) {
            var unused = scene.group(hanging);
        }
        var open = scene.group();
        scene.console
                .get("loadbalancers/" + hanging)
                .getJsonArray("groups")
                .forEach(group -> scene.hang(
                        "slb:DescribeVServerGroupAttribute", "VServerGroupId", ((JsonObject) group).getString("id")));
        var region = scene.region(TestSpotConfig.IMPATIENT.withDiscoveryWait(Duration.ofSeconds(20)));

        // When
        var picture = region.recent().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(picture.unread()).hasSize(7);
        assertThat(picture.groups())
                .extracting(members -> members.group().map(ServerGroupId::value).orElse("default"))
                .containsExactlyInAnyOrder(open, "default");
        assertThat(scene.console.calls("slb:DescribeVServerGroupAttribute", "")).hasSizeLessThan(5);
    }
}
