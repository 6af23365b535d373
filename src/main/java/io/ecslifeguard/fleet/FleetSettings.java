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
        problems.positive("groups-every", config.groupsEvery(), "5m");
        problems.range("inventory-limit", config.inventoryLimit(), 1, 10_000_000, "200000");
        problems.notNegative("page-pause", config.pagePause(), "200ms");
        return problems.all();
    }
}
