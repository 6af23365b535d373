package io.ecslifeguard.dispatch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double from failure to failure, with jitter so that replicas do not return in step. */
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private int failures;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** The wait after one more failure. */
    Duration next() {
        return withJitter(after(++failures));
    }

    void reset() {
        failures = 0;
    }

    /** The wait after the failure of this number, without jitter. */
    private Duration after(int number) {
        var doubled = first.multipliedBy(1L << Math.min(number - 1, 20));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    /** Three to five quarters of {@code wait}. */
    public static Duration withJitter(Duration wait) {
        return wait.multipliedBy(ThreadLocalRandom.current().nextInt(75, 126)).dividedBy(100);
    }
}
