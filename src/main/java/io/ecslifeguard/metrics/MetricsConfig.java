package io.ecslifeguard.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How figures are taken that only the journal knows. */
@ConfigMapping(prefix = "lifeguard.metrics")
public interface MetricsConfig {

    /** How often each replica asks the journal. Lower shows a backlog sooner, and costs a statement each time. */
    @WithDefault("15s")
    Duration every();

    /** For how long a reaction must have been due, without anybody at it, to count as overdue. Lower counts busy moments. */
    @WithDefault("1m")
    Duration overdueAfter();
}
