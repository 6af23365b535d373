package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.BackendGroup;
import io.ecslifeguard.cloud.GroupMembers;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.ServerGroupId;
import java.util.List;
import java.util.Optional;

/**
 * A group with all its backends, as it was read.
 *
 * @param group the vServer group; empty for a load balancer's default group
 * @param loadBalancer the load balancer, where it is known
 * @param vpc the load balancer's, where it is known
 */
record Members(
        Optional<ServerGroupId> group,
        Optional<LoadBalancerId> loadBalancer,
        Optional<String> vpc,
        List<Backend> backends) {

    Members {
        backends = List.copyOf(backends);
    }

    static Members of(GroupMembers read) {
        var group = read.group();
        return new Members(group.group(), group.loadBalancer(), group.vpc(), read.backends());
    }

    BackendGroup backendGroup() {
        return new BackendGroup(group, loadBalancer, vpc);
    }

    boolean isOf(Membership membership) {
        return group.equals(membership.group())
                && (group.isPresent() || loadBalancer.equals(membership.loadBalancer()));
    }
}
