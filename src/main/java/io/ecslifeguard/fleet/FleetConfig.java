package io.ecslifeguard.fleet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the cloud is asked for the whole fleet. */
@ConfigMapping(prefix = "lifeguard.fleet")
public interface FleetConfig {

    /**
     * Whether the cloud is asked at all. Switched off, the picture of the fleet is what events tell: instances that have
     * not changed since the service began are missing in it, and a release whose event is lost is never noticed.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * How often all replicas together ask for the whole fleet. Lower notices changes without an event sooner (names,
     * tags, addresses; a lost release after two to three of these) and costs one call for each 100 instances.
     */
    @WithDefault("5m")
    Duration every();

    /** The pause between two calls. Longer leaves more of the account's quota to others; 0 asks without a pause. */
    @WithDefault("200ms")
    Duration pagePause();
}
