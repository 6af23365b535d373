package io.ecslifeguard.spot;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole way of an interruption, with a replacement. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(ReplaceSpotInstanceIT.Replacing.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class ReplaceSpotInstanceIT {

    @Inject
    Pool pool;

    private Console console;
    private Records records;

    @BeforeEach
    void connect() {
        console = new Console();
        records = new Records(pool);
        console.delete("faults");
        var unused = records.query("delete from pool");
    }

    @Test
    void putsAReplacementIntoEveryGroupWithTheSamePortsAndWeights() {
        // Given
        var instance = running(Map.of("tags", Map.of("team", "web")));
        var loadBalancer = loadBalancer();
        var web = group(loadBalancer);
        var api = group(loadBalancer());
        join(web, instance, 80, 100);
        join(web, instance, 8080, 50);
        join(api, instance, 443, 10);
        console.act("loadbalancers/" + loadBalancer + "/backends", Map.of("server", instance, "weight", 70));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        var replacement = awaitReplacement(instance);
        assertThat(servers(web)).containsExactlyInAnyOrder(replacement + ":80=100", replacement + ":8080=50");
        assertThat(servers(api)).containsExactly(replacement + ":443=10");
        assertThat(backends(console.get("loadbalancers/" + loadBalancer))).containsExactly(replacement + ":null=70");
        assertThat(console.calls("slb:ModifyVServerGroupBackendServers", instance))
                .hasSize(2);
        assertThat(console.calls("slb:RemoveVServerGroupBackendServers", instance))
                .isEmpty();
        assertThat(console.get("instances/" + replacement).getJsonObject("tags"))
                .contains(Map.entry("team", "web"), Map.entry("ecs-lifeguard/replaces", instance));
        var result = new JsonObject(records.query("select result::text from reaction where name = 'evacuate'"
                        + " and instance_id = '" + instance + "'")
                .get(0)
                .getString(0));
        assertThat(result.getString("replacement")).isEqualTo(replacement);
        assertThat(result.getJsonArray("groups").getList())
                .containsExactlyInAnyOrder(web, api, "the default group of " + loadBalancer);
        assertThat(List.of(
                        result.getInteger("secondsLeftAtWeightZero"),
                        result.getInteger("secondsLeftAtRemoval"),
                        result.getInteger("secondsLeftInService")))
                .allMatch(seconds -> seconds > 0 && seconds <= 300)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void swapsInSeveralCallsWhereItHasManyPorts() {
        // Given
        var instance = running(Map.of());
        var group = group(loadBalancer());
        var ports = IntStream.range(8000, 8025).boxed().toList();
        ports.forEach(port -> join(group, instance, port, 100 - port % 100));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        var replacement = awaitReplacement(instance);
        assertThat(servers(group))
                .containsExactlyInAnyOrderElementsOf(ports.stream()
                        .map(port -> replacement + ":" + port + "=" + (100 - port % 100))
                        .toList());
        assertThat(console.calls("slb:ModifyVServerGroupBackendServers", instance))
                .hasSize(2);
    }

    @Test
    void takesOutAndPutsInWhatCannotBeSwapped() {
        // Given
        var instance = running(Map.of());
        var group = group(loadBalancer());
        var ports = IntStream.range(8000, 8025).boxed().toList();
        ports.forEach(port -> join(group, instance, port, 100));
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "slb:ModifyVServerGroupBackendServers",
                        "match",
                        Map.of("NewBackendServers", "8024"),
                        "error",
                        Map.of("status", 400, "code", "InvalidBackendServers.Inconsistent", "message", "No.")));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        var replacement = awaitReplacement(instance);
        assertThat(servers(group))
                .containsExactlyInAnyOrderElementsOf(ports.stream()
                        .map(port -> replacement + ":" + port + "=100")
                        .toList());
        assertThat(console.calls("slb:RemoveVServerGroupBackendServers", instance))
                .singleElement()
                .satisfies(call -> assertThat(call.encode()).contains("8024").doesNotContain("8000"));
        assertThat(console.calls("slb:AddVServerGroupBackendServers", replacement))
                .singleElement()
                .satisfies(call -> assertThat(call.encode()).contains("8024").doesNotContain("8000"));
    }

    @Test
    void replacesAReplacementThatDiesBeforeItIsInService() {
        // Given
        var instance = running(Map.of());
        var group = group(loadBalancer());
        join(group, instance, 80, 100);
        console.put("settings", Map.of("pendingSeconds", 3));

        // When
        console.act("instances/" + instance + "/interrupt");
        await().atMost(ofSeconds(20)).until(() -> bought(instance).size() == 1);
        var first = bought(instance).get(0);
        console.act("instances/" + first + "/interrupt");
        console.put("settings", Map.of("pendingSeconds", 0.05));

        // Then
        var replacement = awaitReplacement(instance);
        assertThat(replacement).isNotEqualTo(first);
        assertThat(servers(group)).containsExactly(replacement + ":80=100");
        assertThat(records.reactions("evacuate", instance))
                .singleElement()
                .asString()
                .contains("lost: " + first);
    }

    @Test
    void leavesTheGroupsAndSaysSoWhereNothingCanBeBought() {
        // Given
        var instance = running(Map.of());
        var group = group(loadBalancer());
        join(group, instance, 80, 100);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:RunInstances",
                        "error",
                        Map.of(
                                "status",
                                400,
                                "code",
                                "Account.Arrearage",
                                "message",
                                "Your account has an arrearage.")));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(records.reactions("evacuate", instance))
                        .singleElement()
                        .asString()
                        .startsWith("failed: Out of " + group)
                        .contains("Account.Arrearage"));
        assertThat(records.query(
                        "select result ->> 'secondsLeftAtRemoval', result ->> 'secondsLeftInService' from reaction"
                                + " where name = 'evacuate' and instance_id = '" + instance + "'"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0)).isNotNull())
                .satisfies(row -> assertThat(row.getString(1)).isNull());
        assertThat(servers(group)).isEmpty();
        assertThat(records.query("select kind from notice where instance_id = '" + instance + "'"))
                .extracting(row -> row.getString(0))
                .containsExactly("replacement_failed");
    }

    private String awaitReplacement(String instance) {
        await().atMost(ofSeconds(40))
                .untilAsserted(() -> assertThat(records.reactions("evacuate", instance))
                        .singleElement()
                        .asString()
                        .startsWith("done: Out of ")
                        .contains("at replacement in service", "Replaced by"));
        var all = bought(instance);
        return all.get(all.size() - 1);
    }

    private List<String> bought(String instance) {
        return records
                .query("select instance_id from purchase join replacement using (reaction_id, generation)"
                        + " where interrupted = '" + instance + "' and instance_id is not null order by id")
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private String running(Map<String, Object> order) {
        var all = new java.util.HashMap<>(order);
        all.put("spot", true);
        var instance = console.create(all);
        await().atMost(ofSeconds(20)).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    private String loadBalancer() {
        return console.post("loadbalancers", Map.of()).getString("id");
    }

    private String group(String loadBalancer) {
        return console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
    }

    private void join(String group, String instance, int port, int weight) {
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", port, "weight", weight));
    }

    private List<String> servers(String group) {
        return backends(console.get("groups/" + group));
    }

    private static List<String> backends(JsonObject group) {
        return group.getJsonArray("backends").stream()
                .map(JsonObject.class::cast)
                .map(backend -> backend.getString("server") + ":" + backend.getInteger("port") + "="
                        + backend.getInteger("weight"))
                .toList();
    }

    public static final class Replacing implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lifeguard.spot.replacement.enabled", "true",
                    "lifeguard.spot.drain-time", "1s",
                    "lifeguard.spot.gather", "100ms");
        }
    }
}
