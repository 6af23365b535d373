package io.ecslifeguard.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A live reload goes on with the same registry, in which the gauges of what ran before would stay. */
@ApplicationScoped
class ForgottenMeters {

    private final MeterRegistry registry;

    ForgottenMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void stop(@Observes ShutdownEvent event) {
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("lifeguard."))
                .forEach(registry::remove);
    }
}
