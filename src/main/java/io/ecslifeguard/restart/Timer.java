package io.ecslifeguard.restart;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long an instance is waited for, and when the patience with it is at its end. */
@ApplicationScoped
class Timer {

    private static final Duration BRIEFLY = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final RestartConfig config;
    private final Clock clock;

    Timer(RestartConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Looks again when the instance speaks, or after the look interval. */
    Outcome follow(InstanceId instance, Progress progress, String note) {
        return again(instance, progress, config.lookInterval(), note);
    }

    /** Looks again soon. */
    Outcome soon(InstanceId instance, Progress progress, String note) {
        return again(instance, progress, config.retryWait(), note);
    }

    /** Looks again after a wait that doubles with each refusal in a row. */
    Outcome growing(InstanceId instance, Progress progress, String note) {
        var doubled = config.retryWait().multipliedBy(1L << Math.min(progress.refusals() - 1, 10));
        return again(instance, progress, doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled, note);
    }

    /** Looks again after a long while. */
    Outcome slowly(InstanceId instance, Progress progress, String note) {
        return again(instance, progress, LONGEST, note);
    }

    /** Looks again at {@code moment}, or when the instance speaks. */
    Outcome until(InstanceId instance, Progress progress, Instant moment, String note) {
        var left = Duration.between(clock.instant(), moment);
        return again(instance, progress, left.compareTo(BRIEFLY) < 0 ? BRIEFLY : left, note);
    }

    private Outcome again(InstanceId instance, Progress progress, Duration after, String note) {
        if (progress.since().plus(config.patience()).isBefore(clock.instant())) {
            return GivenUp.on(
                    instance,
                    "Given up after %d min (lifeguard.restart.patience). %s"
                            .formatted(config.patience().toMinutes(), note));
        }
        return Outcome.again(after, note).waitingFor(instance).remembering(progress);
    }
}
