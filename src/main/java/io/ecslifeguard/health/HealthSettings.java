package io.ecslifeguard.health;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether the settings of the probes make sense. */
@ApplicationScoped
class HealthSettings implements Settings {

    private final HealthConfig config;

    HealthSettings(HealthConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.health");
        problems.positive("database-timeout", config.databaseTimeout(), "2s");
        problems.notNegative("database-cache", config.databaseCache(), "1s");
        problems.notNegative("queue-grace", config.queueGrace(), "5s");
        return problems.all();
    }
}
