package io.ecslifeguard.dispatch;

import io.ecslifeguard.queue.QueueException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Where the loops of one queue leave how their polls ended. */
final class QueueWatch {

    private final String queue;
    private final Clock clock;
    private volatile Instant lastSuccess;
    private volatile Problem problem;

    QueueWatch(String queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    String queue() {
        return queue;
    }

    QueueState state() {
        var last = Optional.ofNullable(problem);
        return new QueueState(
                queue, Optional.ofNullable(lastSuccess), last.map(Problem::reason), last.map(Problem::at));
    }

    void succeeded() {
        lastSuccess = clock.instant();
        problem = null;
    }

    /** Keeps the reason; true when it is of another kind than the one before. */
    boolean failed(Throwable failure) {
        // The words alone would not do: a request id in them makes each one new.
        var kind = failure.getClass().getName()
                + (failure instanceof QueueException known ? known.code().orElse("") : "");
        var isNews = problem == null || !kind.equals(problem.kind());
        problem = new Problem(kind, String.valueOf(failure.getMessage()), clock.instant());
        return isNews;
    }

    private record Problem(String kind, String reason, Instant at) {}
}
