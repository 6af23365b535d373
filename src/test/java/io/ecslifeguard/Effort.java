package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What a service has done since a moment: its calls to the cloud, and the time for which it kept a processor busy. What was in
 * hand at that moment is done at once, however short the time, and is allowed for apart.
 */
final class Effort {

    /** Of all operations together. */
    private static final double MOST_CALLS_IN_A_SECOND = 25;

    private static final double MOST_CALLS_AT_ONCE = 60;
    /** The share of one processor. */
    private static final double MOST_WORK = 0.6;

    private static final double MOST_WORK_AT_ONCE = 1;

    private final ServiceProcess service;
    private final Console console;
    private final Instant at = Instant.now();
    private final double calls;
    private final double work;

    private Effort(ServiceProcess service, Console console) {
        this.service = service;
        this.console = console;
        this.calls = calls(console);
        this.work = seconds(service.work());
    }

    static Effort of(ServiceProcess service, Console console) {
        return new Effort(service, console);
    }

    Sum untilNow() {
        return new Sum(
                seconds(Duration.between(at, Instant.now())), calls(console) - calls, seconds(service.work()) - work);
    }

    private static double calls(Console console) {
        return console.get("calls/counts").stream()
                .mapToDouble(count -> ((Number) count.getValue()).doubleValue())
                .sum();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /**
     * What was done.
     *
     * @param seconds since the moment
     * @param work seconds of a processor
     */
    record Sum(double seconds, double calls, double work) {

        void assertNoTightLoop() {
            assertThat(calls)
                    .as("calls in %.1f s", seconds)
                    .isLessThan(MOST_CALLS_AT_ONCE + MOST_CALLS_IN_A_SECOND * seconds);
            assertThat(work)
                    .as("processor seconds in %.1f s", seconds)
                    .isLessThan(MOST_WORK_AT_ONCE + MOST_WORK * seconds);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f calls and %.2f processor seconds in %.1f s", calls, work, seconds);
        }
    }
}
