package io.ecslifeguard.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartSettingsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    private static List<String> problems(String tag, Duration debounce, Duration look, int starts) {
        var config = new Config(
                true,
                RestartConfig.Selection.TAGGED,
                tag,
                debounce,
                look,
                MINUTE,
                MINUTE,
                MINUTE,
                starts,
                MINUTE,
                MINUTE);
        return new RestartSettings(config).problems();
    }

    private record Config(
            boolean enabled,
            Selection selection,
            String tag,
            Duration debounce,
            Duration lookInterval,
            Duration startPatience,
            Duration answerPatience,
            Duration patience,
            int maxStarts,
            Duration afterInterruption,
            Duration platformPatience)
            implements RestartConfig {}
}
