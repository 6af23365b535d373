package io.ecslifeguard.restart;

import static io.ecslifeguard.event.InstanceState.STOPPED;

import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.cloud.OwnFleet;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Occurrence;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.dispatch.Reaction;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceStateChanged;
import io.ecslifeguard.journal.InstanceEvents;
import io.ecslifeguard.journal.Notice;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Starts an instance again that stopped, and follows it until it runs. What it does is decided on what the cloud says at
 * that moment and never on the order of events.
 */
@ApplicationScoped
class RestartStoppedInstance implements Reaction {

    static final String NAME = "restart";
    /** DescribeInstances may be late: an instance that is not shown is looked for again before it counts as released. */
    private static final int LOOKS_UNTIL_GONE = 3;

    private final RestartConfig config;
    private final OwnFleet ownFleet;
    private final Ecs ecs;
    private final InstanceEvents events;
    private final Refusals refusals;
    private final Permissions permissions;
    private final LastStart lastStart;
    private final Limits limits;
    private final Starting starting;
    private final Timer timer;
    private final Clock clock;

    RestartStoppedInstance(
            RestartConfig config,
            OwnFleet ownFleet,
            Ecs ecs,
            InstanceEvents events,
            Refusals refusals,
            Permissions permissions,
            LastStart lastStart,
            Limits limits,
            Starting starting,
            Timer timer,
            Clock clock) {
        this.config = config;
        this.ownFleet = ownFleet;
        this.ecs = ecs;
        this.events = events;
        this.refusals = refusals;
        this.permissions = permissions;
        this.lastStart = lastStart;
        this.limits = limits;
        this.starting = starting;
        this.timer = timer;
        this.clock = clock;
    }

    void observe(@Observes Occurrence occurrence) {
        occurrence.callFor(
                this, InstanceStateChanged.class, change -> change.state().equals(STOPPED));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabled() {
        return config.enabled();
    }

    @Override
    public Uni<Outcome> attempt(Attempt attempt) {
        var foreign = ownFleet.reasonNotToAct(attempt.event().header());
        if (foreign.isPresent()) {
            return outcome(Outcome.skipped(foreign.get()));
        }
        var instance = ((InstanceStateChanged) attempt.event()).instance();
        var known = attempt.memory(Progress.class);
        if (known.isEmpty() && rest(attempt).toMillis() > 0) {
            return outcome(
                    Outcome.again(rest(attempt), "Stopped; looking at it when it has had time to come back by itself"));
        }
        var now = clock.instant();
        var progress = known.map(before -> before.goneOn(now)).orElseGet(() -> Progress.begun(now));
        return ecs.describe(List.of(instance)).onItemOrFailure().transformToUni((found, failure) -> {
            if (failure != null) {
                return notSeen(attempt, instance, progress, failure);
            }
            return found.isEmpty()
                    ? outcome(notFound(instance, progress.notFound()))
                    : decide(attempt, found.get(0), progress.found());
        });
    }

    /** What operators can mend is told to them; whatever else it is, the attempt has failed and is made again. */
    private Uni<Outcome> notSeen(Attempt attempt, InstanceId instance, Progress progress, Throwable failure) {
        return permissions.areLacking(failure)
                ? outcome(permissions.telling(
                        timer.blind(instance, progress, attempt.number(), failure.getMessage()), instance))
                : Uni.createFrom().failure(failure);
    }

    /** What is left of the debounce; of an event that tells a time to come, it is once all of it. */
    private Duration rest(Attempt attempt) {
        var now = clock.instant();
        if (attempt.occurredAt().isAfter(now)) {
            return attempt.number() == 1 ? config.debounce() : Duration.ZERO;
        }
        return Duration.between(now, attempt.occurredAt().plus(config.debounce()));
    }

    private Outcome notFound(InstanceId instance, Progress progress) {
        return progress.unseen() >= LOOKS_UNTIL_GONE
                ? Outcome.skipped("It is gone: DescribeInstances has not shown it " + progress.unseen() + " times")
                : timer.soon(instance, progress, "DescribeInstances does not show it; asking again");
    }

    private Uni<Outcome> decide(Attempt attempt, Instance instance, Progress progress) {
        return switch (instance.state().name()) {
            case "Running" -> outcome(running(attempt, instance.id(), progress));
            case "Stopped" -> stopped(attempt, instance, progress);
            default -> outcome(timer.follow(instance.id(), progress.changing(), "It is " + instance.state()));
        };
    }

    private Outcome running(Attempt attempt, InstanceId instance, Progress progress) {
        if (progress.starts() == 0) {
            // DescribeInstances may still show the state of before the stop: seen twice, it counts.
            return progress.seenRunning() > 0
                    ? Outcome.skipped("It runs already, and was not started by this service")
                    : timer.follow(instance, progress.running(), "It is Running, without having been started here");
        }
        var recovery = Duration.between(attempt.occurredAt(), clock.instant());
        var note = "It runs again, %d s after it stopped (%d start%s%s)"
                .formatted(
                        recovery.toSeconds(),
                        progress.starts(),
                        progress.starts() == 1 ? "" : "s",
                        progress.requestId().map(id -> ", request " + id).orElse(""));
        return Outcome.done(note)
                .telling(Notice.about(instance, Notice.Kind.RESTARTED, note))
                .resulting(new Recovery(recovery.toMillis() / 1000.0, progress.starts()));
    }

    private Uni<Outcome> stopped(Attempt attempt, Instance instance, Progress progress) {
        return refusals.reason(instance)
                .chain(refusal -> refusal.isPresent()
                        ? outcome(Outcome.skipped(refusal.get()))
                        : startAgain(attempt, instance, progress));
    }

    private Uni<Outcome> startAgain(Attempt attempt, Instance instance, Progress progress) {
        return lastStart
                .isUnderWay(instance.id(), progress)
                .chain(underWay -> underWay
                        // The cloud may show the state of before for a moment; a second start would be one too many.
                        ? outcome(timer.follow(instance.id(), progress, "Started, and still shown as Stopped"))
                        : lastStart
                                .settled(attempt.reaction(), instance.id(), progress)
                                .chain(settled -> startUnlessHeldBack(attempt, instance.id(), settled)));
    }

    private Uni<Outcome> startUnlessHeldBack(Attempt attempt, InstanceId instance, Progress progress) {
        return limits.insteadOfAStart(attempt, instance, progress)
                .chain(instead ->
                        instead.isPresent() ? outcome(instead.get()) : startUnlessAtWork(attempt, instance, progress));
    }

    private Uni<Outcome> startUnlessAtWork(Attempt attempt, InstanceId instance, Progress progress) {
        return events.platformAtWork(instance, config.platformPatience())
                .chain(work -> work.isPresent()
                        ? outcome(timer.slowly(instance, progress, "The platform is at work on it: " + work.get()))
                        : starting.start(attempt, instance, progress));
    }

    private static Uni<Outcome> outcome(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
