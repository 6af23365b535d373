package io.ecslifeguard.cloud;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

record TestCloudConfig(
        Optional<String> region,
        Optional<String> account,
        boolean dryRun,
        Optional<String> ecsEndpoint,
        Optional<String> slbEndpoint,
        Duration connectTimeout,
        Duration readTimeout,
        int threads,
        int queue,
        int attempts,
        Duration backOff,
        Duration maxBackOff,
        Duration budget,
        Optional<String> credentialsUri,
        CloudConfig.Quotas pace)
        implements CloudConfig {

    static final Quotas UNPACED = new Quotas(false, 90, 600, Map.of());

    record Quotas(boolean enabled, int changes, int reads, Map<String, Integer> apis) implements CloudConfig.Quotas {}

    static TestCloudConfig at(String endpoint) {
        return new TestCloudConfig(
                Optional.of("cn-hangzhou"),
                Optional.empty(),
                false,
                Optional.of(endpoint),
                Optional.of(endpoint),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                8,
                256,
                3,
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Duration.ofSeconds(25),
                Optional.empty(),
                UNPACED);
    }

    TestCloudConfig asDryRun() {
        return new TestCloudConfig(
                region,
                account,
                true,
                ecsEndpoint,
                slbEndpoint,
                connectTimeout,
                readTimeout,
                threads,
                queue,
                attempts,
                backOff,
                maxBackOff,
                budget,
                credentialsUri,
                pace);
    }

    TestCloudConfig withPool(int threads, int queue) {
        return new TestCloudConfig(
                region,
                account,
                dryRun,
                ecsEndpoint,
                slbEndpoint,
                connectTimeout,
                readTimeout,
                threads,
                queue,
                attempts,
                backOff,
                maxBackOff,
                budget,
                credentialsUri,
                pace);
    }

    TestCloudConfig withReadTimeout(Duration readTimeout) {
        return new TestCloudConfig(
                region,
                account,
                dryRun,
                ecsEndpoint,
                slbEndpoint,
                connectTimeout,
                readTimeout,
                threads,
                queue,
                attempts,
                backOff,
                maxBackOff,
                budget,
                credentialsUri,
                pace);
    }

    TestCloudConfig withCredentialsUri(String uri) {
        return new TestCloudConfig(
                region,
                account,
                dryRun,
                ecsEndpoint,
                slbEndpoint,
                connectTimeout,
                readTimeout,
                threads,
                queue,
                attempts,
                backOff,
                maxBackOff,
                budget,
                Optional.of(uri),
                pace);
    }

    TestCloudConfig withBudget(Duration budget) {
        return new TestCloudConfig(
                region,
                account,
                dryRun,
                ecsEndpoint,
                slbEndpoint,
                connectTimeout,
                readTimeout,
                threads,
                queue,
                attempts,
                backOff,
                maxBackOff,
                budget,
                credentialsUri,
                pace);
    }

    TestCloudConfig paced() {
        return withQuotas(Map.of("describeinstances", 61));
    }

    /** Each of an action. */
    TestCloudConfig withQuotas(Map<String, Integer> quotas) {
        return new TestCloudConfig(
                region,
                account,
                dryRun,
                ecsEndpoint,
                slbEndpoint,
                connectTimeout,
                readTimeout,
                threads,
                queue,
                attempts,
                backOff,
                maxBackOff,
                budget,
                credentialsUri,
                new Quotas(true, 90, 600, quotas));
    }
}
