package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.RamPolicies;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies that operators are told to grant are enough, and whatever is missing of them is named. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(PermissionsIT.Replacing.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class PermissionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> GRANTED =
            RamPolicies.actions("queue", "restart", "spot-drain", "spot-replace-by-copy", "fleet", "fleet-groups");

    private static final Map<String, Object> PAST_VISIBILITY = Map.of("seconds", 31);

    @Inject
    Pool pool;

    @TestHTTPResource(value = "/health", management = true)
    String health;

    private Console console;
    private Records records;

    @BeforeEach
    void grantAll() {
        console = new Console();
        records = new Records(pool);
        console.delete("faults");
        grant(GRANTED);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(queues()).contains("\"status\": \"UP\""));
    }

    @Test
    void doesItsWholeWorkWithThem() {
        // Given
        var stopped = running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
        var reclaimed = spot();
        var group = group(reclaimed);
        console.delete("calls");

        // When
        console.act("instances/" + stopped + "/stop");
        console.act("instances/" + reclaimed + "/interrupt");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records.reactions("restart", stopped))
                        .singleElement()
                        .asString()
                        .startsWith("done: "));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records.reactions("evacuate", reclaimed))
                        .singleElement()
                        .asString()
                        .startsWith("done: ")
                        .contains("Replaced by")
                        .doesNotContain("Grant", "left out"));
        assertThat(servers(group)).singleElement().asString().isNotEqualTo(reclaimed);
        assertThat(console.get("calls?limit=10000").getJsonArray("calls").stream()
                        .map(JsonObject.class::cast)
                        .filter(call -> call.getInteger("status") == 403))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mns:ReceiveMessage", "mns:DeleteMessage"})
    void theProbeNamesWhatTheQueueLacks(String action) {
        // When
        grant(without(action));
        console.message("not an event");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(queues())
                        .contains("\"status\": \"DOWN\"")
                        .contains("grant " + action + " on acs:mns:cn-hangzhou:*:/queues/ecs-events/messages"));
        // what could not be deleted comes back at once, and not when its time is over
        grant(GRANTED);
        console.act("time", PAST_VISIBILITY);
    }

    @Test
    void theRecordNamesWhatARestartNeedsToSee() {
        // Given, and what an evacuation has told within the hour is forgotten
        var instance = running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
        assertThat(records.query("update notice set key = null")).isEmpty();

        // When
        grant(without("ecs:DescribeInstances"));
        console.act("instances/" + instance + "/stop");

        // Then
        awaitNaming("restart", instance, "ecs:DescribeInstances");
        assertThat(records.query("select text from notice where kind = 'access_denied' and text like 'Restart of "
                        + instance + ": %'"))
                .singleElement()
                .extracting(row -> row.getString(0))
                .asString()
                .contains("Grant ecs:DescribeInstances to the RAM user or role.");
    }

    /** One call starts one, or several that are due at the same time. */
    @Test
    void theRecordNamesWhatARestartNeedsToStart() {
        // Given
        var instance = running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));

        // When
        grant(without("ecs:StartInstance", "ecs:StartInstances"));
        console.act("instances/" + instance + "/stop");

        // Then
        awaitNaming("restart", instance, "ecs:StartInstances?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecs:DescribeInstances",
                "ecs:DescribeDisks",
                "ecs:DescribeUserData",
                "ecs:DescribeInstanceRamRole",
                "ecs:RunInstances",
                "ecs:TagResources",
                "ram:PassRole",
                "slb:DescribeLoadBalancers",
                "slb:DescribeLoadBalancerAttribute",
                "slb:DescribeVServerGroups",
                "slb:DescribeVServerGroupAttribute",
                "slb:SetVServerGroupAttribute",
                "slb:SetBackendServers",
                "slb:RemoveBackendServers",
                "slb:AddBackendServers",
                "slb:ModifyVServerGroupBackendServers"
            })
    void theRecordNamesWhatAnEvacuationLacks(String action) {
        // Given
        var instance = spot();
        var unused = group(instance);

        // When
        grant(without(action));
        console.act("instances/" + instance + "/interrupt");

        // Then
        awaitNaming("evacuate", instance, action);
    }

    /** These two are needed where no swap is possible, such as where nothing is bought. */
    @ParameterizedTest
    @ValueSource(strings = {"slb:RemoveVServerGroupBackendServers", "slb:AddVServerGroupBackendServers"})
    void theRecordNamesWhatAnEvacuationLacksThatCannotSwap(String action) {
        // Given
        var instance = spot();
        var unused = group(instance);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "slb:ModifyVServerGroupBackendServers",
                        "error",
                        Map.of("status", 400, "code", "InvalidBackendServers.Inconsistent", "message", "No.")));

        // When
        grant(without(action));
        console.act("instances/" + instance + "/interrupt");

        // Then
        awaitNaming("evacuate", instance, action);
    }

    /** @param action a pattern */
    private void awaitNaming(String reaction, String instance, String action) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                records.notes(reaction, instance) + " " + records.reactions(reaction, instance))
                        .containsPattern("Grant " + action + " to the RAM user or role\\.|because " + action
                                + " is not granted"));
    }

    private String queues() {
        return RestAssured.given().get(health + "/group/queue").asString();
    }

    private void grant(Set<String> actions) {
        console.put("policy", RamPolicies.allowing(actions).getMap());
    }

    private static Set<String> without(String... actions) {
        assertThat(GRANTED).contains(actions);
        var rest = new TreeSet<>(GRANTED);
        rest.removeAll(List.of(actions));
        return rest;
    }

    /** One whose copy takes a role over. */
    private String spot() {
        return running(
                Map.of("spot", true, "tags", Map.of("team", "web"), "parameters", Map.of("RamRoleName", "web-role")));
    }

    private String running(Map<String, Object> order) {
        var instance = console.create(new HashMap<>(order));
        await().atMost(PATIENCE).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    /** A group of a load balancer that has the instance in its default group as well. */
    private String group(String instance) {
        var loadBalancer = console.post("loadbalancers", Map.of()).getString("id");
        var group = console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", 80, "weight", 100));
        console.act("loadbalancers/" + loadBalancer + "/backends", Map.of("server", instance, "weight", 70));
        return group;
    }

    private List<String> servers(String group) {
        return console.get("groups/" + group).getJsonArray("backends").stream()
                .map(JsonObject.class::cast)
                .map(backend -> backend.getString("server"))
                .toList();
    }

    public static final class Replacing implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lifeguard.spot.replacement.enabled", "true",
                    "lifeguard.spot.gather", "100ms",
                    // each evacuation reads the groups itself
                    "lifeguard.spot.inventory-age", "0s");
        }
    }
}
