package io.ecslifeguard.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetSettingsTest {

    @Test
    void acceptsToAskWithoutAPause() {
        // When
        var problems = new FleetSettings(
                        new Config(true, Duration.ofMinutes(5), true, Duration.ofMinutes(5), 200_000, Duration.ZERO))
                .problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void refusesToAskWithoutEnd() {
        // When
        var problems = new FleetSettings(new Config(true, Duration.ZERO, true, Duration.ZERO, 0, Duration.ofMillis(-1)))
                .problems();

        // Then
        assertThat(problems)
                .hasSize(4)
                .anyMatch(problem -> problem.contains("LIFEGUARD_FLEET_EVERY"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_FLEET_GROUPS_EVERY"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_FLEET_INVENTORY_LIMIT"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_FLEET_PAGE_PAUSE"));
    }

    private record Config(
            boolean enabled,
            Duration every,
            boolean groupsEnabled,
            Duration groupsEvery,
            int inventoryLimit,
            Duration pagePause)
            implements FleetConfig {}
}
