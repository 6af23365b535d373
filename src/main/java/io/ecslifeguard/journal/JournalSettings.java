package io.ecslifeguard.journal;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Whether the settings of the journal make sense. */
@ApplicationScoped
class JournalSettings implements Settings {

    private static final Logger LOG = Logger.getLogger(JournalSettings.class);

    private final JournalConfig config;

    JournalSettings(JournalConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.journal");
        problems.unless(
                config.replica().filter(String::isBlank).isEmpty(), "replica", "the name is blank", "lifeguard-0");
        problems.positive("statement-timeout", config.statementTimeout(), "10s");
        config.retention().ifPresent(period -> problems.positive("retention", period, "90d"));
        problems.range("retention-batch", config.retentionBatch(), 1, 100_000, "1000");
        config.retention()
                .filter(period -> period.compareTo(Duration.ofDays(1)) < 0)
                .ifPresent(period -> LOG.warnf(
                        "The history is deleted after %s already (lifeguard.journal.retention): is a day too long?",
                        period));
        return problems.all();
    }
}
