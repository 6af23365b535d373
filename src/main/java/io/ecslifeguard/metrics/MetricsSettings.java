package io.ecslifeguard.metrics;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether the settings of the figures make sense. */
@ApplicationScoped
class MetricsSettings implements Settings {

    private final MetricsConfig config;

    MetricsSettings(MetricsConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.metrics");
        problems.positive("every", config.every(), "15s");
        problems.notNegative("overdue-after", config.overdueAfter(), "1m");
        return problems.all();
    }
}
