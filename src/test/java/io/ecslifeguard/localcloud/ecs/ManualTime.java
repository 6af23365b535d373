package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that stands still until it is moved, and then does what was due on the way. */
final class ManualTime implements Time {

    private record Task(Instant due, long number, Runnable what) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
    private Instant now = Instant.parse("2026-03-01T10:15:30.123Z");
    private long number;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), number++, task));
    }

    void pass(Duration duration) {
        var until = now.plus(duration);
        while (!tasks.isEmpty() && !tasks.peek().due().isAfter(until)) {
            var task = tasks.remove();
            now = task.due();
            task.what().run();
        }
        now = until;
    }
}
