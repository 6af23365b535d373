package io.ecslifeguard.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which nothing is restarted.
 *
 * @param id its number
 * @param stopped how many instances had stopped, of {@code fleet}; empty where a hand put it on
 * @param until when it is released by itself
 * @param releasedBy {@code time} or {@code hand}
 * @param releaseReason why a hand released it, where that was said
 */
public record Brake(
        long id,
        String reason,
        Optional<Integer> stopped,
        Optional<Integer> fleet,
        Instant since,
        Instant until,
        Optional<Instant> releasedAt,
        Optional<String> releasedBy,
        Optional<String> releaseReason) {

    /** Whether restarts pause. */
    public boolean isOn() {
        return releasedAt.isEmpty();
    }
}
