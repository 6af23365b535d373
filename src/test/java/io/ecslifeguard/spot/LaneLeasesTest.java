package io.ecslifeguard.spot;

import static io.ecslifeguard.spot.LaneScene.PATIENCE;
import static io.ecslifeguard.spot.LaneScene.remove;
import static io.ecslifeguard.spot.LaneScene.swap;
import static io.ecslifeguard.spot.LaneScene.weigh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.journal.EditState;
import io.ecslifeguard.journal.EditState.Status;
import io.ecslifeguard.testing.LogLines;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lanes whose holder lives, is dead, or cannot tell. */
class LaneLeasesTest {

    private static final Duration LEASE = Duration.ofSeconds(2);

    private LaneScene scene;
    private String loadBalancer;
    private String group;
    private String other;
    private long reaction;

    @BeforeEach
    void start() {
        scene = new LaneScene();
        loadBalancer = scene.loadBalancer();
        group = scene.group(loadBalancer);
        other = scene.group(loadBalancer);
        reaction = scene.reaction();
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void takesALaneOverWhenTheLeaseOfADeadReplicaEndsAndNotEarlier() {
        // Given
        scene.queue(weigh(reaction, loadBalancer, group, "i-1"));
        var dead = scene.claimAndDie(LEASE);
        var end = scene.journal.value("select lease_until from lane");

        // When
        var unused = scene.start("ours");
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(dead.fence()).isOne();
        assertThat(scene.journal.value("select ended_at > '" + end + "' from edit"))
                .isEqualTo("true");
        assertThat(scene.calls("SetVServerGroupAttribute", group)).hasSize(1);
    }

    @Test
    void leavesALaneToItsHolderDuringACallThatTakesLongerThanTheLease() {
        // Given
        var hold = hold("SetVServerGroupAttribute", group);
        var unused = scene.start("ours", LEASE);
        scene.queue(weigh(reaction, loadBalancer, group, "i-1"));
        awaitHeld(hold);
        var end = scene.journal.value("select lease_until from lane");

        // When
        var another = scene.start("theirs", LEASE);
        scene.queue(weigh(reaction, loadBalancer, other, "i-1"));
        await().atMost(PATIENCE)
                .until(() -> scene.journal
                        .value("select now() > '" + end + "'::timestamptz + interval '3 seconds'")
                        .equals("true"));
        var holder = scene.journal.value("select lease_owner || ' ' || fence from lane");
        var meanwhile = scene.calls("SetVServerGroupAttribute", other);
        scene.console.delete("faults/" + hold);
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(another.loop().lastBeat()).isPresent();
        assertThat(holder).isEqualTo("ours 1");
        assertThat(meanwhile).isEmpty();
        assertThat(scene.calls("SetVServerGroupAttribute", group)).hasSize(1);
        assertThat(scene.calls("SetVServerGroupAttribute", other)).hasSize(1);
    }

    @Test
    void sendsNoFurtherAttemptOnceItsLeaseHasPassedToAnother() {
        // Given
        busy();
        var hold = hold("RemoveVServerGroupBackendServers", group);
        try (var log = new LogLines("io.ecslifeguard.lanes")) {
            var unused = scene.start("ours", LEASE);
            scene.queue(remove(reaction, loadBalancer, group, "i-1"));
            awaitHeld(hold);

            // When
            scene.journal.execute("update lane set lease_owner = 'theirs', fence = fence + 1,"
                    + " lease_until = now() + interval '1 hour'");
            awaitLine(log, "its lease has passed to another replica");
        }
        scene.console.delete("faults/" + hold);
        scene.awaitAttempts(other);

        // Then: nor is anything recorded
        assertThat(scene.calls("RemoveVServerGroupBackendServers", group)).hasSize(1);
        assertThat(scene.of(reaction))
                .containsExactly(new EditState(
                        "remove " + group + "i-1", Status.OPEN, Optional.empty(), Optional.empty(), 0, false));
        assertThat(scene.journal.value("select sent_at is not null from edit")).isEqualTo("true");
    }

    @Test
    void sendsNoFurtherAttemptWhenItCannotRenewItsLease() {
        // Given
        busy();
        var hold = hold("RemoveVServerGroupBackendServers", group);
        try (var log = new LogLines("io.ecslifeguard.lanes")) {
            var unused = scene.start("ours", LEASE);
            scene.queue(remove(reaction, loadBalancer, group, "i-1"));
            awaitHeld(hold);

            // When
            scene.journal.execute("alter table lane rename to lane_away");
            awaitLine(log, "its lease of 2 s could not be renewed");
        }
        scene.console.delete("faults/" + hold);
        scene.awaitAttempts(other);

        // Then
        assertThat(scene.calls("RemoveVServerGroupBackendServers", group)).hasSize(1);
    }

    @Test
    void leavesAloneWhatADeadReplicaSentUntilThatIsSettled() {
        // Given
        var old = scene.running();
        var replacement = scene.running();
        var late = scene.reaction();
        var another = scene.reaction();
        scene.join(group, old);
        scene.queue(swap(reaction, loadBalancer, Optional.of(group), old, replacement));
        scene.sendAndDie();
        scene.queue(
                remove(late, loadBalancer, group, replacement),
                weigh(another, loadBalancer, group, "i-1"),
                remove(another, loadBalancer, other, "i-1"));

        // When: the late call puts the replacement in
        var unused = scene.start("ours");
        scene.awaitAll(another, Status.DONE);
        var removals = scene.calls("RemoveVServerGroupBackendServers", group);
        var looks = scene.calls("DescribeVServerGroupAttribute", group);
        scene.join(group, replacement);
        scene.journal.execute("update lane set settled_at = now()");
        scene.awaitAll(late, Status.DONE);
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(removals).isEmpty();
        assertThat(looks).isEmpty();
        assertThat(scene.calls("ModifyVServerGroupBackendServers", group)).isEmpty();
        assertThat(scene.in(group)).isEmpty();
    }

    private String hold(String operation, String inGroup) {
        return scene.fault(
                "slb:" + operation, Map.of("match", Map.of("VServerGroupId", inGroup), "hold", "before", "times", 1));
    }

    /** Further attempts are made of what is answered so. */
    private void busy() {
        var unused = scene.fault(
                "slb:RemoveVServerGroupBackendServers",
                Map.of("error", Map.of("status", 400, "code", "ServiceIsConfiguring", "message", "Later.")));
    }

    private void awaitHeld(String hold) {
        await().atMost(PATIENCE).until(() -> scene.console.get("faults/" + hold).getInteger("held") == 1);
    }

    private static void awaitLine(LogLines log, String end) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.all())
                        .anySatisfy(line -> assertThat(line).endsWith(end)));
    }
}
