package io.ecslifeguard.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.cloud.GroupReader;
import io.ecslifeguard.journal.Inventory;
import io.ecslifeguard.journal.Inventory.Place;
import io.ecslifeguard.journal.Schema;
import io.ecslifeguard.queue.QueueConfig;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LogLines;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(FleetResources.class)
class GroupsPassTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AGE = Duration.ofMinutes(15);

    private final GroupsPass pass;
    private final GroupReader reader;
    private final Inventory inventory;
    private final Turns turns;
    private final Schema schema;
    private final Pool pool;
    private final QueueConfig queue;
    private Records records;
    private Console console;

    GroupsPassTest(
            GroupsPass pass,
            GroupReader reader,
            Inventory inventory,
            Turns turns,
            Schema schema,
            Pool pool,
            QueueConfig queue) {
        this.pass = pass;
        this.reader = reader;
        this.inventory = inventory;
        this.turns = turns;
        this.schema = schema;
        this.pool = pool;
        this.queue = queue;
    }

    @BeforeEach
    void nothingIsKnown() {
        records = new Records(pool);
        console = new Console(queue.endpoint().orElseThrow());
        await().atMost(PATIENCE).until(() -> schema.problem().isEmpty());
        execute("truncate server_group, backend, inventory, lease");
        console.delete("faults");
        console.delete("calls");
    }

    @Test
    void takesInEveryGroupOfEveryLoadBalancer() {
        // Given
        var instance = console.create(Map.of());
        var loadBalancer = loadBalancer();
        var web = group(loadBalancer, instance);
        var api = group(loadBalancer, instance);
        console.act("loadbalancers/" + loadBalancer + "/backends", Map.of("server", instance));
        var other = group(loadBalancer(), instance);

        // When
        var count = pass.run(false).await().atMost(PATIENCE).orElseThrow();

        // Then
        assertThat(places(instance)).containsExactlyInAnyOrder("default:" + loadBalancer, web, api, other);
        var state = inventory.state().await().atMost(PATIENCE);
        assertThat(state.isComplete(AGE)).isTrue();
        assertThat(List.of(state.loadBalancers(), state.groups(), state.backends()))
                .isEqualTo(List.of(count.loadBalancers(), count.groups(), count.backends()));
        assertThat(records.query("select 1 from server_group where load_balancer is null or vpc <> 'vpc-local'"))
                .isEmpty();
        assertThat(console.calls("slb:DescribeLoadBalancers", "")).hasSize(1);
        assertThat(console.calls("slb:DescribeVServerGroupAttribute", web)).hasSize(1);
    }

    @Test
    void forgetsWhatIsGone() {
        // Given
        var began = inventory.begin(10).await().atMost(PATIENCE);
        execute("insert into server_group values ('rsp-gone', 'lb-gone', null, '" + began + "', 1)");
        execute("insert into backend values ('rsp-gone', '" + began + "', 'i-gone', null, 80, 100, 'ecs', null)");
        var before = places("i-gone");

        // When
        var count = pass.run(false).await().atMost(PATIENCE);

        // Then
        assertThat(before).containsExactly("rsp-gone");
        assertThat(count).isPresent();
        assertThat(places("i-gone")).isEmpty();
    }

    @Test
    void isNotCompleteWithoutAGroupThatCannotBeReadAndReadsTheOthers() {
        // Given
        var instance = console.create(Map.of());
        var loadBalancer = loadBalancer();
        var unreadable = group(loadBalancer, instance);
        var open = group(loadBalancer, instance);
        refuse("slb:DescribeVServerGroupAttribute", "VServerGroupId", unreadable);

        // When
        assertThatThrownBy(() -> pass.run(false).await().atMost(PATIENCE)).hasMessageContaining("Forbidden.RAM");

        // Then
        assertThat(places(instance)).containsExactly(open);
        assertThat(inventory.state().await().atMost(PATIENCE).isComplete(AGE)).isFalse();
        assertThat(records.query("select 1 from lease"))
                .as("another replica may read it")
                .isEmpty();
    }

    @Test
    void needsNoPermissionForDefaultGroups() {
        // Given
        var instance = console.create(Map.of());
        var group = group(loadBalancer(), instance);
        refuse("slb:DescribeLoadBalancerAttribute", "RegionId", "cn-hangzhou");

        // When
        var count = pass.run(false).await().atMost(PATIENCE);

        // Then
        assertThat(count).isPresent();
        assertThat(places(instance)).containsExactly(group);
        assertThat(inventory.state().await().atMost(PATIENCE).isComplete(AGE)).isTrue();
    }

    @Test
    void stopsAtItsLimitAndSaysSoOnce() {
        // Given
        var loadBalancer = loadBalancer();
        for (var number = 0; number < 4; number++) {
            var unused = group(loadBalancer, console.create(Map.of()));
        }
        var clock = Clock.systemUTC();
        var config = new Config(true, true, 3);
        var watch = new GroupsWatch(config, new GroupsPass(config, reader, inventory, turns), schema, clock);

        // When
        List<String> lines;
        try (var log = new LogLines("io.ecslifeguard.fleet")) {
            var first = watch.tick().await().atMost(PATIENCE);
            await().until(() ->
                    records.query("select 1 from lease where until > now()").isEmpty());
            var second = watch.tick().await().atMost(PATIENCE);
            lines = log.all();
        }

        // Then
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("WARN", "more than 3 backends", "LIFEGUARD_FLEET_INVENTORY_LIMIT");
        assertThat(records.query("select count(*) from backend").get(0).getLong(0))
                .isLessThanOrEqualTo(3);
        assertThat(inventory.state().await().atMost(PATIENCE).problem().orElseThrow())
                .contains("more than 3 backends");
    }

    @Test
    void saysOnceWhichPermissionsToGrant() {
        // Given
        refuse("slb:DescribeLoadBalancers", "RegionId", "cn-hangzhou");
        var config = new Config(true, true, 100);
        var watch =
                new GroupsWatch(config, new GroupsPass(config, reader, inventory, turns), schema, Clock.systemUTC());

        // When
        List<String> lines;
        try (var log = new LogLines("io.ecslifeguard.fleet")) {
            var first = watch.tick().await().atMost(PATIENCE);
            await().until(() -> {
                var again = watch.tick().await().atMost(PATIENCE);
                return console.calls("slb:DescribeLoadBalancers", "").size() > 1;
            });
            lines = log.all();
        }

        // Then
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("WARN", "slb:DescribeLoadBalancers", "slb:DescribeVServerGroupAttribute")
                .contains("LIFEGUARD_FLEET_GROUPS_ENABLED");
    }

    @Test
    void asksNothingWhereItIsSwitchedOff() {
        // Given
        var off = new Config(true, false, 100);
        var allOff = new Config(false, true, 100);

        // When
        for (var config : List.of(off, allOff)) {
            var unused = new GroupsWatch(config, pass, schema, Clock.systemUTC())
                    .tick()
                    .await()
                    .atMost(PATIENCE);
        }

        // Then
        assertThat(console.calls("slb:DescribeLoadBalancers", "")).isEmpty();
    }

    @Test
    void leavesItToTheReplicaWhoseTurnItIs() {
        // Given
        execute("insert into lease values ('groups', 'another', now() + interval '1 minute')");

        // When
        var made = pass.run(true).await().atMost(PATIENCE);

        // Then
        assertThat(made).isEmpty();
        assertThat(console.calls("slb:DescribeLoadBalancers", "")).isEmpty();
    }

    private List<String> places(String instance) {
        return inventory.of(List.of(instance), List.of()).await().atMost(PATIENCE).places().stream()
                .map(Place::id)
                .toList();
    }

    private String loadBalancer() {
        return console.post("loadbalancers", Map.of()).getString("id");
    }

    private String group(String loadBalancer, String instance) {
        var group = console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", 80));
        return group;
    }

    private void refuse(String operation, String parameter, String value) {
        console.act(
                "faults",
                Map.of(
                        "operation",
                        operation,
                        "match",
                        Map.of(parameter, value),
                        "error",
                        Map.of("status", 403, "code", "Forbidden.RAM", "message", "User not authorized.")));
    }

    private void execute(String sql) {
        var unused = records.query(sql);
    }

    private record Config(boolean enabled, boolean groupsEnabled, int inventoryLimit) implements FleetConfig {

        @Override
        public Duration every() {
            return Duration.ofMillis(2);
        }

        @Override
        public Duration groupsEvery() {
            return Duration.ofMillis(2);
        }

        @Override
        public Duration pagePause() {
            return Duration.ZERO;
        }
    }
}
