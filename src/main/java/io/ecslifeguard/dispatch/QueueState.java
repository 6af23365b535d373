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
 * @param undeleted the messages that were recorded last and could not be deleted; empty when they could
 */
public record QueueState(
        String queue,
        Optional<Instant> lastSuccess,
        Optional<String> problem,
        Optional<Instant> problemAt,
        Optional<Undeleted> undeleted) {

    public QueueState {
        requireNonNull(queue, "queue");
        requireNonNull(lastSuccess, "lastSuccess");
        requireNonNull(problem, "problem");
        requireNonNull(problemAt, "problemAt");
        requireNonNull(undeleted, "undeleted");
    }

    /**
     * Messages that are recorded and not deleted. If that is still so, they come back and are received again.
     *
     * @param reason why they could not be deleted
     * @param backAt when all of them have come back
     */
    public record Undeleted(String reason, Instant backAt) {

        public Undeleted {
            requireNonNull(reason, "reason");
            requireNonNull(backAt, "backAt");
        }
    }
}
