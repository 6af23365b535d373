package io.ecslifeguard.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where one loop leaves its signs of life: one for each, so that a stuck one does not hide behind the others. */
public final class LoopWatch {

    private final String name;
    private final Duration longestPause;
    private final Clock clock;
    private volatile Instant lastBeat;

    /** @param longestPause clearly longer than the loop stands still where the queue or the journal are away */
    public LoopWatch(String name, Duration longestPause, Clock clock) {
        this.name = name;
        this.longestPause = longestPause;
        this.clock = clock;
    }

    /** A sign of life. */
    public void beats() {
        lastBeat = clock.instant();
    }

    /** Whether it moves on. */
    public LoopState state() {
        return new LoopState(name, Optional.ofNullable(lastBeat), longestPause);
    }
}
