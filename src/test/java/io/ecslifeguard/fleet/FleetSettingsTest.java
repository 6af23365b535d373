package io.ecslifeguard.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetSettingsTest {

    @Test
    void acceptsToAskWithoutAPause() {
        // When
        var problems = new FleetSettings(new Config(true, Duration.ofMinutes(5), Duration.ZERO)).problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void refusesToAskWithoutEnd() {
        // When
        var problems = new FleetSettings(new Config(true, Duration.ZERO, Duration.ofMillis(-1))).problems();

        // Then
        assertThat(problems)
                .hasSize(2)
                .anyMatch(problem -> problem.contains("LIFEGUARD_FLEET_EVERY"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_FLEET_PAGE_PAUSE"));
    }

    private record Config(boolean enabled, Duration every, Duration pagePause) implements FleetConfig {}
}
