package io.ecslifeguard.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patiently the probes look. */
@ConfigMapping(prefix = "lifeguard.health")
public interface HealthConfig {

    /**
     * How long the database may take to answer the readiness probe. Lower takes a replica with a slow database out of
     * service; must be below the probe's own time-out ({@code timeoutSeconds}), else its reason is never read.
     */
    @WithDefault("2s")
    Duration databaseTimeout();

    /** For how long an answer of the database counts, however often it is asked for. Higher costs fewer statements. */
    @WithDefault("1s")
    Duration databaseCache();

    /**
     * How long beyond the wait time of a poll ({@code lifeguard.queue.wait-time}) a queue may be without a successful
     * poll before its health is down. Lower tells sooner, and calls a slow answer a failure.
     */
    @WithDefault("5s")
    Duration queueGrace();
}
