package io.ecslifeguard;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Short-lived credentials, as a machine or a pod has them: each ends while the service works. */
@Order(4)
class CredentialsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 4;
    /** Of which each asks its services for far more keys than a role with keys of an hour. */
    private static final int ROUNDS_OF_A_ROLE = 2;

    private static final int LIFETIME = 4;

    @Test
    void areRenewedWhileAllThreeProductsAreCalled() {
        try (var site = site()) {
            // Given
            site.set("ALIBABA_CLOUD_CREDENTIALS_URI", site.cloud.url() + "/localcloud/keys/sts?seconds=" + LIFETIME);
            var service = site.started();

            // When
            work(site, ROUNDS, round -> {});

            // Then
            assertAllRenewed(site, service, ROUNDS);
            assertThat(service.output()).doesNotContain("WARN");
            assertThat(service.health("ready")).contains("\"credentials_uri\"", "\"STS.");
        }
    }

    @Test
    void ofARoleForAServiceAccountAreRenewedByTheTokenOfTheMoment() throws IOException {
        try (var site = site();
                var services = new TokenServices(site.cloud.url(), LIFETIME)) {
            // Given
            var token = Files.createTempFile("oidc-token-", "");
            site.define(services.properties());
            giveRole(site, token);
            Files.writeString(token, "token at the start");
            var service = site.started();

            // When
            work(site, ROUNDS_OF_A_ROLE, round -> Files.writeString(token, "token " + round));

            // Then
            assertAllRenewed(site, service, ROUNDS_OF_A_ROLE);
            assertThat(services.oidcTokens).contains("token 0", "token 1");
            assertThat(service.health("ready"))
                    .contains("\"credentials\"", "\"oidc_role_arn\"", "\"STS.", "\"expires\"")
                    .doesNotContain("last-problem");
            assertNothingSecret(site, service);

            // When
            Files.writeString(token, "expired");

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.health("group/queue"))
                            .contains("DOWN")
                            .contains("The credentials of oidc_role_arn cannot be renewed: see that the file"
                                    + " ALIBABA_CLOUD_OIDC_TOKEN_FILE holds a token that is valid"));
            assertThat(service.health("ready")).contains("last-problem");

            // When
            Files.writeString(token, "token again");

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(service.health("group/queue")).doesNotContain("DOWN"));
            assertThat(service.health("ready")).doesNotContain("last-problem");
        }
    }

    @Test
    void ofARoleForAServiceAccountNeverGiveWayToTheNodesRole() throws IOException {
        try (var site = site();
                var services = new TokenServices(site.cloud.url(), LIFETIME)) {
            // Given
            var token = Files.createTempFile("oidc-token-", "");
            Files.writeString(token, "expired");
            site.define(services.properties());
            giveRole(site, token);
            site.set("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "false");
            site.set("ALIBABA_CLOUD_IMDSV1_DISABLED", "true");
            var service = site.started();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.health("group/queue"))
                            .contains("DOWN")
                            .contains("The credentials of oidc_role_arn cannot be had: see that the file"
                                    + " ALIBABA_CLOUD_OIDC_TOKEN_FILE holds a token that is valid"));

            // When
            Files.writeString(token, "token at last");

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(service.health("group/queue")).doesNotContain("DOWN"));
            assertThat(service.health("ready"))
                    .contains("\"oidc_role_arn\"", "\"STS.")
                    .doesNotContain("last-problem");
            assertThat(services.oidcTokens).contains("expired", "token at last");
            assertThat(services.metadataTokens)
                    .as("nobody asked for the node's role")
                    .isEmpty();
            assertThat(services.refusedByMetadata).isEmpty();
            assertNothingSecret(site, service);
        }
    }

    @Test
    void ofTheInstancesRoleAreRenewedThroughHardenedMetadata() {
        try (var site = site();
                var services = new TokenServices(site.cloud.url(), LIFETIME)) {
            // Given
            site.define(services.properties());
            site.set("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "false");
            site.set("ALIBABA_CLOUD_IMDSV1_DISABLED", "true");
            var service = site.started();

            // When
            work(site, ROUNDS_OF_A_ROLE, round -> {});

            // Then
            assertAllRenewed(site, service, ROUNDS_OF_A_ROLE);
            assertThat(services.refusedByMetadata).isEmpty();
            assertThat(service.health("ready")).contains("\"ecs_ram_role\"", "\"STS.", "\"expires\"");
            assertNothingSecret(site, service);
        }
    }

    @Test
    void ofAKeyAreUsedBeforeThoseOfARole() throws IOException {
        try (var site = site()) {
            // Given
            giveRole(site, Files.createTempFile("oidc-token-", ""));
            site.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "test");
            site.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test");

            // When
            var service = site.started();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.health("ready")).contains("\"env\"", "\"…\""));
            assertThat(service.output()).doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void ofAProfileAreUsed() throws IOException {
        try (var site = site()) {
            // Given
            var file = Files.createTempFile("credentials-", ".ini");
            Files.writeString(file, """
                    [default]
                    enable = true
                    type = access_key
                    access_key_id = test
                    access_key_secret = test
                    """);
            site.set("ALIBABA_CLOUD_CREDENTIALS_FILE", file.toString());
            var service = site.started();

            // When
            work(site, 1, round -> {});

            // Then
            assertThat(service.health("ready")).contains("\"profile\"");
            assertThat(service.output()).doesNotContain("WARN", "ERROR");
        }
    }

    /** As RRSA does. */
    private static void giveRole(Site site, Path token) {
        site.set("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1234567890123456:role/lifeguard");
        site.set("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1234567890123456:oidc-provider/ack-rrsa-c1");
        site.set("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token.toString());
    }

    private static Site site() {
        var site = new Site();
        site.unset("ALIBABA_CLOUD_ACCESS_KEY_ID");
        site.unset("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
        // what is slow is no matter of credentials, and nobody takes over
        site.set("LIFEGUARD_DISPATCH_ATTEMPT_TIMEOUT", "30s");
        site.set("LIFEGUARD_DISPATCH_LEASE", "40s");
        return site;
    }

    /** Has an instance started and another one evacuated, several times, each longer than a key lasts. */
    private static void work(Site site, int rounds, Before before) {
        for (var round = 0; round < rounds; round++) {
            before.round(round);
            var stopped = site.console.create(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
            var reclaimed = site.console.create(Map.of("spot", true));
            var loadBalancer = site.console.post("loadbalancers", Map.of()).getString("id");
            var group = site.console
                    .post("groups", Map.of("loadBalancer", loadBalancer))
                    .getString("id");
            var member = Map.<String, Object>of("server", reclaimed, "port", 80, "weight", 100);
            site.console.act("groups/" + group + "/backends", member);
            await().atMost(PATIENCE)
                    .until(() ->
                            Stream.of(stopped, reclaimed).allMatch(one -> "Running".equals(site.console.state(one))));
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
    }

    private static void assertAllRenewed(Site site, ServiceProcess service, int rounds) {
        var used = calls(site)
                .collect(groupingBy(
                        call -> call.getString("product"), mapping(call -> call.getString("accessKeyId"), toSet())));
        assertThat(used.keySet()).isEqualTo(Set.of("smq", "ecs", "slb"));
        assertThat(used.values()).allSatisfy(keys -> assertThat(keys).hasSizeGreaterThanOrEqualTo(rounds));
        assertThat(calls(site).filter(call -> call.getInteger("status") >= 400 && call.getInteger("status") != 404))
                .isEmpty();
        assertThat(service.output()).doesNotContain("ERROR");
    }

    /** Neither the log nor the probe holds a whole key. */
    private static void assertNothingSecret(Site site, ServiceProcess service) {
        var told = service.output() + service.health("ready") + service.health("group/queue");
        assertThat(keys(site)).isNotEmpty().noneMatch(told::contains);
    }

    /** What happens before each round. */
    private interface Before {

        void happens(int round) throws IOException;

        default void round(int round) {
            try {
                happens(round);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
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
