package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Some of the region's load balancers.
 *
 * @param next the number of the page after this one; empty where this is the last
 */
record LoadBalancerPage(List<LoadBalancer> loadBalancers, Optional<Integer> next) {

    public LoadBalancerPage {
        loadBalancers = List.copyOf(loadBalancers);
        requireNonNull(next, "next");
    }
}
