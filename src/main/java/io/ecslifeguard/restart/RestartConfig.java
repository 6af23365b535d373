package io.ecslifeguard.restart;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which stopped instances are started again, and how patiently. */
@ConfigMapping(prefix = "lifeguard.restart")
public interface RestartConfig {

    /** Whether stopped instances are started at all. Switched off, each stop is recorded as skipped. */
    @WithDefault("true")
    boolean enabled();

    /**
     * {@code tagged} starts only instances that carry {@link #tag} with the value {@code on}, {@code all} starts every
     * instance but those that carry it with {@code off}. A stop on purpose looks like any other: with {@code all}, whoever
     * stops an instance must tag it first.
     */
    @WithDefault("tagged")
    Selection selection();

    /** The key of the tag that opts an instance in or out. */
    @WithDefault("ecs-lifeguard/restart")
    String tag();

    /**
     * How long to wait after a stop before looking at the instance. Lower starts sooner; too low meets instances that are
     * only rebooting.
     */
    @WithDefault("15s")
    Duration debounce();

    /**
     * How long to wait for an event of a started instance before looking at it unasked. Lower sees a lost event sooner
     * and costs calls.
     */
    @WithDefault("20s")
    Duration lookInterval();

    /** How long a start may take before it counts as failed and is made again. */
    @WithDefault("5m")
    Duration startPatience();

    /**
     * How long a start whose answer was lost is given to show before it counts as never made; where several in a row were
     * lost, as long as after refusals in a row, if that is longer. Lower repeats it sooner; too low repeats one that was
     * accepted.
     */
    @WithDefault("60s")
    Duration answerPatience();

    /**
     * How long to wait before an instance is looked at again that DescribeInstances does not show, or whose start was refused
     * or not answered. Refusals in a row double it, up to five minutes. Lower brings it back sooner and costs calls.
     */
    @WithDefault("5s")
    Duration retryWait();

    /**
     * How long a stopped instance is cared for at all, whatever keeps it from running: no stock, a state that never ends,
     * the platform. Then it is given up, and the record says why. A start that is under way by then is followed for as long
     * again, and time in which the brake is on does not count. Higher rides out longer shortages.
     */
    @WithDefault("6h")
    Duration patience();

    /**
     * How long to wait after a start before the next one of the same instance, where it has stopped again; doubled with
     * each further start within the window, and varied by a quarter. Lower brings an instance back sooner that stops now
     * and then; higher spares one that cannot run.
     */
    @WithDefault("30s")
    Duration backOff();

    /** How long that wait grows at most. */
    @WithDefault("10m")
    Duration longestBackOff();

    /** The time within which {@link #maxStarts} are counted; at most 24 hours. */
    @WithDefault("1h")
    Duration window();

    /**
     * How many starts an instance gets within the window before its circuit opens and it is left alone. Higher insists
     * longer on an instance that cannot run.
     */
    @WithDefault("5")
    int maxStarts();

    /** How many starts an instance gets within 24 hours before its circuit opens. */
    @WithDefault("10")
    int maxStartsPerDay();

    /**
     * How long a circuit stays open; then the instance is looked at once more. Lower tries sooner whether it runs again.
     */
    @WithDefault("6h")
    Duration circuitTime();

    /** When all restarts pause. */
    Brake brake();

    /**
     * How long after the announcement that it will be reclaimed an instance is left alone. Lower lets an instance that was
     * reclaimed in stop mode be tried sooner.
     */
    @WithDefault("1h")
    Duration afterInterruption();

    /** How long a platform's own reboot or maintenance, once begun, is waited for when its end is never told. */
    @WithDefault("2h")
    Duration platformPatience();

    /**
     * When an unusual part of the fleet stops at once, somebody did it on purpose, or starting it does not help: all
     * restarts pause, and the operator is told.
     */
    interface Brake {

        /** Whether there is one. Switched off, everything that stops is started, however much it is. */
        @WithDefault("true")
        boolean enabled();

        /** The time within which the stopped instances are counted. Higher sees slower stops and forgets later. */
        @WithDefault("5m")
        Duration window();

        /**
         * How many instances must have stopped at least. Lower protects small fleets, and pauses more often without need.
         */
        @WithDefault("10")
        int number();

        /** The share of the known fleet, from 0 to 1, that must be exceeded too. Lower pauses earlier. */
        @WithDefault("0.2")
        double share();

        /** How long restarts pause unless a hand releases them. Higher leaves the operator more time to look. */
        @WithDefault("30m")
        Duration timeout();
    }

    /** Which instances are started. */
    enum Selection {
        TAGGED,
        ALL
    }
}
