package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.event.InstanceId;
import java.util.List;

/**
 * An instance whose entries are looked for.
 *
 * @param addresses its private addresses, by which entries of its network interfaces are known; empty where they are not
 *     known
 */
record Sought(InstanceId instance, List<String> addresses) {

    Sought {
        addresses = List.copyOf(addresses);
    }

    /** Of the backends, those that are this instance. */
    List<Backend> among(List<Backend> backends) {
        return backends.stream().filter(this::isIt).toList();
    }

    private boolean isIt(Backend backend) {
        return backend.serverId().equals(instance.value())
                || "eni".equalsIgnoreCase(backend.type())
                        && backend.serverIp().filter(addresses::contains).isPresent();
    }
}
