package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.InstanceId;
import java.util.List;
import java.util.Optional;

/**
 * The answer to RunInstances.
 *
 * @param instances what was made; it runs some time later. None in a dry run
 * @param requestId by which the vendor finds the call in its own records
 * @param dryRun whether the call was only recorded and not made
 */
public record RunReply(List<InstanceId> instances, Optional<String> requestId, boolean dryRun) {

    public RunReply {
        instances = List.copyOf(instances);
        requireNonNull(requestId, "requestId");
    }
}
