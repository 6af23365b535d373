package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

/** A vServer group as the list of a load balancer's groups shows it: without its members. */
record ServerGroupName(ServerGroupId id, String name) {

    public ServerGroupName {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
    }
}
