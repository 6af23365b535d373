package io.ecslifeguard.fleet;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether the settings of the fleet's picture make sense. */
@ApplicationScoped
class FleetSettings implements Settings {

    private final FleetConfig config;

    FleetSettings(FleetConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.fleet");
        problems.positive("every", config.every(), "5m");
        problems.notNegative("page-pause", config.pagePause(), "200ms");
        return problems.all();
    }
}
