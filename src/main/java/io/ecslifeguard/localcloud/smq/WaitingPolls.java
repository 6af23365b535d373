package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.core.ApiError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/** The polls that wait for messages of one queue, in the order in which they came. */
final class WaitingPolls {

    /** More are a client that leaks them. */
    private static final int MOST = 10_000;

    private final String queue;
    private final Queues queues;
    /** With what cancels the end of its wait. */
    private final LinkedHashMap<Poll, Runnable> polls = new LinkedHashMap<>();

    WaitingPolls(String queue, Queues queues) {
        this.queue = queue;
        this.queues = queues;
    }

    int number() {
        return polls.size();
    }

    /** It is answered with nothing when its wait is over. */
    void add(Poll poll, Duration wait) {
        if (polls.size() >= MOST) {
            throw new ApiError(429, "TooManyRequests", "More than " + MOST + " polls wait on queue " + queue + ".");
        }
        var end = queues.afterOnTheWall(wait, () -> {
            if (polls.remove(poll) != null) {
                poll.answer().accept(List.of());
            }
        });
        polls.put(poll, end);
    }

    void forget(Poll poll) {
        var end = polls.remove(poll);
        if (end != null) {
            end.run();
        }
    }

    /** The one that has waited longest waits no more; to be called only where one waits. */
    Poll next() {
        var poll = polls.keySet().iterator().next();
        forget(poll);
        return poll;
    }

    List<Poll> all() {
        return List.copyOf(polls.keySet());
    }
}
