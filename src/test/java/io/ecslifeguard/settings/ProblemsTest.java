package io.ecslifeguard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final Problems problems = new Problems("lifeguard.dispatch");

    @Test
    void namesTheSettingItsVariableAndAnExample() {
        // When
        problems.positive("poll-interval", Duration.ZERO, "500ms");

        // Then
        assertThat(problems.all())
                .containsExactly("Set lifeguard.dispatch.poll-interval (LIFEGUARD_DISPATCH_POLL_INTERVAL): it is PT0S,"
                        + " and must be above zero; for example 500ms.");
    }

    @Test
    void isSilentWhereAllIsWell() {
        // When
        problems.positive("lease", Duration.ofSeconds(1), "60s");
        problems.notNegative("grace", Duration.ZERO, "10s");
        problems.range("capacity", 1, 1, 10, "64");
        problems.range("capacity", 10, 1, 10, "64");

        // Then
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void refusesWhatIsOutOfRange() {
        // When
        problems.notNegative("grace", Duration.ofSeconds(-1), "10s");
        problems.range("capacity", 0, 1, 10, "64");
        problems.range("capacity", 11, 1, 10, "64");

        // Then
        assertThat(problems.all()).hasSize(3);
    }
}
