package io.ecslifeguard;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Short-lived credentials, as a machine or a pod has them: each ends while the service works. */
class CredentialsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 4;
    private static final int LIFETIME = 4;

    @Test
    void areRenewedWhileAllThreeProductsAreCalled() {
        try (var site = new Site()) {
            // Given
            site.unset("ALIBABA_CLOUD_ACCESS_KEY_ID");
            site.unset("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
            site.set("ALIBABA_CLOUD_CREDENTIALS_URI", site.cloud.url() + "/localcloud/keys/sts?seconds=" + LIFETIME);
            var service = site.started();

            // When: one after the other, each longer than a key lasts
            for (var round = 0; round < ROUNDS; round++) {
                var stopped = site.console.create(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
                var reclaimed = site.console.create(Map.of("spot", true));
                var loadBalancer = site.console.post("loadbalancers", Map.of()).getString("id");
                var group = site.console
                        .post("groups", Map.of("loadBalancer", loadBalancer))
                        .getString("id");
                var member = Map.<String, Object>of("server", reclaimed, "port", 80, "weight", 100);
                site.console.act("groups/" + group + "/backends", member);
                await().atMost(PATIENCE)
                        .until(() -> Stream.of(stopped, reclaimed)
                                .allMatch(one -> "Running".equals(site.console.state(one))));
                var expired = keys(site);
                site.console.act("instances/" + stopped + "/stop");
                site.console.act("instances/" + reclaimed + "/interrupt");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(site.journal()
                                        .query("select status from reaction where instance_id in ('" + stopped + "', '"
                                                + reclaimed + "')"))
                                .containsExactly("done", "done"));
                await().atMost(PATIENCE)
                        .until(() -> site.console.list("keys").stream()
                                .noneMatch(key -> expired.contains(key.getString("accessKeyId")) && isValid(key)));
            }

            // Then
            var used = calls(site)
                    .collect(groupingBy(
                            call -> call.getString("product"),
                            mapping(call -> call.getString("accessKeyId"), toSet())));
            assertThat(used.keySet()).isEqualTo(Set.of("smq", "ecs", "slb"));
            assertThat(used.values()).allSatisfy(keys -> assertThat(keys).hasSizeGreaterThanOrEqualTo(ROUNDS));
            assertThat(calls(site).filter(call -> call.getInteger("status") >= 400 && call.getInteger("status") != 404))
                    .isEmpty();
            assertThat(service.output()).doesNotContain("WARN").doesNotContain("ERROR");
        }
    }

    private static Set<String> keys(Site site) {
        return site.console.list("keys").stream()
                .map(key -> key.getString("accessKeyId"))
                .filter(id -> id.startsWith("STS."))
                .collect(toSet());
    }

    private static boolean isValid(JsonObject key) {
        return key.getString("expires") == null
                || Instant.parse(key.getString("expires")).isAfter(Instant.now());
    }

    private static Stream<JsonObject> calls(Site site) {
        return site.console.get("calls?limit=100000").getJsonArray("calls").stream()
                .map(JsonObject.class::cast);
    }
}
