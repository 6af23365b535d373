package io.ecslifeguard.metrics;

import io.ecslifeguard.dispatch.Intake;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** How the polling stands at the moment. */
@Startup
@ApplicationScoped
class IntakeGauges {

    private final Intake intake;
    private final Clock clock;
    private final Instant began;

    IntakeGauges(Intake intake, MeterRegistry registry, Clock clock) {
        this.intake = intake;
        this.clock = clock;
        began = clock.instant();
        for (var queue : intake.queues()) {
            TimeGauge.builder(
                            "lifeguard.queue.silence",
                            this,
                            TimeUnit.MILLISECONDS,
                            gauges -> gauges.silenceMillis(queue.queue()))
                    .description("Time since the last poll of a queue that succeeded, or since the start; each replica"
                            + " polls for itself")
                    .tag("queue", queue.queue())
                    .register(registry);
        }
        Gauge.builder(
                        "lifeguard.intake.halted",
                        intake,
                        one -> one.journalProblem().isPresent() ? 1 : 0)
                .description("1 while this replica receives nothing because the journal cannot be written, else 0")
                .register(registry);
    }

    private double silenceMillis(String queue) {
        var last = intake.queues().stream()
                .filter(state -> state.queue().equals(queue))
                .flatMap(state -> state.lastSuccess().stream())
                .findFirst()
                .orElse(began);
        return Duration.between(last, clock.instant()).toMillis();
    }
}
