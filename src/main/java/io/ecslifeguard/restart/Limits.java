package io.ecslifeguard.restart;

import io.ecslifeguard.cloud.CloudConfig;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Backoff;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Brake;
import io.ecslifeguard.journal.BrakeLimits;
import io.ecslifeguard.journal.Brakes;
import io.ecslifeguard.journal.Circuit;
import io.ecslifeguard.journal.Circuits;
import io.ecslifeguard.journal.Notice;
import io.ecslifeguard.journal.StartCount;
import io.ecslifeguard.journal.StartCounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What keeps an instance from being started now, although it should run: its circuit, the brake on the fleet, and the
 * wait that grows with its starts. All of it is counted in the journal, and so holds for all replicas and after a crash.
 */
@ApplicationScoped
class Limits {

    private final RestartConfig config;
    private final StartCounts counts;
    private final Circuits circuits;
    private final Brakes brakes;
    private final Timer timer;
    private final Clock clock;
    private final BrakeLimits brakeLimits;

    Limits(
            RestartConfig config,
            CloudConfig cloud,
            StartCounts counts,
            Circuits circuits,
            Brakes brakes,
            Timer timer,
            Clock clock) {
        this.config = config;
        this.counts = counts;
        this.circuits = circuits;
        this.brakes = brakes;
        this.timer = timer;
        this.clock = clock;
        var brake = config.brake();
        brakeLimits = new BrakeLimits(
                brake.window(),
                brake.number(),
                brake.share(),
                brake.timeout(),
                config.afterInterruption(),
                cloud.region(),
                cloud.account());
    }

    /** What is done instead of a start; empty where nothing is in its way. */
    Uni<Optional<Outcome>> insteadOfAStart(Attempt attempt, InstanceId instance, Progress progress) {
        return circuits.openOn(instance)
                .chain(open -> open.isPresent()
                        ? outcome(leftAlone(attempt, open.get()))
                        : brake(attempt)
                                .chain(brake -> brake.isPresent()
                                        ? outcome(paused(instance, progress, brake.get()))
                                        : counted(attempt, instance, progress)));
    }

    private Uni<Optional<Brake>> brake(Attempt attempt) {
        return config.brake().enabled()
                ? brakes.check(brakeLimits, attempt.occurredAt())
                // one that was put on by hand counts in any case
                : brakes.last().map(last -> last.filter(Brake::isOn));
    }

    private Outcome paused(InstanceId instance, Progress progress, Brake brake) {
        var note = "Restarts of the whole fleet pause until %s: %s (brake %d)"
                .formatted(brake.until(), brake.reason(), brake.id());
        var text =
                ("Restarts of the whole fleet pause until %s: %s. POST {\"on\": false} to /api/restart/brake to go on"
                                + " earlier.")
                        .formatted(brake.until(), brake.reason());
        return timer.paused(instance, progress, brake.until(), note)
                .telling(Notice.once("brake " + brake.id(), Notice.Kind.BRAKE_ON, text));
    }

    private Uni<Optional<Outcome>> counted(Attempt attempt, InstanceId instance, Progress progress) {
        return counts.of(instance, config.window()).chain(count -> {
            var tooMany = tooMany(count);
            if (tooMany.isPresent()) {
                return circuits.open(instance, attempt.reaction(), tooMany.get(), config.circuitTime())
                        .map(circuit -> Optional.of(leftAlone(attempt, circuit)));
            }
            return Uni.createFrom().item(waiting(instance, progress, count));
        });
    }

    private Optional<String> tooMany(StartCount count) {
        if (count.inWindow() >= config.maxStarts()) {
            return Optional.of("it was started %s within %s (lifeguard.restart.max-starts, .window) and is down again"
                    .formatted(times(count.inWindow()), minutes(config.window())));
        }
        return count.inDay() >= config.maxStartsPerDay()
                ? Optional.of("it was started %s within 24 h (lifeguard.restart.max-starts-per-day) and is down again"
                        .formatted(times(count.inDay())))
                : Optional.empty();
    }

    private static Outcome leftAlone(Attempt attempt, Circuit circuit) {
        var until = "until %s, when it is looked at once more: %s".formatted(circuit.until(), circuit.reason());
        if (circuit.reaction() != attempt.reaction()) {
            return Outcome.skipped("Its restart circuit is open " + until);
        }
        var text = ("Given up: left alone " + until
                        + ". POST to /api/instances/%s/restart-circuit/close to have it started" + " earlier")
                .formatted(circuit.instance());
        return Outcome.failed(text)
                .telling(new Notice(
                        Notice.Kind.CIRCUIT_OPENED,
                        text,
                        Optional.of(circuit.instance()),
                        Optional.of("circuit " + circuit.id())));
    }

    /** The wait is decided once for each start, and remembered: an event in between does not begin it anew. */
    private Optional<Outcome> waiting(InstanceId instance, Progress progress, StartCount count) {
        if (count.sinceLast().isEmpty() || count.inWindow() == 0) {
            return Optional.empty();
        }
        var moment = progress.notBefore()
                .orElseGet(() -> clock.instant()
                        .plus(Backoff.withJitter(backOff(count.inWindow())))
                        .minus(count.sinceLast().get()));
        return moment.isAfter(clock.instant())
                ? Optional.of(timer.until(
                        instance,
                        progress.waitingUntil(moment),
                        moment,
                        "Stopped again after %d start%s within %s; the next start is at %s"
                                .formatted(
                                        count.inWindow(),
                                        count.inWindow() == 1 ? "" : "s",
                                        minutes(config.window()),
                                        moment)))
                : Optional.empty();
    }

    private Duration backOff(int starts) {
        var doubled = config.backOff().multipliedBy(1L << Math.min(starts - 1, 20));
        return doubled.compareTo(config.longestBackOff()) > 0 ? config.longestBackOff() : doubled;
    }

    private static String times(int number) {
        return number == 1 ? "once" : number + " times";
    }

    private static String minutes(Duration duration) {
        return duration.toMinutes() + " min";
    }

    private static Uni<Optional<Outcome>> outcome(Outcome outcome) {
        return Uni.createFrom().item(Optional.of(outcome));
    }
}
