package io.ecslifeguard.dispatch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether one of the service's loops moves on.
 *
 * @param name which loop
 * @param lastBeat when it last moved on; empty while it has not begun
 * @param longestPause clearly longer than it stands still where the queue or the journal are away
 */
public record LoopState(String name, Optional<Instant> lastBeat, Duration longestPause) {

    public LoopState {
        requireNonNull(name, "name");
        requireNonNull(lastBeat, "lastBeat");
        requireNonNull(longestPause, "longestPause");
    }

    /** Whether it began and has not moved on for longer than it may. */
    public boolean isStuck(Instant now) {
        return lastBeat.filter(beat -> beat.plus(longestPause).isBefore(now)).isPresent();
    }
}
