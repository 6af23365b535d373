package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

/**
 * A load balancer as the list shows it.
 *
 * @param status {@code active}, {@code inactive} or {@code locked}; empty where not told
 */
public record LoadBalancer(LoadBalancerId id, String name, String status, String address) {

    public LoadBalancer {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(address, "address");
    }
}
