package io.ecslifeguard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void acceptsWhatMakesSense() {
        // When
        var problems = new DispatchSettings(config(64, 8, 60, 45, SECOND)).problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void refusesALeaseThatEndsBeforeItsAttempt() {
        // When
        var problems = new DispatchSettings(config(64, 8, 45, 45, SECOND)).problems();

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("LIFEGUARD_DISPATCH_LEASE", "lifeguard.dispatch.attempt-timeout");
    }

    @Test
    void refusesCapacityThatIsAllReserved() {
        // When
        var problems = new DispatchSettings(config(8, 8, 60, 45, SECOND)).problems();

        // Then
        assertThat(problems).singleElement().asString().contains("LIFEGUARD_DISPATCH_RESERVED");
    }

    @Test
    void refusesNoCapacityAndNoInterval() {
        // When
        var problems = new DispatchSettings(config(0, 0, 60, 45, Duration.ZERO)).problems();

        // Then
        assertThat(problems)
                .hasSize(2)
                .anyMatch(problem -> problem.contains("LIFEGUARD_DISPATCH_CAPACITY"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_DISPATCH_POLL_INTERVAL"));
    }

    private static DispatchConfig config(int capacity, int reserved, int lease, int timeout, Duration interval) {
        return new Config(
                capacity, reserved, Duration.ofSeconds(lease), Duration.ofSeconds(timeout), interval, Duration.ZERO);
    }

    private record Config(
            int capacity, int reserved, Duration lease, Duration attemptTimeout, Duration pollInterval, Duration grace)
            implements DispatchConfig {}
}
