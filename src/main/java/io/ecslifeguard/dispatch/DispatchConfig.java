package io.ecslifeguard.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the reactions in the journal are worked on. */
@ConfigMapping(prefix = "lifeguard.dispatch")
public interface DispatchConfig {

    /**
     * How many reactions this replica works on at once. Higher gets through a storm sooner, as far as the cloud's quotas
     * allow; lower leaves more to the other replicas.
     */
    @WithDefault("64")
    int capacity();

    /**
     * How many of these places are kept for work without a deadline, so that restarts go on while a storm of spot
     * interruptions is worked on. Higher slows the storm down.
     */
    @WithDefault("8")
    int reserved();

    /**
     * How long a replica has for one attempt before another may take the reaction over. Longer than the attempt's
     * time-out; higher delays the take-over of a dead replica's work.
     */
    @WithDefault("60s")
    Duration lease();

    /** How long an attempt may take, all its calls included; it is cancelled then and made again a little later. */
    @WithDefault("45s")
    Duration attemptTimeout();

    /**
     * How often the journal is asked for due work when nothing in this process has announced any. Lower finds other
     * replicas' events and due timers sooner, and costs a statement each time.
     */
    @WithDefault("500ms")
    Duration pollInterval();

    /** How long a stopping replica finishes what it has under way before it hands it back. */
    @WithDefault("10s")
    Duration grace();
}
