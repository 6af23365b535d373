package io.ecslifeguard.dispatch;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether the settings of dispatch make sense. */
@ApplicationScoped
class DispatchSettings implements Settings {

    private final DispatchConfig config;

    DispatchSettings(DispatchConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.dispatch");
        problems.range("capacity", config.capacity(), 1, 10_000, "64");
        problems.unless(
                config.reserved() >= 0 && config.reserved() < Math.max(1, config.capacity()),
                "reserved",
                "it is " + config.reserved()
                        + ", and must be 0 or more and below lifeguard.dispatch.capacity, which is "
                        + config.capacity(),
                "8");
        problems.positive("attempt-timeout", config.attemptTimeout(), "45s");
        problems.unless(
                config.lease().compareTo(config.attemptTimeout()) > 0,
                "lease",
                "it is " + config.lease() + ", and must be longer than lifeguard.dispatch.attempt-timeout, which is "
                        + config.attemptTimeout(),
                "60s");
        problems.positive("poll-interval", config.pollInterval(), "500ms");
        problems.notNegative("grace", config.grace(), "10s");
        return problems.all();
    }
}
