package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ecslifeguard.dispatch.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that cannot be changed, or do not answer: the others must not wait for them. */
class TroubledEvacuationTest {

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
    void leavesTheOtherGroupsInTimeWhereOneCannotBeChanged() {
        // Given
        var instance = scene.running();
        var locked = scene.group();
        var open = scene.group();
        scene.join(locked, instance, 80);
        scene.join(open, instance, 80);
        scene.refuse("slb:SetVServerGroupAttribute", "VServerGroupId", locked);
        scene.refuse("slb:RemoveVServerGroupBackendServers", "VServerGroupId", locked);

        // When
        var silenced = scene.attempts(instance, 2);
        var weights = scene.in(open);
        scene.time.pass(Duration.ofSeconds(61));
        var removed = scene.attempts(instance, 2);

        // Then
        assertThat(silenced.note()).contains("Weight 0 in " + open, locked + ":", "Forbidden.RAM", "SetVServerGroup");
        assertThat(weights).containsExactly(instance + "=0");
        assertThat(removed.note())
                .contains("Out of " + open, locked + ":", "RemoveVServerGroupBackendServers")
                .doesNotContain("Taken back");
        assertThat(scene.in(open)).isEmpty();
        assertThat(scene.in(locked)).containsExactly(instance + "=100");
    }

    @Test
    void removesFromAGroupWhoseWeightCannotBeSet() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.refuse("slb:SetVServerGroupAttribute", "VServerGroupId", group);

