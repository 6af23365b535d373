package io.ecslifeguard.spot;

import io.ecslifeguard.dispatch.Attempt;
import jakarta.enterprise.context.ApplicationScoped;

/** The times of an evacuation, by the settings. */
@ApplicationScoped
class Timings {

    private final SpotConfig config;

    Timings(SpotConfig config) {
        this.config = config;
    }

    Timing of(Attempt attempt, Evacuation evacuation) {
        var deadline = attempt.deadline().orElseGet(() -> attempt.occurredAt().plus(config.notice()));
        return new Timing(
                evacuation.began(),
                deadline,
                config.drainTime(),
                config.margin(),
                config.replacement().patience());
    }
}
