package io.ecslifeguard.tracing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;

/** Switches spans on where OpenTelemetry is: without an exporter, the SDK would still make them. */
@ApplicationScoped
class Tracing {

    private final Config config;

    Tracing(Config config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        var isOff = config.getOptionalValue("quarkus.otel.sdk.disabled", Boolean.class)
                .orElse(false);
        Trace.switchOn(!isOff);
    }

    void stop(@Observes ShutdownEvent event) {
        Trace.switchOn(false);
    }
}
