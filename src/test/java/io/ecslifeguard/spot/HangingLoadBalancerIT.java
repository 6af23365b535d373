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
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** In the whole service: what a limit of time ends goes on in the attempt's own context, and is remembered. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class HangingLoadBalancerIT {

    @Inject
    Pool pool;

    @Test
    void leavesTheOthersFirstAndThatOneWhenItAnswers() {
        // Given
        var console = new Console();
        var records = new Records(pool);
        var instance = console.create(Map.of("spot", true));
        await().atMost(ofSeconds(20)).until(() -> console.state(instance).equals("Running"));
        var hanging = groupWith(console, instance);
        var open = groupWith(console, instance);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "slb:SetVServerGroupAttribute",
                        "match",
                        Map.of("VServerGroupId", hanging),
                        "latencyMillis",
                        5_000));
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "slb:Remove*",
                        "match",
                        Map.of("VServerGroupId", hanging),
                        "latencyMillis",
                        5_000,
                        "times",
                        2));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        await().atMost(ofSeconds(40))
                .untilAsserted(() -> assertThat(records.reactions("evacuate", instance))
                        .singleElement()
                        .asString()
                        .startsWith("done: Out of "));
        assertThat(console.get("groups/" + hanging).getJsonArray("backends")).isEmpty();
        assertThat(records.notes("evacuate", instance))
                .anySatisfy(note -> assertThat(note)
                        .contains("To be set to weight 0 in " + hanging + ". ")
                        .containsAnyOf("Weight 0 in " + open, "Out of " + open));
        assertThat(console.calls("slb:SetVServerGroupAttribute", open)).hasSize(1);
        assertThat(console.calls("slb:RemoveVServerGroupBackendServers", open)).hasSize(1);
    }

    private static String groupWith(Console console, String instance) {
        var loadBalancer = console.post("loadbalancers", Map.of()).getString("id");
        var group = console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", 80));
        return group;
    }
}
