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

    /**
     * How long one group's answer is waited for, 1 to 15 s; then the group counts as failed for this time and is tried
     * again. Longer rides out a busier load balancer within one try, and lets one that hangs hold up its other groups.
     */
    @WithDefault("15s")
    Duration groupTimeout();

    /**
     * How long an evacuation waits for the groups to be read before it begins with what was found by then; it looks for
     * the rest afterwards. At most 10 s. Longer begins later where a load balancer hangs, shorter looks more often.
     */
    @WithDefault("5s")
    Duration discoveryWait();

    /**
     * How old the picture of the groups may be in which an instance is looked for; all evacuations of a process share
     * it. Longer saves reads in a storm; what changed meanwhile is found only by the read that confirms the removal.
     */
    @WithDefault("5s")
    Duration discoveryAge();

    /**
     * How many load balancers this replica edits at once, 1 to 64. More get through a storm over many load balancers
     * sooner, as far as the cloud's quotas allow; fewer leave more to the other replicas.
     */
    @WithDefault("8")
    int lanes();

    /**
     * How long an edit of a group waits for others of that group, so that they share a call, at most 30 s; weights are set
     * without waiting, and so is what has no more time than the margin. Longer makes fewer calls in a storm, shorter is
     * sooner done.
     */
    @WithDefault("2s")
    Duration gather();
}
