package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A load balancer as the list shows it.
 *
 * @param status {@code active}, {@code inactive} or {@code locked}; empty where not told
 * @param vpc in which its backends' private addresses are; empty where not told, as of one that faces the internet
 */
public record LoadBalancer(LoadBalancerId id, String name, String status, String address, Optional<String> vpc) {

    public LoadBalancer {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(address, "address");
        requireNonNull(vpc, "vpc");
    }
}
