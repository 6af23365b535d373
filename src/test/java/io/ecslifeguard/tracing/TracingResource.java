package io.ecslifeguard.tracing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Switches tracing on, and has spans exported soon. */
public final class TracingResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.bsp.schedule.delay", "100ms");
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
