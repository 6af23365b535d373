package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance was restarted too often, and is left alone.
 *
 * @param id its number
 * @param reaction the restart that opened it
 * @param until when it closes by itself
 * @param closedBy {@code time} or {@code hand}
 * @param closedByUser whose hand closed it, where that is known
 */
public record Circuit(
        long id,
        InstanceId instance,
        long reaction,
        String reason,
        Instant openedAt,
        Instant until,
        Optional<Instant> closedAt,
        Optional<String> closedBy,
        Optional<String> closedByUser) {

    /** Whether the instance is left alone. */
    public boolean isOpen() {
        return closedAt.isEmpty();
    }
}
