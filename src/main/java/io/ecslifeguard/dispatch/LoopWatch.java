package io.ecslifeguard.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where one loop leaves its signs of life: one for each, so that a stuck one does not hide behind the others. */
final class LoopWatch {

    private final String name;
    private final Duration longestPause;
    private final Clock clock;
    private volatile Instant lastBeat;

    LoopWatch(String name, Duration longestPause, Clock clock) {
        this.name = name;
        this.longestPause = longestPause;
        this.clock = clock;
    }

    void beats() {
        lastBeat = clock.instant();
    }

    LoopState state() {
        return new LoopState(name, Optional.ofNullable(lastBeat), longestPause);
    }
}
