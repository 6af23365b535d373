package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A group with all its backends, as it was read. */
public record GroupMembers(BackendGroup group, List<Backend> backends) {

    public GroupMembers {
        requireNonNull(group, "group");
        backends = List.copyOf(backends);
    }
}
