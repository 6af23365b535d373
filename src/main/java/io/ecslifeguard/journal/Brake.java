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
 * @param putOnByUser whose hand put it on, where that is known
 * @param releasedByUser whose hand released it, where that is known
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
        Optional<String> releaseReason,
        Optional<String> putOnByUser,
        Optional<String> releasedByUser) {

    /** Whether restarts pause. */
    public boolean isOn() {
        return releasedAt.isEmpty();
    }
}
