package io.ecslifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalSettingsTest {

    @Test
    void acceptsToKeepForEverAndForAMoment() {
        // When
        var forEver = problems(Optional.of("r"), Duration.ofSeconds(10), Optional.empty(), 1000);
        var forAMoment = problems(Optional.empty(), Duration.ofSeconds(10), Optional.of(Duration.ofHours(1)), 1);

        // Then
        assertThat(forEver).isEmpty();
        assertThat(forAMoment).isEmpty();
    }

    @Test
    void refusesEachSenselessValueByItsName() {
        // When
        var problems = problems(Optional.of(" "), Duration.ZERO, Optional.of(Duration.ofDays(-1)), 0);

        // Then
        assertThat(problems)
                .hasSize(4)
                .anyMatch(problem -> problem.contains("LIFEGUARD_JOURNAL_REPLICA"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_JOURNAL_STATEMENT_TIMEOUT"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_JOURNAL_RETENTION)"))
                .anyMatch(problem -> problem.contains("LIFEGUARD_JOURNAL_RETENTION_BATCH"));
    }

    private static List<String> problems(
            Optional<String> replica, Duration timeout, Optional<Duration> retention, int batch) {
        return new JournalSettings(new JournalDatabase.Config(replica, timeout, retention, batch)).problems();
    }
}
