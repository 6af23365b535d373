package io.ecslifeguard.restart;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;

/** Settings of restarts, one changed at a time. */
record TestRestartConfig(
        boolean enabled,
        Selection selection,
        String tag,
        Duration debounce,
        Duration lookInterval,
        Duration startPatience,
        Duration answerPatience,
        Duration retryWait,
        Duration patience,
        Duration backOff,
        Duration longestBackOff,
        Duration window,
        int maxStarts,
        int maxStartsPerDay,
        Duration circuitTime,
        Brake brake,
        Duration afterInterruption,
        Duration platformPatience)
        implements RestartConfig {

    static final TestRestartConfig DEFAULT = new TestRestartConfig(
            true,
            Selection.TAGGED,
            "ecs-lifeguard/restart",
            Duration.ZERO,
            ofSeconds(20),
            ofMinutes(5),
            ofSeconds(60),
            ofSeconds(5),
            ofHours(6),
            ofSeconds(30),
            ofMinutes(10),
            ofHours(1),
            5,
            10,
            ofHours(6),
            new TestBrake(true, ofMinutes(5), 10, 0.2, ofMinutes(30)),
            ofHours(1),
            ofHours(2));

    record TestBrake(boolean enabled, Duration window, int number, double share, Duration timeout) implements Brake {}

    TestRestartConfig withTag(String changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                changed,
                debounce,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                window,
                maxStarts,
                maxStartsPerDay,
                circuitTime,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withDebounce(Duration changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                changed,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                window,
                maxStarts,
                maxStartsPerDay,
                circuitTime,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withLookInterval(Duration changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                debounce,
                changed,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                window,
                maxStarts,
                maxStartsPerDay,
                circuitTime,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withMaxStarts(int changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                debounce,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                window,
                changed,
                maxStartsPerDay,
                circuitTime,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withMaxStartsPerDay(int changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                debounce,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                window,
                maxStarts,
                changed,
                circuitTime,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withBackOff(Duration first, Duration longest) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                debounce,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                first,
                longest,
                window,
                maxStarts,
                maxStartsPerDay,
                circuitTime,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withWindow(Duration changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                debounce,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                changed,
                maxStarts,
                maxStartsPerDay,
                circuitTime,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withCircuitTime(Duration changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                debounce,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                window,
                maxStarts,
                maxStartsPerDay,
                changed,
                brake,
                afterInterruption,
                platformPatience);
    }

    TestRestartConfig withBrake(Brake changed) {
        return new TestRestartConfig(
                enabled,
                selection,
                tag,
                debounce,
                lookInterval,
                startPatience,
                answerPatience,
                retryWait,
                patience,
                backOff,
                longestBackOff,
                window,
                maxStarts,
                maxStartsPerDay,
                circuitTime,
                changed,
                afterInterruption,
                platformPatience);
    }
}
