package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What backends are in: a vServer group, or a load balancer's default group.
 *
 * @param group the vServer group; empty for a default group
 * @param loadBalancer whose group it is, where that is known; of a default group it is
 * @param vpc the load balancer's, where that is known
 */
public record BackendGroup(Optional<ServerGroupId> group, Optional<LoadBalancerId> loadBalancer, Optional<String> vpc) {

    private static final String DEFAULT = "default:";

    public BackendGroup {
        requireNonNull(group, "group");
        requireNonNull(loadBalancer, "loadBalancer");
        requireNonNull(vpc, "vpc");
        if (group.isEmpty() && loadBalancer.isEmpty()) {
            throw new IllegalArgumentException("A group is a vServer group, or a load balancer's");
        }
    }

    /** A vServer group of which nothing more is known. */
    public static BackendGroup of(ServerGroupId id) {
        return new BackendGroup(Optional.of(id), Optional.empty(), Optional.empty());
    }

    /** The default group of a load balancer. */
    public static BackendGroup defaultOf(LoadBalancer loadBalancer) {
        return new BackendGroup(Optional.empty(), Optional.of(loadBalancer.id()), loadBalancer.vpc());
    }

    /** The group of this {@link #key}. */
    public static BackendGroup of(String key, Optional<String> loadBalancer, Optional<String> vpc) {
        return key.startsWith(DEFAULT)
                ? new BackendGroup(
                        Optional.empty(), Optional.of(new LoadBalancerId(key.substring(DEFAULT.length()))), vpc)
                : new BackendGroup(Optional.of(new ServerGroupId(key)), loadBalancer.map(LoadBalancerId::new), vpc);
    }

    /** By which it is told from all others: the vServer group's id, or {@code default:} and the load balancer's. */
    public String key() {
        return group.map(ServerGroupId::value).orElseGet(() -> DEFAULT + loadBalancer.orElseThrow());
    }

    /** What people call it. */
    public String name() {
        return group.map(ServerGroupId::value).orElseGet(() -> "the default group of " + loadBalancer.orElseThrow());
    }
}
