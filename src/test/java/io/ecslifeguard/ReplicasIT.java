package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Replicas that share a queue and a database: how one goes on with what another has left. */
@Order(7)
class ReplicasIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> SELECTED = Map.of("tags", Map.of("ecs-lifeguard/restart", "on"));
    private static final int INSTANCES = 12;

    private Site site;

    @BeforeEach
    void open() {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void takeOverWhatADeadOneHadInHandWhenItsLeaseEnds() {
        // Given
        var instances = running();
        var dead = site.started();
        var other = site.started();
        var fault = site.console.post("faults", Map.of("operation", "ecs:StartInstance*", "hold", "before"));

        // When: both have attempts in hand, none of which can end
        instances.forEach(one -> site.console.act("instances/" + one + "/stop"));
        await().atMost(PATIENCE).until(() -> inHand(dead) > 0 && inHand(dead) + inHand(other) == INSTANCES);
        dead.kill();
        var leases = site.journal()
                .query("select id || ' ' || extract(epoch from lease_until) from reaction where lease_owner = '"
                        + site.nameOf(dead) + "'");
        site.console.delete("faults/" + fault.getString("id"));

        // Then
        assertThat(schema(other)).isEqualTo(schema(dead));
        awaitRunning(instances);
        assertThat(leases).isNotEmpty().allSatisfy(lease -> {
            var numbers = lease.split(" ");
            var late = site.journal()
                    .query("select min(extract(epoch from started_at)) - " + numbers[1]
                            + " from attempt where reaction_id = " + numbers[0] + " and replica = '"
                            + site.nameOf(other)
                            + "' and number > 1");
            assertThat(Double.parseDouble(late.get(0)))
                    .as("taken over after the end of the lease, in seconds")
                    .isBetween(-0.05, 2.0);
        });
    }

    @Test
    void goOnAtOnceWithWhatAStoppedOneHandsBack() {
        // Given
        site.set("LIFEGUARD_DISPATCH_ATTEMPT_TIMEOUT", "130s");
        site.set("LIFEGUARD_DISPATCH_LEASE", "140s");
        site.set("LIFEGUARD_CLOUD_READ_TIMEOUT", "120s");
        site.set("LIFEGUARD_CLOUD_BUDGET", "120s");
        site.set("LIFEGUARD_DISPATCH_GRACE", "1s");
        var instances = running();
        var stopping = site.started();
        var other = site.started();
        site.console.act("faults", Map.of("operation", "ecs:StartInstance*", "hold", "before"));

        // When
        instances.forEach(one -> site.console.act("instances/" + one + "/stop"));
        await().atMost(PATIENCE).until(() -> inHand(stopping) > 0 && inHand(stopping) + inHand(other) == INSTANCES);
        var load = new Turmoil(site.cloud, new Random(1));
        load.go(300, 0, 0);
        await().atMost(PATIENCE)
                .until(() ->
                        site.journal().number("select count(*) from event where instance_id like 'i-other%'") > 20);
        var lines = stopping.lines().size();
        stopping.terminate();
        load.go(300, 0, 0);
        var exit = stopping.exit();
        site.console.delete("faults");

        // Then
        assertThat(exit).isEqualTo(143);
        assertThat(stopping.lines().subList(lines, stopping.lines().size()))
                .noneMatch(line ->
                        ServiceProcess.showsAStackTrace(line) || line.contains("Not everything could be finished"));
        awaitRunning(instances);
        assertThat(site.journal().query("select event_id from event where instance_id like 'i-other%'"))
                .doesNotHaveDuplicates()
                .containsAll(load.events());
        var waits = site.journal()
                .query(
                        "select extract(epoch from min(n.started_at) - b.ended_at) from attempt b join attempt n"
                                + " on n.reaction_id = b.reaction_id and n.number > b.number where b.note like 'Handed back%' group by b.id, b.ended_at");
        assertThat(waits)
                .isNotEmpty()
                .allSatisfy(wait -> assertThat(Double.parseDouble(wait)).isBetween(-0.05, 2.0));
    }

    /** The same for who migrated it and for who found it so. */
    private static String schema(ServiceProcess service) {
        return service.awaitLine("schema is at version").replaceAll(".*version (\\d+).*", "$1");
    }

    private long inHand(ServiceProcess service) {
        return site.journal()
                .number(
                        "select count(*) from reaction where name = 'restart' and memory is not null and lease_owner = '"
                                + site.nameOf(service) + "'");
    }

    private List<String> running() {
        var instances = Stream.generate(() -> site.console.create(SELECTED))
                .limit(INSTANCES)
                .toList();
        awaitState(instances);
        return instances;
    }

    /** Each by one accepted start for its stop. */
    private void awaitRunning(List<String> instances) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                site.journal()
                                        .query(
                                                "select status from reaction where name = 'restart' and instance_id in (select id from instance where tags ? 'ecs-lifeguard/restart')"))
                        .doesNotContain("open"));
        awaitState(instances);
        // a start that was accepted twice is told twice, and by the queue
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.console.messagesLeft()).isZero());
        assertThat(instances)
                .allSatisfy(one -> assertThat(site.journal()
                                .number("select count(*) - 1 from event where instance_id = '" + one
                                        + "' and detail = 'Starting'"))
                        .as("accepted starts of %s", one)
                        .isOne());
    }

    private void awaitState(List<String> instances) {
        await().atMost(PATIENCE)
                .until(() -> instances.stream().allMatch(one -> "Running".equals(site.console.state(one))));
    }
}
