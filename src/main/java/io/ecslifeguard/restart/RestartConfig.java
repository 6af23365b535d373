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
     * How long a start whose answer was lost is given to show before it counts as never made. Lower repeats it sooner; too
     * low repeats one that was accepted.
     */
    @WithDefault("60s")
    Duration answerPatience();

    /**
     * How long a stopped instance is cared for at all, whatever keeps it from running: no stock, a state that never ends,
     * the platform. Then it is given up, and the record says why. Higher rides out longer shortages.
     */
    @WithDefault("6h")
    Duration patience();

    /** How many accepted starts one stop gets before the instance is given up. */
    @WithDefault("3")
    int maxStarts();

    /**
     * How long after the announcement that it will be reclaimed an instance is left alone. Lower lets an instance that was
     * reclaimed in stop mode be tried sooner.
     */
    @WithDefault("1h")
    Duration afterInterruption();

    /** How long a platform's own reboot or maintenance, once begun, is waited for when its end is never told. */
    @WithDefault("2h")
    Duration platformPatience();

    /** Which instances are started. */
    enum Selection {
        TAGGED,
        ALL
    }
}
