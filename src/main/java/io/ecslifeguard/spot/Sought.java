package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.event.InstanceId;
import java.util.List;
import java.util.Optional;

/**
 * An instance whose entries are looked for.
 *
 * @param addresses its private addresses, by which entries of its network interfaces are known; empty where they are not
 *     known
 * @param vpc in which these addresses are its own; in another one they may be somebody else's
 */
record Sought(InstanceId instance, List<String> addresses, Optional<String> vpc) {

    Sought {
        addresses = List.copyOf(addresses);
    }

    /** Of the backends of a group, those that are this instance. */
    List<Backend> among(Members members) {
        var here = vpc.isEmpty() || members.vpc().isEmpty() || vpc.equals(members.vpc());
        return members.backends().stream()
                .filter(backend -> isItself(backend) || here && hasItsAddress(backend))
                .toList();
    }

    private boolean isItself(Backend backend) {
        return backend.serverId().equals(instance.value());
    }

    private boolean hasItsAddress(Backend backend) {
        return "eni".equalsIgnoreCase(backend.type())
                && backend.serverIp().filter(addresses::contains).isPresent();
    }
}
