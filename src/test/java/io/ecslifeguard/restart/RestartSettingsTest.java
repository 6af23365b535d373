package io.ecslifeguard.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartSettingsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void acceptsWhatMakesSense() {
        // When
        var problems = problems("ecs-lifeguard/restart", Duration.ZERO, MINUTE, 3);

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void refusesEachSenselessValueByItsName() {
        // When
        var problems = problems(" ", Duration.ofSeconds(-1), Duration.ZERO, 0);

        // Then
        assertThat(problems)
                .hasSize(4)
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_TAG"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_DEBOUNCE"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_LOOK_INTERVAL"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_MAX_STARTS"));
    }

    @Test
    void refusesCountersThatCannotBeMeant() {
        // Given
        var config = TestRestartConfig.DEFAULT
                .withBackOff(HOUR, MINUTE)
                .withWindow(Duration.ofHours(25))
                .withMaxStartsPerDay(0)
                .withCircuitTime(Duration.ZERO);

        // When
        var problems = new RestartSettings(config).problems();

        // Then
        assertThat(problems)
                .hasSize(4)
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_LONGEST_BACK_OFF"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_WINDOW"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_MAX_STARTS_PER_DAY"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_CIRCUIT_TIME"));
    }

    @Test
    void refusesABrakeThatCannotBeMeant() {
        // Given
        var config = TestRestartConfig.DEFAULT.withBrake(
                new TestRestartConfig.TestBrake(true, Duration.ZERO, 0, 1.5, Duration.ZERO));

        // When
        var problems = new RestartSettings(config).problems();

        // Then
        assertThat(problems)
                .hasSize(4)
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_BRAKE_WINDOW"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_BRAKE_NUMBER"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_BRAKE_SHARE"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_RESTART_BRAKE_TIMEOUT"));
    }

    private static List<String> problems(String tag, Duration debounce, Duration look, int starts) {
        return new RestartSettings(TestRestartConfig.DEFAULT
                        .withTag(tag)
                        .withDebounce(debounce)
                        .withLookInterval(look)
                        .withMaxStarts(starts))
                .problems();
    }
}
