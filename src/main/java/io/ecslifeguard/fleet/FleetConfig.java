package io.ecslifeguard.fleet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the cloud is asked for the whole fleet, and for where it is behind load balancers. */
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

    /**
     * Whether all groups of all load balancers are asked for, besides. Switched off, an evacuation reads all of them
     * to find its instance. Needs slb:DescribeLoadBalancers, slb:DescribeVServerGroups,
     * slb:DescribeVServerGroupAttribute and slb:DescribeLoadBalancerAttribute.
     */
    @WithDefault("true")
    boolean groupsEnabled();

    /**
     * How often all replicas together ask for the groups. Lower finds instances where they were put lately without a
     * search, and costs two calls for each load balancer and one for each of its groups, every time.
     */
    @WithDefault("5m")
    Duration groupsEvery();

    /**
     * How many backends are kept at most, 1 to 10000000. More take more room in the database; where there are more than
     * that, the rest is left out, and every evacuation searches.
     */
    @WithDefault("200000")
    int inventoryLimit();

    /**
     * The pause between two calls. Longer leaves more of the account's quota to others, and lets a pass over
     * the groups take longer: with its calls, it must fit into {@code lifeguard.spot.inventory-age}. 0 asks without a pause.
     */
    @WithDefault("200ms")
    Duration pagePause();
}
