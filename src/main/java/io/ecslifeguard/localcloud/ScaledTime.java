package io.ecslifeguard.localcloud;

import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that may run faster than the one on the wall and can be put forward; timers go by it. */
final class ScaledTime implements Time {

    private record Timer(Instant due, long number, Runnable task) {}

    private final Vertx vertx;
    private double factor;
    private Instant start = Instant.now();
    private long startNanos = System.nanoTime();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparing(Timer::number));
    private Duration advanced = Duration.ZERO;
    private Instant turned;
    private Instant armed;
    private long armedId;
    private long numbers;

    ScaledTime(Vertx vertx, double factor) {
        this.vertx = vertx;
        this.factor = factor;
    }

    @Override
    public Instant now() {
        var now = start.plus(advanced).plusNanos((long) ((System.nanoTime() - startNanos) * factor));
        // a task that runs late while the clock is put forward sees the time that it asked for
        return turned == null ? now : turned;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        timers.add(new Timer(now().plus(delay), ++numbers, task));
        arm();
    }

    /** Puts the clock forward; what falls due on the way runs at its own time, in order. */
    void advance(Duration by) {
        var target = now().plus(by);
        while (!timers.isEmpty() && !timers.peek().due().isAfter(target)) {
            var next = timers.poll();
            turned = next.due();
            try {
                next.task().run();
            } finally {
                turned = null;
            }
        }
        advanced = advanced.plus(by);
        arm();
    }

    /** Runs at another pace from now on. */
    void run(double changed) {
        start = now().minus(advanced);
        startNanos = System.nanoTime();
        factor = changed;
        if (armed != null) {
            vertx.cancelTimer(armedId);
            armed = null;
        }
        arm();
    }

    private void arm() {
        var next = timers.peek();
        if (turned != null || next == null || next.due().equals(armed)) {
            return;
        }
        if (armed != null) {
            vertx.cancelTimer(armedId);
        }
        armed = next.due();
        var millis = Duration.between(now(), armed).toNanos() / factor / 1e6;
        armedId = vertx.setTimer(Math.max(1, (long) Math.ceil(millis)), ignored -> {
            armed = null;
            runDue();
        });
    }

    private void runDue() {
        var now = now();
        while (!timers.isEmpty() && !timers.peek().due().isAfter(now)) {
            try {
                timers.poll().task().run();
            } catch (RuntimeException e) {
                System.getLogger(ScaledTime.class.getName()).log(System.Logger.Level.ERROR, "A timer failed", e);
            }
        }
        arm();
    }
}
