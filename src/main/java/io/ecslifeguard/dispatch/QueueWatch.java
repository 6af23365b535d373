package io.ecslifeguard.dispatch;

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

    /** Keeps the reason; true when it was not the reason already. */
    boolean failed(String reason) {
        var isNews = problem == null || !reason.equals(problem.reason());
        problem = new Problem(reason, clock.instant());
        return isNews;
    }

    private record Problem(String reason, Instant at) {}
}
