package io.ecslifeguard.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** What intake knows of one queue's condition, for the probes. */
public final class QueueWatch {

    private final String queue;
    private final Clock clock;
    private volatile Instant lastSuccess;
    private volatile Instant lastBeat;
    private volatile String problem = "No poll has ended yet";

    QueueWatch(String queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
        this.lastBeat = clock.instant();
    }

    /** The queue's name. */
    public String queue() {
        return queue;
    }

    /** When a poll last succeeded, an empty answer included; empty when none ever has. */
    public Optional<Instant> lastSuccess() {
        return Optional.ofNullable(lastSuccess);
    }

    /** When one of the queue's loops last moved on. */
    public Instant lastBeat() {
        return lastBeat;
    }

    /** What kept the last poll from succeeding, or empty when it did. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    void beats() {
        lastBeat = clock.instant();
    }

    void succeeded() {
        lastSuccess = clock.instant();
        problem = null;
    }

    /** Keeps the reason; true when it was not the reason already. */
    boolean failed(String reason) {
        var isNews = !reason.equals(problem);
        problem = reason;
        return isNews;
    }
}
