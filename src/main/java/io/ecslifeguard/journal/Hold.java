package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody works on an instance, or on the fleet: what stops meanwhile is not started.
 *
 * @param id its number
 * @param instance the instance; empty for the whole fleet
 * @param reason why, in the words of whoever placed it
 * @param until when it ends by itself
 * @param createdAt when it was placed
 * @param placedByUser who placed it, where that is known
 */
public record Hold(
        long id,
        Optional<InstanceId> instance,
        String reason,
        Instant until,
        Instant createdAt,
        Optional<String> placedByUser) {}
