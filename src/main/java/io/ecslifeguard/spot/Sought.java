package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.event.InstanceId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An instance whose entries are looked for.
 *
 * @param interfaces its network interfaces, by their ids; empty where they are not known
 * @param addresses its private addresses on other network interfaces, by which entries of these are known
 * @param vpc in which these addresses are its own; in another one they may be somebody else's
 */
record Sought(InstanceId instance, List<String> interfaces, List<String> addresses, Optional<String> vpc) {

    Sought {
        interfaces = List.copyOf(interfaces);
        addresses = List.copyOf(addresses);
    }

    /** The ids under which it may be a backend. */
    List<String> servers() {
        return Stream.concat(Stream.of(instance.value()), interfaces.stream()).toList();
    }

    /** Of the backends of a group, those that are this instance. */
    List<Backend> among(Members members) {
        var here = vpc.isEmpty() || members.vpc().isEmpty() || vpc.equals(members.vpc());
        return members.backends().stream()
                .filter(backend -> isItself(backend) || here && hasItsAddress(backend))
                .toList();
    }

    private boolean isItself(Backend backend) {
        return backend.serverId().equals(instance.value()) || interfaces.contains(backend.serverId());
    }

    private boolean hasItsAddress(Backend backend) {
        return "eni".equalsIgnoreCase(backend.type())
                && backend.serverIp().filter(addresses::contains).isPresent();
    }
}
