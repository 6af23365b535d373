package io.ecslifeguard.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

record TestQueueConfig(
        Optional<String> endpoint,
        Optional<List<String>> names,
        Optional<String> region,
        Duration waitTime,
        int pageSize,
        int concurrentPolls,
        int inFlight,
        Duration connectTimeout,
        Duration callTimeout,
        Duration refusedWait,
        SignatureVersion signature)
        implements QueueConfig {

    static TestQueueConfig at(String endpoint, String... names) {
        return new TestQueueConfig(
                Optional.of(endpoint),
                Optional.of(List.of(names)),
                Optional.of("cn-hangzhou"),
                Duration.ZERO,
                16,
                4,
                512,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(15),
                SignatureVersion.V2);
    }

    TestQueueConfig withTimes(Duration waitTime, Duration callTimeout) {
        return new TestQueueConfig(
                endpoint,
                names,
                region,
                waitTime,
                pageSize,
                concurrentPolls,
                inFlight,
                connectTimeout,
                callTimeout,
                refusedWait,
                signature);
    }

    TestQueueConfig withSignature(SignatureVersion signature) {
        return new TestQueueConfig(
                endpoint,
                names,
                region,
                waitTime,
                pageSize,
                concurrentPolls,
                inFlight,
                connectTimeout,
                callTimeout,
                refusedWait,
                signature);
    }
}
