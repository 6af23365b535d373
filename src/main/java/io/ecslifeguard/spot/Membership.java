package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.ServerGroupId;
import java.util.List;
import java.util.Optional;

/**
 * A group with an instance in it, as it was found.
 *
 * @param group the vServer group; empty for a load balancer's default group
 * @param loadBalancer the load balancer, where it is known
 * @param backends the instance's entries, one for each port, with the weights they had
 */
record Membership(Optional<ServerGroupId> group, Optional<LoadBalancerId> loadBalancer, List<Backend> backends) {

    String where() {
        return group.map(ServerGroupId::value)
                .orElseGet(() -> "the default group of "
                        + loadBalancer.map(LoadBalancerId::value).orElse("?"));
    }

    boolean takesRequests() {
        return backends.stream().anyMatch(backend -> backend.weight() > 0);
    }

    List<Backend> atWeightZero() {
        return backends.stream().map(backend -> backend.withWeight(0)).toList();
    }
}
