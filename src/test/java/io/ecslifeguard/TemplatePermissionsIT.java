package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.RamPolicies;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Replacing from a launch template needs less than replacing by a copy. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(TemplatePermissionsIT.ByTemplate.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class TemplatePermissionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool pool;

    @Test
    void replacesWithThePolicyForTemplates() {
        // Given
        var console = new Console();
        var records = new Records(pool);
        console.act(
                "templates",
                Map.of("name", "web", "parameters", Map.of("ImageId", "image-1", "SecurityGroupId", "sg-1")));
        console.put(
                "policy",
                RamPolicies.allowing(RamPolicies.actions("queue", "spot-drain", "spot-replace-by-template"))
                        .getMap());
        var instance = console.create(Map.of("spot", true, "tags", Map.of("team", "web")));
        await().atMost(PATIENCE).until(() -> console.state(instance).equals("Running"));
        var loadBalancer = console.post("loadbalancers", Map.of()).getString("id");
        var group = console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", 80, "weight", 100));

        // When
        console.act("instances/" + instance + "/interrupt");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records.reactions("evacuate", instance))
                        .singleElement()
                        .asString()
                        .startsWith("done: ")
                        .contains("Replaced by"));
        assertThat(console.calls("ecs:RunInstances", "lt-local1")).hasSize(1);
        assertThat(console.get("groups/" + group).getJsonArray("backends").stream()
                        .map(backend -> ((JsonObject) backend).getString("server")))
                .singleElement()
                .isNotEqualTo(instance);
    }

    public static final class ByTemplate implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lifeguard.spot.replacement.enabled", "true",
                    "lifeguard.spot.replacement.template", "lt-local1",
                    "lifeguard.spot.gather", "100ms",
                    "lifeguard.fleet.enabled", "false",
                    "lifeguard.fleet.groups-enabled", "false");
        }
    }
}
