package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Some of the region's instances.
 *
 * @param next what to ask for the page after this one with; empty where this is the last
 */
public record InstancePage(List<Instance> instances, Optional<String> next) {

    public InstancePage {
        instances = List.copyOf(instances);
        requireNonNull(next, "next");
    }
}
