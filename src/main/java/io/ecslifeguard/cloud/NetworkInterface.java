package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A network interface of an instance.
 *
 * @param id such as {@code eni-bp125p95hhdhn3ot}
 * @param addresses its private addresses, as far as they are told; the primary one first
 */
public record NetworkInterface(String id, List<String> addresses) {

    public NetworkInterface {
        requireNonNull(id, "id");
        addresses = List.copyOf(addresses);
    }
}
