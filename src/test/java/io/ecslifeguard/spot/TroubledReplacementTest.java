package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.journal.Notice;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replacements that meet trouble, beside the evacuation that they belong to. */
class TroubledReplacementTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    Scene scene;

    @BeforeEach
    void start() {
        scene = Scene.buying(TestSpotConfig.DEFAULT);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void isBoughtLaterWhereTheInstanceCannotBeDescribedAtFirst() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.fault("ecs:DescribeInstances", "InstanceIds", instance, 503, "ServiceUnavailable");
        var silencing = scene.attempt(instance);

        // When
        var first = scene.attempt(instance);
        scene.console.delete("faults");
        var second = scene.attempt(instance);

        // Then
        assertThat(silencing.note()).startsWith("To be set to weight 0 in " + group);
        assertThat(first.note()).contains("not decided on yet", "ServiceUnavailable");
        assertThat(second).isInstanceOf(Outcome.Again.class);
        assertThat(scene.bought(instance)).hasSize(1);
    }

    @Test
    void isNotPutInWhereItDiedWhileItWasWaitedFor() {
        // Given: a group that takes no change but weights for a while
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.fault("slb:ModifyVServerGroupBackendServers", "VServerGroupId", group, 400, "ServiceIsConfiguring");
        untilSwapIsAsked(instance);
        var first = scene.bought(instance).get(0);
        scene.console.act("instances/" + first + "/lock", Map.of("reason", "Recycling"));
        scene.console.put("settings", Map.of("pendingSeconds", 5));

        // When
        var lost = scene.attempt(instance);
        scene.console.delete("faults");
        await().atMost(LONG).until(() -> scene.open(instance).isEmpty());
        var servers = scene.in(group);
        await().atMost(LONG).until(() -> allRun(instance));
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(lost.note()).contains("Replacement " + first + " died before it was in service");
        assertThat(servers).containsExactly(instance + "=0");
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.bought(instance)).hasSize(2);
        assertThat(scene.in(group)).containsExactly(scene.bought(instance).get(1) + "=100");
    }

    @Test
    void isGivenUpWhereItNeverRuns() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.console.put("settings", Map.of("pendingSeconds", 100_000));

        // When
        var waiting = scene.attempts(instance, 6);
        scene.time.pass(Duration.ofMinutes(4));
        var out = scene.attempts(instance, 6);
        scene.time.pass(Duration.ofHours(2));
        var end = scene.attempt(instance);

        // Then
        var replacement = scene.bought(instance).get(0);
        assertThat(waiting).isInstanceOf(Outcome.Again.class);
        assertThat(out.note()).startsWith("Out of " + group);
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note()).contains("Given up", replacement + " is Pending");
        assertThat(end.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.REPLACEMENT_FAILED);
    }

    @Test
    void saysWhyItCannotBeFollowed() {
        // Given
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        scene.console.put("settings", Map.of("pendingSeconds", 100_000));
        // weight 0, then the purchase
        var unused = scene.attempts(instance, 2);
        var replacement = scene.bought(instance).get(0);
        scene.fault("ecs:DescribeInstances", "InstanceIds", replacement, 503, "ServiceUnavailable");

        // When
        var outcome = scene.attempt(instance);

        // Then
        assertThat(outcome.note()).contains(replacement + " could not be looked at", "ServiceUnavailable");
    }

    @Test
    void isGivenUpWhereWhatItIsMadeOfCannotBeRead() {
        // Given
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        scene.fault("ecs:DescribeUserData", "InstanceId", instance, 400, "NobodyKnowsThis");

        // When
        var waiting = scene.attempts(instance, 6);
        scene.time.pass(Duration.ofHours(2));
        var end = scene.attempt(instance);

        // Then
        assertThat(waiting).isInstanceOf(Outcome.Again.class);
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note()).contains("Given up", "NobodyKnowsThis");
    }

    @Test
    void goesIntoTheOtherGroupsWhereOneRefusesIt() {
        // Given: the second group is found when the first has refused it already
        var instance = scene.running();
        var refusing = scene.group();
        var later = scene.group();
        scene.join(refusing, instance, 80);
        scene.join(later, instance, 80);
        scene.refuse("slb:DescribeVServerGroupAttribute", "VServerGroupId", later);
        scene.fault("slb:ModifyVServerGroupBackendServers", "VServerGroupId", refusing, 400, "NetworkConflict");
        scene.fault("slb:AddVServerGroupBackendServers", "VServerGroupId", refusing, 400, "NetworkConflict");

        // When
        var unused = scene.attempts(instance, 2);
        await().atMost(LONG).until(() -> allRun(instance));
        scene.time.pass(Duration.ofSeconds(61));
        var refused = scene.attempts(instance, 8);
        var asked = scene.asked(instance);
        scene.console.delete("faults");
        var end = scene.attempts(instance, 30);

        // Then
        var replacement = scene.bought(instance).get(0);
        assertThat(refused).isInstanceOf(Outcome.Again.class);
        assertThat(asked).anyMatch(key -> key.startsWith("ATTACH " + refusing));
        assertThat(scene.in(refusing)).isEmpty();
        assertThat(scene.in(later)).containsExactly(replacement + "=100");
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note())
                .contains("Replaced in " + later + " only, by " + replacement, refusing + ": ", "NetworkConflict");
    }

    @Test
    void isPutInOnceWhereTheInstanceComesBack() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        untilSwapIsAsked(instance);
        await().atMost(LONG).until(() -> scene.open(instance).isEmpty());
        scene.join(group, instance, 80);
        scene.time.pass(Duration.ofMillis(1));

        // When
        var back = scene.attempt(instance);
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(back.note()).startsWith("A fresh read still shows it in " + group);
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.in(group)).containsExactly(scene.bought(instance).get(0) + "=100");
        assertThat(scene.effects())
                .containsOnlyOnce("SLB ModifyVServerGroupBackendServers " + group)
                .contains("SLB RemoveVServerGroupBackendServers " + group);
    }

    @Test
    void isPutInAgainWhereSomebodyTookItOut() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        untilSwapIsAsked(instance);
        await().atMost(LONG).until(() -> scene.open(instance).isEmpty());
        var replacement = scene.bought(instance).get(0);
        scene.leave(group, replacement);
        scene.time.pass(Duration.ofMillis(1));

        // When
        var missing = scene.attempt(instance);
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(missing).isInstanceOf(Outcome.Again.class);
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.in(group)).containsExactly(replacement + "=100");
    }

    @Test
    void isTheLastWhereNoMoreMayBeBought() {
        // Given
        scene.use(TestSpotConfig.DEFAULT.withReplacement(TestReplacement.DEFAULT.withMaxGenerations(1)));
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.console.put("settings", Map.of("pendingSeconds", 100_000));
        var unused = scene.attempts(instance, 2);
        scene.console.act("instances/" + scene.bought(instance).get(0) + "/lock", Map.of("reason", "Recycling"));

        // When
        var dead = scene.attempt(instance);
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(dead.note()).contains("It is the last of 1 (lifeguard.spot.replacement.max-generations)");
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(scene.bought(instance)).hasSize(1);
        assertThat(scene.in(group)).isEmpty();
    }

    @Test
    void isTheNextWhereACrashFollowsItsPurchaseAndTheDeadOneIsSeenAlive() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        var bought = scene.attempts(instance, 2);
        var first = scene.bought(instance).get(0);
        scene.console.act("instances/" + first + "/lock", Map.of("reason", "Recycling"));

        // When
        var lost = scene.lostAttempt(instance);
        scene.console.act("instances/" + first + "/lock");
        await().atMost(LONG).until(() -> allRun(instance));
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(lost.note()).contains("Replacement " + first + " died before it was in service", "Bought ");
        assertThat(scene.bought(instance)).hasSize(2);
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).contains("Replaced by " + scene.bought(instance).get(1), "lost: " + first);
        assertThat(scene.in(group)).containsExactly(scene.bought(instance).get(1) + "=100");
    }

    @Test
    void isNotBoughtWhereTheInstanceWillOnlyBeStopped() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);

        // When
        var outcome = scene.attempt(instance, "stop");
        for (var made = 1; made < 12 && outcome instanceof Outcome.Again again; made++) {
            scene.time.pass(again.after().plusMillis(1));
            outcome = scene.attempt(instance, "stop");
        }

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(outcome.note()).contains("Not replaced: ", "stop");
        assertThat(scene.bought(instance)).isEmpty();
        assertThat(scene.in(group)).isEmpty();
    }

    @Test
    void isAskedForAgainWhenItsPauseIsOver() {
        // Given: long before the drain time is
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        scene.fault("ecs:RunInstances", "RegionId", "cn", 400, "Throttling.User");

        // When
        var outcome = scene.attempts(instance, 2);

        // Then
        assertThat(outcome.note()).contains("Throttling.User");
        assertThat(((Outcome.Again) outcome).after()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void isNotBoughtWhereTheLeaseIsLost() {
        // Given: its weight is set, so that the purchase is next
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        var unused = scene.attempt(instance);
        scene.loseLeases();

        // When
        var attempt = assertThatThrownBy(() -> scene.attempt(instance));

        // Then
        attempt.hasMessageContaining("lease is lost");
        assertThat(scene.console.calls("ecs:RunInstances", "")).isEmpty();
    }

    @Test
    void isBoughtOfAllWhereALoadBalancerCannotBeRead() {
        // Given
        scene.use(TestSpotConfig.DEFAULT.withReplacement(TestReplacement.DEFAULT.withScope(SpotConfig.Scope.ALL)));
        var instance = scene.running();
        var unreadable = scene.loadBalancer();
        scene.refuse("slb:DescribeVServerGroups", "LoadBalancerId", unreadable);

        // When
        var outcome = scene.attempt(instance);

        // Then
        assertThat(outcome.note()).contains("still to be looked for in load balancer " + unreadable, "Bought ");
        assertThat(scene.bought(instance)).hasSize(1);
    }

    @Test
    void isFollowedWhereItCannotBeConfirmedThatTheInstanceIsOut() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        var unreadable = scene.loadBalancer();
        scene.join(group, instance, 80);
        scene.console.put("settings", Map.of("pendingSeconds", 100_000));
        scene.fault("slb:DescribeVServerGroups", "LoadBalancerId", unreadable, 503, "ServiceUnavailable");
        var bought = scene.attempts(instance, 2);
        scene.time.pass(Duration.ofMinutes(4));
        var removed = scene.attempts(instance, 4);
        scene.time.pass(Duration.ofMinutes(3));

        // When
        var unconfirmed = scene.attempt(instance);
        scene.time.pass(Duration.ofHours(2));
        var end = scene.attempt(instance);

        // Then
        var replacement = scene.bought(instance).get(0);
        assertThat(unconfirmed.note())
                .startsWith("Out of " + group + ", but it could not be looked for in load balancer " + unreadable)
                .contains(replacement + " is Pending");
        assertThat(unconfirmed).isInstanceOfSatisfying(Outcome.Again.class, again -> {
            assertThat(again.after()).isEqualTo(Duration.ofSeconds(10));
            assertThat(again.waitingFor().map(Object::toString)).contains(replacement);
        });
        assertThat(unconfirmed.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.EVACUATION_FAILED);
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note()).startsWith("Given up. Out of " + group).contains(replacement + " is Pending");
        assertThat(end.result()).containsInstanceOf(NoticeUse.class);
    }

    @Test
    void isFollowedOfAllWhereALoadBalancerCannotBeRead() {
        // Given
        scene.use(TestSpotConfig.DEFAULT.withReplacement(TestReplacement.DEFAULT.withScope(SpotConfig.Scope.ALL)));
        var instance = scene.running();
        var unreadable = scene.loadBalancer();
        scene.fault("slb:DescribeVServerGroups", "LoadBalancerId", unreadable, 503, "ServiceUnavailable");
        scene.console.put("settings", Map.of("pendingSeconds", 100_000));
        scene.console.act("instances/" + instance + "/lock", Map.of("reason", "Recycling"));
        var bought = scene.attempt(instance);
        scene.time.pass(Duration.ofMinutes(7));

        // When
        var outcome = scene.attempt(instance);

        // Then
        var replacement = scene.bought(instance).get(0);
        assertThat(outcome.note()).contains("still to be looked for in load balancer " + unreadable);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Again.class, again -> {
            assertThat(again.after()).isEqualTo(Duration.ofSeconds(10));
            assertThat(again.waitingFor().map(Object::toString)).contains(replacement);
        });
    }

    @Test
    void isNotReplacedItselfWhereAnotherIsBoughtInItsPlace() {
        // Given
        scene.use(TestSpotConfig.DEFAULT.withReplacement(TestReplacement.DEFAULT.withScope(SpotConfig.Scope.ALL)));
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        scene.console.put("settings", Map.of("pendingSeconds", 100_000));
        var bought = scene.attempts(instance, 2);
        var replacement = scene.bought(instance).get(0);
        scene.console.act("instances/" + replacement + "/lock", Map.of("reason", "Recycling"));

        // When
        var waiting = scene.attempt(replacement);
        var followed = scene.attempt(instance);
        var end = scene.attempt(replacement);

        // Then
        assertThat(waiting.note()).contains("It was bought for " + instance);
        assertThat(followed.note()).contains("Replacement " + replacement + " died before it was in service");
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).contains("Not replaced: It was bought for " + instance);
        assertThat(scene.bought(instance)).hasSize(2);
        assertThat(scene.bought(replacement)).isEmpty();
    }

    @Test
    void isReplacedItselfWhereNoOtherIsBoughtInItsPlace() {
        // Given
        scene.use(TestSpotConfig.DEFAULT.withReplacement(TestReplacement.DEFAULT.withScope(SpotConfig.Scope.ALL)));
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        var bought = scene.attempts(instance, 2);
        var replacement = scene.bought(instance).get(0);

        // When
        var waiting = scene.attempt(replacement);
        scene.time.pass(Duration.ofSeconds(31));
        var outcome = scene.attempt(replacement);

        // Then
        assertThat(waiting).isInstanceOf(Outcome.Again.class);
        assertThat(outcome).isInstanceOf(Outcome.Again.class);
        assertThat(scene.bought(replacement)).hasSize(1);
    }

    private void untilSwapIsAsked(String instance) {
        for (var made = 0; made < 12; made++) {
            var outcome = scene.attempt(instance);
            if (scene.asked(instance).stream().anyMatch(key -> key.startsWith("SWAP"))) {
                return;
            }
            await().atMost(LONG).until(() -> allRun(instance));
            if (outcome instanceof Outcome.Again again) {
                scene.time.pass(again.after().plusMillis(1));
            }
        }
        throw new AssertionError("No swap was asked for: " + scene.asked(instance));
    }

    private boolean allRun(String instance) {
        return scene.bought(instance).stream()
                .allMatch(id -> scene.console.state(id).equals("Running"));
    }
}
