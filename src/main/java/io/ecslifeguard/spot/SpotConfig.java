package io.ecslifeguard.spot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How spot instances that are being reclaimed are taken out of their server groups. */
@ConfigMapping(prefix = "lifeguard.spot")
public interface SpotConfig {

    /** Whether anything is done. Switched off, each interruption is recorded as skipped. */
    @WithDefault("true")
    boolean enabled();

    /**
     * The vServer groups to look in, by their ids. Named groups cost one read each for an interruption; not set, all
     * groups of all load balancers of the region are looked through, which misses none and costs more reads.
     */
    Optional<List<String>> serverGroups();

    /**
     * How long an instance stays in its groups with weight 0, so that requests under way can end. Longer drains better;
     * it is shortened to what the notice leaves.
     */
    @WithDefault("60s")
    Duration drainTime();

    /** How long before an instance is reclaimed it must be out at the latest. Longer leaves more for busy answers. */
    @WithDefault("90s")
    Duration margin();

    /** How long before it is reclaimed an interruption is announced. */
    @WithDefault("5m")
    Duration notice();
}
