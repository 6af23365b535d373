package io.ecslifeguard.dispatch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * The condition of one queue.
 *
 * @param queue its name
 * @param lastSuccess when a poll last succeeded, an empty answer included; empty when none has since the start
 * @param problem what kept the last poll from succeeding, and what to do about it; empty when it did succeed
 * @param problemAt when that was
 */
public record QueueState(
        String queue, Optional<Instant> lastSuccess, Optional<String> problem, Optional<Instant> problemAt) {

    public QueueState {
        requireNonNull(queue, "queue");
        requireNonNull(lastSuccess, "lastSuccess");
        requireNonNull(problem, "problem");
        requireNonNull(problemAt, "problemAt");
    }
}
