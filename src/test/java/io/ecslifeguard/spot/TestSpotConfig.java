package io.ecslifeguard.spot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

record TestSpotConfig(
        boolean enabled,
        Optional<List<String>> serverGroups,
        Duration drainTime,
        Duration margin,
        Duration notice,
        Duration groupTimeout,
        Duration discoveryWait,
        Duration discoveryAge,
        Duration inventoryAge,
        Replacement replacement)
        implements SpotConfig {

    static final TestSpotConfig DEFAULT = new TestSpotConfig(
            true,
            Optional.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofMinutes(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMinutes(15),
            TestReplacement.DEFAULT);

    /** For what hangs. */
    static final TestSpotConfig IMPATIENT =
            DEFAULT.withGroupTimeout(Duration.ofSeconds(2)).withDiscoveryWait(Duration.ofSeconds(4));

    TestSpotConfig withServerGroups(String... groups) {
        return new TestSpotConfig(
                enabled,
                Optional.of(List.of(groups)),
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withDrainTime(Duration drainTime) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withMargin(Duration margin) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withNotice(Duration notice) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withGroupTimeout(Duration groupTimeout) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withDiscoveryWait(Duration discoveryWait) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withDiscoveryAge(Duration discoveryAge) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withInventoryAge(Duration inventoryAge) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    TestSpotConfig withReplacement(Replacement replacement) {
        return new TestSpotConfig(
                enabled,
                serverGroups,
                drainTime,
                margin,
                notice,
                groupTimeout,
                discoveryWait,
                discoveryAge,
                inventoryAge,
                replacement);
    }

    @Override
    public int lanes() {
        return 8;
    }

    @Override
    public Duration laneLease() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Duration gather() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration gatherExpected() {
        return Duration.ofSeconds(30);
    }
}
