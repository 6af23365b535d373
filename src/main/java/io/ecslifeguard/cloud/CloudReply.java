package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The answer to a call with an effect that was accepted.
 *
 * @param requestId by which the vendor finds the call in its own records
 * @param dryRun whether the call was only recorded and not made
 */
public record CloudReply(Optional<String> requestId, boolean dryRun) {

    public CloudReply {
        requireNonNull(requestId, "requestId");
    }

    static CloudReply of(String requestId) {
        return new CloudReply(Optional.ofNullable(requestId), false);
    }
}
