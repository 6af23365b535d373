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
        return following(instance, progress, config.lookInterval(), note);
    }

    /** Looks again soon. */
    Outcome soon(InstanceId instance, Progress progress, String note) {
        return following(instance, progress, config.retryWait(), note);
    }

    /** Looks again after a wait that doubles with each refusal in a row. */
    Outcome growing(InstanceId instance, Progress progress, String note) {
        return waiting(instance, progress, afterRefusals(progress.refusals()), note);
    }

    /** The wait after {@code number} refusals in a row. */
    Duration afterRefusals(int number) {
        var doubled = config.retryWait().multipliedBy(1L << Math.min(number - 1, 10));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    /** Looks again after a long while. */
    Outcome slowly(InstanceId instance, Progress progress, String note) {
        return waiting(instance, progress, LONGEST, note);
    }

    /** Tries again to look, after a wait that is longer the more attempts were made. */
    Outcome blind(InstanceId instance, Progress progress, int attempts, String note) {
        return following(instance, progress.keptBy(note), afterRefusals(attempts), note);
    }

    /** Looks again at {@code moment}, or when the instance speaks. */
    Outcome until(InstanceId instance, Progress progress, Instant moment, String note) {
        return waiting(instance, progress, left(moment), note);
    }

    /** As {@link #until}, but that the time until then takes nothing of the patience, which has no end meanwhile. */
    Outcome paused(InstanceId instance, Progress progress, Instant moment, String note) {
        return again(instance, progress.paused(clock.instant()), left(moment), note);
    }

    /** Whether the patience with an instance is over that is still to be started. */
    boolean isOver(Progress progress) {
        return isOver(progress.since());
    }

    /** The end of a patience that is over. */
    Outcome givenUp(InstanceId instance, String note) {
        return GivenUp.on(
                instance,
                "Given up after %d min (lifeguard.restart.patience). %s"
                        .formatted(config.patience().toMinutes(), note));
    }

    /** What was started is not given up for the time that it waited before: the patience begins anew with its start. */
    private Outcome following(InstanceId instance, Progress progress, Duration after, String note) {
        var begun = progress.startedAt().filter(progress.since()::isBefore).orElse(progress.since());
        return isOver(begun) ? givenUp(instance, note) : again(instance, progress, after, note);
    }

    private Outcome waiting(InstanceId instance, Progress progress, Duration after, String note) {
        return isOver(progress) ? givenUp(instance, note) : again(instance, progress.keptBy(note), after, note);
    }

    private boolean isOver(Instant begun) {
        return begun.plus(config.patience()).isBefore(clock.instant());
    }

    private Duration left(Instant moment) {
        var left = Duration.between(clock.instant(), moment);
        return left.compareTo(BRIEFLY) < 0 ? BRIEFLY : left;
    }

    private static Outcome again(InstanceId instance, Progress progress, Duration after, String note) {
        return Outcome.again(after, note).waitingFor(instance).remembering(progress);
    }
}
