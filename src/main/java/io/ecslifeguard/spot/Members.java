package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.ServerGroupId;
import java.util.List;
import java.util.Optional;

/**
 * A group with all its backends, as it was read.
 *
 * @param group the vServer group; empty for a load balancer's default group
 * @param loadBalancer the load balancer, where it is known
 */
record Members(Optional<ServerGroupId> group, Optional<LoadBalancerId> loadBalancer, List<Backend> backends) {

    Members {
        backends = List.copyOf(backends);
    }
}
