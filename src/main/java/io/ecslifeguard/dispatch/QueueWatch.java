package io.ecslifeguard.dispatch;

import io.ecslifeguard.queue.DeleteResult;
import io.ecslifeguard.queue.ReceivedMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the loops of one queue leave how their polls ended. */
final class QueueWatch {

    /** A queue that fails every other poll must not fill the log. */
    private static final Duration UNTIL_TOLD_AGAIN = Duration.ofMinutes(1);

    private final String queue;
    private final Clock clock;
    private volatile Instant lastSuccess;
    private volatile Problem problem;
    private volatile QueueState.Undeleted undeleted;
    private final Told polls = new Told();
    private final Told deletes = new Told();
    private boolean isTold;

    QueueWatch(String queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    String queue() {
        return queue;
    }

    boolean hasSucceeded() {
        return lastSuccess != null;
    }

    QueueState state() {
        var last = Optional.ofNullable(problem);
        return new QueueState(
                queue,
                Optional.ofNullable(lastSuccess),
                last.map(Problem::reason),
                last.map(Problem::at),
                Optional.ofNullable(undeleted));
    }

    /** Keeps that a poll has ended well; true when an end of what was told of should be told. */
    synchronized boolean succeeded() {
        lastSuccess = clock.instant();
        problem = null;
        var wasTold = isTold;
        isTold = false;
        return wasTold;
    }

    /**
     * Keeps why a poll has failed; true when that should be told: the first time, and again after a while.
     *
     * @param kind the same for all failures that differ only in what is different each time, such as a request id
     */
    synchronized boolean failed(String kind, String reason) {
        var now = clock.instant();
        problem = new Problem(reason, now);
        if (!polls.isDue(kind, now)) {
            return false;
        }
        isTold = true;
        return true;
    }

    /** Keeps whether what was recorded could be deleted; true when what was refused should be told. */
    boolean deleted(DeleteResult result) {
        var refused = result.refused();
        if (refused.isEmpty()) {
            undeleted = null;
            return false;
        }
        var first = refused.get(0);
        return notDeleted(
                first.code(),
                first.code() + " " + first.reason(),
                refused.stream().map(DeleteResult.Refused::message).toList());
    }

    /**
     * Keeps why messages could not be: a queue that is only ever received from is throttled in the end.
     *
     * @return true when that should be told, as {@link #failed}
     */
    synchronized boolean notDeleted(String kind, String reason, List<ReceivedMessage> messages) {
        var now = clock.instant();
        // By SMQ's clock, which may be behind this one.
        var backAt = Stream.concat(Stream.of(now), messages.stream().map(ReceivedMessage::nextVisibleAt))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        undeleted = new QueueState.Undeleted(reason, backAt);
        return deletes.isDue(kind, now);
    }

    /** What was told last. */
    private static final class Told {

        private String kind;
        private Instant at;

        boolean isDue(String what, Instant now) {
            if (what.equals(kind) && now.isBefore(at.plus(UNTIL_TOLD_AGAIN))) {
                return false;
            }
            kind = what;
            at = now;
            return true;
        }
    }

    private record Problem(String reason, Instant at) {}
}
