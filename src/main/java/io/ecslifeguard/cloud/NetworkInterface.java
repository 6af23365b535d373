package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A network interface of an instance.
 *
 * @param id such as {@code eni-bp125p95hhdhn3ot}
 * @param address its primary private address, where told
 */
public record NetworkInterface(String id, Optional<String> address) {

    public NetworkInterface {
        requireNonNull(id, "id");
        requireNonNull(address, "address");
    }
}