        // When
        var first = scene.attempt(instance);
        scene.time.pass(Duration.ofSeconds(61));
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(first).isInstanceOf(Outcome.Again.class);
        assertThat(scene.in(group)).isEmpty();
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("Out of " + group).contains("none at weight 0", "239 at removal", "without");
    }

    @Test
    void withdrawsTheWeightOfWhatIsRemoved() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.refuse("slb:SetVServerGroupAttribute", "VServerGroupId", group);
        var tried = scene.attempt(instance);

        // When
        scene.time.pass(Duration.ofSeconds(61));
        var removing = scene.attempt(instance);
        var told = scene.told(instance);
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(tried.note()).startsWith("To be set to weight 0 in " + group);
        assertThat(removing).isInstanceOf(Outcome.Again.class);
        assertThat(told).containsExactly("SILENCE " + group + " 0 DROPPED", "REMOVE " + group + " 0 DONE");
        assertThat(end.note()).startsWith("Out of " + group).doesNotContain("did not succeed");
    }

    @Test
    void leavesAGroupInSeveralCallsWhereItHasManyPorts() {
        // Given
        var instance = scene.running();
        var other = scene.running();
        var group = scene.group();
        scene.join(group, other, 80);
        IntStream.range(0, 45).forEach(port -> scene.join(group, instance, 8000 + port));

        // When
        var silenced = scene.attempts(instance, 2);
        var weights = scene.in(group);
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(silenced.note()).startsWith("Weight 0 in " + group);
        assertThat(weights).containsOnly(other + "=100", instance + "=0");
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(scene.in(group)).containsExactly(other + "=100");
        assertThat(scene.effects())
                .hasSize(6)
                .startsWith("SLB SetVServerGroupAttribute " + group)
                .endsWith("SLB RemoveVServerGroupBackendServers " + group);
    }

    @Test
    void givesUpNamingTheGroupThatCannotBeLeft() {
        // Given
        var instance = scene.running();
        var locked = scene.group();
        var open = scene.group();
        scene.join(locked, instance, 80);
        scene.join(open, instance, 80);
        scene.refuse("slb:RemoveVServerGroupBackendServers", "VServerGroupId", locked);

        // When
        var waiting = scene.attempts(instance, 6);
        scene.time.pass(Duration.ofHours(2));
        var end = scene.attempt(instance);

        // Then
        assertThat(waiting).isInstanceOf(Outcome.Again.class);
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note())
                .startsWith("Given up. It is still in " + locked)
                .contains("RemoveVServerGroup", "Out of " + open);
        assertThat(scene.in(open)).isEmpty();
    }

    @Test
    void doesNotWaitForALoadBalancerThatHangs() {
        // Given
        var instance = scene.running();
        var hanging = scene.group();
        var open = scene.group();
        scene.join(hanging, instance, 80);
        scene.join(open, instance, 80);
        scene.hang("slb:SetVServerGroupAttribute", "VServerGroupId", hanging);
        scene.use(TestSpotConfig.IMPATIENT);

        // When
        var outcome = scene.attempts(instance, 2);

        // Then
        assertThat(outcome.note()).contains("Weight 0 in " + open, "To be set to weight 0 in " + hanging);
        assertThat(scene.memory(instance).memberships())
                .filteredOn(one -> one.silencedAt().isPresent())
                .extracting(Membership::where)
                .containsExactly(open);
    }

    @Test
    void aGroupThatHangsDoesNotHoldUpItsLoadBalancerAgain() {
        // Given
        var instance = scene.running();
        var loadBalancer = scene.loadBalancer();
        var groups = List.of(scene.group(loadBalancer), scene.group(loadBalancer), scene.group(loadBalancer));
        groups.forEach(group -> scene.join(group, instance, 80));
        scene.hang("slb:SetVServerGroupAttribute", "VServerGroupId", groups.get(0));
        scene.use(TestSpotConfig.IMPATIENT);

        // When
        var outcome = scene.attempts(instance, 2);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Again.class);
        assertThat(scene.in(groups.get(1))).containsExactly(instance + "=0");
        assertThat(scene.in(groups.get(2))).containsExactly(instance + "=0");
    }

    @Test
    void removesWithoutWeightZeroWhereThereIsNoTimeLeft() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.time.pass(Duration.ofSeconds(240));

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end.note()).startsWith("Out of " + group).contains("none at weight 0", "60 at removal");
        assertThat(scene.effects()).containsExactly("SLB RemoveVServerGroupBackendServers " + group);
    }

    @Test
    void givesUpOnAGroupThatSomethingPutsItInAgain() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);

        // When
        for (var round = 0; round < 3; round++) {
            scene.untilRemoved(instance);
            scene.join(group, instance, 80);
            scene.time.pass(Duration.ofMillis(1));
            assertThat(scene.attempt(instance).note()).startsWith("A fresh read still shows it in " + group);
        }
        scene.untilRemoved(instance);
        scene.join(group, instance, 80);
        scene.time.pass(Duration.ofHours(2));
        var end = scene.attempt(instance);

        // Then
        assertThat(end).isInstanceOf(Outcome.Failed.class);
        assertThat(end.note()).startsWith("Given up").contains(group, "Something puts it there again");
        assertThat(scene.memory(instance).memberships()).hasSize(1);
    }

    @Test
    void removesFromAGroupThatItJoinedMeanwhile() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        var later = scene.group();
        scene.join(group, instance, 80);
        scene.untilRemoved(instance);

        // When
        scene.join(later, instance, 443);
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("Out of " + group + ", " + later);
        assertThat(scene.in(later)).isEmpty();
        assertThat(scene.effects())
                .endsWith("SLB SetVServerGroupAttribute " + later, "SLB RemoveVServerGroupBackendServers " + later);
    }

    @Test
    void isNotOutByAReadThatAnotherMadeBeforeTheRemoval() {
        // Given
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        scene.untilRemoved(instance);
        var unused = scene.attempt(scene.running());
        var joined = scene.group();
        scene.join(joined, instance, 80);
        scene.time.pass(Duration.ofMillis(1));

        // When
        var outcome = scene.attempt(instance);

        // Then
        assertThat(outcome.note()).startsWith("A fresh read still shows it in " + joined);
    }

    @Test
    void changesNothingWhereItsLeaseIsLost() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.loseLeases();

        // When
        var attempt = assertThatThrownBy(() -> scene.attempt(instance));

        // Then
        attempt.hasMessageContaining("lease is lost");
        // committed before anything is done about it
        assertThat(scene.memory(instance).memberships()).hasSize(1);
        assertThat(scene.asked(instance)).isEmpty();
        assertThat(scene.in(group)).containsExactly(instance + "=100");
    }

    @Test
    void onlyTellsInADryRun() {
        // Given
        scene.close();
        scene = new Scene(TestSpotConfig.DEFAULT, true);
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);

        // When
        var end = scene.attempts(instance, 8);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("Dry-run: it would have been removed from " + group);
        assertThat(scene.in(group)).containsExactly(instance + "=100");
        assertThat(scene.effects())
                .containsExactly(
                        "SLB SetVServerGroupAttribute " + group, "SLB RemoveVServerGroupBackendServers " + group);
    }

    @Test
    void saysAnActionThatIsNotDelete() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);

        // When
        var unused = scene.attempt(instance, "stop");
        var outcome = scene.attempt(instance, "stop");

        // Then
        assertThat(outcome.note()).startsWith("Weight 0 in " + group).contains("The notice's action is stop");
        assertThat(scene.in(group)).containsExactly(instance + "=0");
    }

    @Test
    void leavesAnInstanceInServiceWhoseNoticeIsLongOver() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.time.pass(Duration.ofHours(3));

        // When
        var outcome = scene.attempt(instance);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Skipped.class);
        assertThat(outcome.note()).contains("it is Running", "no Recycling lock");
        assertThat(scene.in(group)).containsExactly(instance + "=100");
    }

    @Test
    void cleansUpLateWhatIsBeingReclaimed() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.time.pass(Duration.ofHours(3));
        scene.console.act("instances/" + instance + "/lock", Map.of("reason", "Recycling"));

        // When
        var outcome = scene.attempts(instance, 8);

        // Then
        assertThat(outcome.note()).startsWith("Out of " + group);
        assertThat(scene.in(group)).isEmpty();
    }

    @Test
    void removesAtOnceWhereThereIsNothingToDrain() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.use(TestSpotConfig.DEFAULT.withDrainTime(Duration.ZERO));

        // When
        var silencing = scene.attempt(instance);
        var silenced = scene.attempt(instance);
        var removed = scene.attempt(instance);

        // Then
        assertThat(silencing.note()).startsWith("To be set to weight 0 in " + group);
        assertThat(silenced.note()).startsWith("Weight 0 in " + group);
        assertThat(removed.note()).startsWith("Out of " + group);
        assertThat(scene.in(group)).isEmpty();
    }
}
