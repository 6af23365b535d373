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
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class EvacuateSpotInstanceIT {

    @Inject
    Pool pool;

    private Console console;
    private Records records;

    @BeforeEach
    void connect() {
        console = new Console();
        records = new Records(pool);
        console.delete("faults");
    }

    @Test
    void takesTheInstanceOutOfEveryGroupOnEveryPortAndLeavesTheOthers() {
        // Given
        var instance = running(Map.of("spot", true));
        var other = running(Map.of());
        var web = group();
        var api = group();
        join(web, instance, 80, 100);
        join(web, instance, 8080, 50);
        join(web, other, 80, 100);
        join(api, instance, 443, 10);

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        awaitEnd(instance, "done: Out of ");
        assertThat(servers(web)).containsExactly(other);
        assertThat(servers(api)).isEmpty();
        assertThat(weights("slb:SetVServerGroupAttribute", instance)).containsExactlyInAnyOrder("0,0", "0");
        assertThat(console.calls("slb:RemoveVServerGroupBackendServers", instance))
                .hasSize(2);
        assertThat(records.query("select memory::text from reaction where instance_id = '" + instance + "'")
                        .get(0)
                        .getString(0))
                .contains("\"weight\":50", "\"weight\":10");
    }

    @Test
    void setsTheWeightToZeroBeforeItRemoves() {
        // Given
        var instance = running(Map.of("spot", true));
        var group = group();
        join(group, instance, 80, 100);

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        awaitEnd(instance, "done: Out of ");
        assertThat(records.query("select api from call where '%s' = any (instances) order by id".formatted(instance)))
                .extracting(row -> row.getString(0))
                .containsExactly("SLB SetVServerGroupAttribute", "SLB RemoveVServerGroupBackendServers");
    }

    @Test
    void waitsOutABusyLoadBalancer() {
        // Given
        var instance = running(Map.of("spot", true));
        var group = group();
        join(group, instance, 80, 100);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "slb:*VServerGroup*",
                        "match",
                        Map.of("VServerGroupId", group),
                        "skip",
                        1,
                        "times",
                        7,
                        "error",
                        Map.of(
                                "status",
                                400,
                                "code",
                                "ServiceIsConfiguring",
                                "message",
                                "A previous configuration is pending")));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        awaitEnd(instance, "done: Out of ");
        assertThat(servers(group)).isEmpty();
    }

    @Test
    void saysThatAnInstanceIsInNoGroup() {
        // Given
        var instance = running(Map.of("spot", true));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        awaitEnd(instance, "done: It is in no server group");
    }

    @Test
    void removesAtOnceWhenTheNoticeIsLateAndItIsBeingReclaimed() {
        // Given
        var instance = running(Map.of("spot", true));
        var group = group();
        join(group, instance, 80, 100);
        console.act("instances/" + instance + "/lock", Map.of("reason", "Recycling"));

        // When
        console.message("""
                {"id":"late-%s","product":"ECS","name":"Instance:PreemptibleInstanceInterruption","regionId":"cn-hangzhou",
                 "eventTime":"20260101T100000.000+0800","content":{"instanceId":"%s","action":"delete"}}""".formatted(instance, instance));

        // Then
        awaitEnd(instance, "done: Out of ");
        assertThat(console.calls("slb:SetVServerGroupAttribute", instance)).isEmpty();
        assertThat(servers(group)).isEmpty();
    }

    @Test
    void evacuatesOnceHoweverManyNoticesCome() {
        // Given
        var instance = running(Map.of("spot", true));
        var group = group();
        join(group, instance, 80, 100);
        var notice =
                "{\"id\":\"n-%s-%d\",\"product\":\"ECS\",\"name\":\"Instance:PreemptibleInstanceInterruption\",\"content\":{\"instanceId\":\"%s\"}}";

        // When
        for (var copy = 0; copy < 4; copy++) {
            console.message(notice.formatted(instance, copy, instance));
        }

        // Then
        awaitEnd(instance, "done: Out of ");
        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(records.query(
                                "select 1 from reaction where status = 'open' and instance_id = '" + instance + "'"))
                        .isEmpty());
        assertThat(console.calls("slb:SetVServerGroupAttribute", instance)).hasSize(1);
        assertThat(console.calls("slb:RemoveVServerGroupBackendServers", instance))
                .hasSize(1);
    }

    @Test
    void doesNotStartWhatIsBeingReclaimed() {
        // Given
        var instance = running(Map.of("spot", true, "tags", Map.of("ecs-lifeguard/restart", "on")));

        // When
        console.act("instances/" + instance + "/interrupt", Map.of("noticeSeconds", 60, "stopSeconds", 1));

        // Then
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(records.reactions("restart", instance))
                        .singleElement()
                        .asString()
                        .startsWith("skipped: It is being reclaimed"));
        assertThat(console.calls("ecs:StartInstance", instance)).isEmpty();
    }

    private String running(Map<String, Object> order) {
        var instance = console.create(order);
        await().atMost(ofSeconds(20)).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    /** A group of a load balancer of its own. */
    private String group() {
        var loadBalancer = console.post("loadbalancers", Map.of()).getString("id");
        return console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
    }

    private void join(String group, String instance, int port, int weight) {
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", port, "weight", weight));
    }

    private List<String> servers(String group) {
        return console.get("groups/" + group).getJsonArray("backends").stream()
                .map(JsonObject.class::cast)
                .map(backend -> backend.getString("server"))
                .toList();
    }

    private List<String> weights(String operation, String instance) {
        return console.calls(operation, instance).stream()
                .map(call -> new io.vertx.core.json.JsonArray(
                        call.getJsonObject("parameters").getString("BackendServers")))
                .map(backends -> String.join(
                        ",",
                        backends.stream()
                                .map(JsonObject.class::cast)
                                .map(backend -> backend.getValue("Weight").toString())
                                .toList()))
                .toList();
    }

    private void awaitEnd(String instance, String beginning) {
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(records.reactions("evacuate", instance))
                        .first()
                        .asString()
                        .startsWith(beginning));
    }
}
