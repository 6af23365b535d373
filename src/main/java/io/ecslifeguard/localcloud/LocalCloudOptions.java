package io.ecslifeguard.localcloud;

import io.ecslifeguard.localcloud.access.AccessKey;
import io.ecslifeguard.localcloud.smq.SmqLimits;
import java.time.Duration;
import java.util.List;

/**
 * How a local cloud is set up.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param keys the access keys that it accepts
 * @param account the account that owns everything in it
 * @param region the region that it is
 * @param queues the queues created at the start, to which CloudMonitor sends events: a name for all events, or
 *     {@code name=text} for those whose body (decoded) contains the text, such as an event's name
 * @param fleet the instances it begins with: {@code none}, {@code demo}, or a number of instances
 * @param timeFactor how much faster its clock runs than the one on the wall; 1 for as fast
 * @param stateDelay how long an instance takes from one state to the next, by its own clock
 * @param limits what the queues may grow to
 * @param calls how many calls the record keeps
 * @param seed for what is left to chance, so that a run can be repeated
 */
public record LocalCloudOptions(
        String host,
        int port,
        List<AccessKey> keys,
        String account,
        String region,
        List<String> queues,
        String fleet,
        double timeFactor,
        Duration stateDelay,
        SmqLimits limits,
        int calls,
        long seed) {

    /** Where a local cloud listens unless told otherwise. */
    public static final int DEFAULT_PORT = 4880;

    /** On 127.0.0.1:4880, with key and secret {@code test}, queue {@code ecs-events} and no instances. */
    public static final LocalCloudOptions DEFAULT = new LocalCloudOptions(
            "127.0.0.1",
            DEFAULT_PORT,
            List.of(new AccessKey("test", "test")),
            "1234567890123456",
            "cn-hangzhou",
            List.of("ecs-events"),
            "none",
            1,
            Duration.ofSeconds(1),
            SmqLimits.DEFAULT,
            20_000,
            1);

    public LocalCloudOptions {
        keys = List.copyOf(keys);
        queues = List.copyOf(queues);
        check(host != null && !host.isBlank(), "The host is an address to listen on, such as 127.0.0.1.");
        check(port >= 0 && port <= 65535, "The port is between 0 (any free one) and 65535, not " + port + ".");
        check(!keys.isEmpty(), "At least one access key is needed, such as test with secret test.");
        check(
                timeFactor > 0 && timeFactor <= 10_000,
                "The time factor is above 0 and at most 10000, not " + timeFactor + ".");
        check(calls > 0, "The number of calls to keep is at least 1, not " + calls + ".");
        check(!stateDelay.isNegative(), "The state delay is not negative.");
    }

    public LocalCloudOptions withHost(String changed) {
        return new LocalCloudOptions(
                changed, port, keys, account, region, queues, fleet, timeFactor, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withPort(int changed) {
        return new LocalCloudOptions(
                host, changed, keys, account, region, queues, fleet, timeFactor, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withKeys(List<AccessKey> changed) {
        return new LocalCloudOptions(
                host, port, changed, account, region, queues, fleet, timeFactor, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withAccount(String changed) {
        return new LocalCloudOptions(
                host, port, keys, changed, region, queues, fleet, timeFactor, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withRegion(String changed) {
        return new LocalCloudOptions(
                host, port, keys, account, changed, queues, fleet, timeFactor, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withQueues(List<String> changed) {
        return new LocalCloudOptions(
                host, port, keys, account, region, changed, fleet, timeFactor, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withFleet(String changed) {
        return new LocalCloudOptions(
                host, port, keys, account, region, queues, changed, timeFactor, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withTimeFactor(double changed) {
        return new LocalCloudOptions(
                host, port, keys, account, region, queues, fleet, changed, stateDelay, limits, calls, seed);
    }

    public LocalCloudOptions withStateDelay(Duration changed) {
        return new LocalCloudOptions(
                host, port, keys, account, region, queues, fleet, timeFactor, changed, limits, calls, seed);
    }

    public LocalCloudOptions withLimits(SmqLimits changed) {
        return new LocalCloudOptions(
                host, port, keys, account, region, queues, fleet, timeFactor, stateDelay, changed, calls, seed);
    }

    public LocalCloudOptions withCalls(int changed) {
        return new LocalCloudOptions(
                host, port, keys, account, region, queues, fleet, timeFactor, stateDelay, limits, changed, seed);
    }

    public LocalCloudOptions withSeed(long changed) {
        return new LocalCloudOptions(
                host, port, keys, account, region, queues, fleet, timeFactor, stateDelay, limits, calls, changed);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
