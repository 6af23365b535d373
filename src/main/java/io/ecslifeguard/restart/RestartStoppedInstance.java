package io.ecslifeguard.restart;

import static io.ecslifeguard.event.InstanceState.STOPPED;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
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

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration SLOWLY = Duration.ofMinutes(5);
    /** DescribeInstances may be late: an instance that is not shown is looked for again before it counts as released. */
    private static final int LOOKS_UNTIL_GONE = 3;

    private final RestartConfig config;
    private final OwnFleet ownFleet;
    private final Ecs ecs;
    private final InstanceEvents events;
    private final Refusals refusals;
    private final Clock clock;

    RestartStoppedInstance(
            RestartConfig config, OwnFleet ownFleet, Ecs ecs, InstanceEvents events, Refusals refusals, Clock clock) {
        this.config = config;
        this.ownFleet = ownFleet;
        this.ecs = ecs;
        this.events = events;
        this.refusals = refusals;
        this.clock = clock;
    }

    void observe(@Observes Occurrence occurrence) {
        occurrence.callFor(
                this, InstanceStateChanged.class, change -> change.state().equals(STOPPED));
    }

    @Override
    public String name() {
        return "restart";
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
        var progress = attempt.memory(Progress.class).orElse(Progress.NONE);
        var rest = Duration.between(clock.instant(), attempt.occurredAt().plus(config.debounce()));
        if (progress.starts() == 0 && rest.toMillis() > 0) {
            return outcome(Outcome.again(rest, "Stopped; looking at it when it has had time to come back by itself"));
        }
        return ecs.describe(List.of(instance))
                .chain(found ->
                        found.isEmpty() ? outcome(notFound(progress)) : decide(attempt, found.get(0), progress));
    }

    private Outcome notFound(Progress progress) {
        var next = progress.notFound();
        return next.unseen() >= LOOKS_UNTIL_GONE
                ? Outcome.skipped("It is gone: DescribeInstances has not shown it " + next.unseen() + " times")
                : Outcome.again(SOON, "DescribeInstances does not show it; asking again")
                        .remembering(next);
    }

    private Uni<Outcome> decide(Attempt attempt, Instance instance, Progress progress) {
        return switch (instance.state().name()) {
            case "Running" -> outcome(running(attempt, progress));
            case "Starting", "Pending", "Stopping" ->
                outcome(follow(instance.id(), progress, "It is " + instance.state()));
            case "Stopped" -> stopped(attempt, instance, progress);
            default -> outcome(follow(instance.id(), progress, "It is in the unknown state " + instance.state()));
        };
    }

    private Outcome running(Attempt attempt, Progress progress) {
        if (progress.starts() == 0) {
            return Outcome.skipped("It runs already");
        }
        var recovery = Duration.between(attempt.occurredAt(), clock.instant());
        return Outcome.done("It runs again, %d s after it stopped (%d start%s%s)"
                .formatted(
                        recovery.toSeconds(),
                        progress.starts(),
                        progress.starts() == 1 ? "" : "s",
                        progress.requestId().map(id -> ", request " + id).orElse("")));
    }

    private Outcome.Again follow(InstanceId instance, Progress progress, String note) {
        return Outcome.again(config.lookInterval(), note).waitingFor(instance).remembering(progress);
    }

    private Uni<Outcome> stopped(Attempt attempt, Instance instance, Progress progress) {
        var refusal = refusals.reason(instance);
        if (refusal.isPresent()) {
            return outcome(Outcome.skipped(refusal.get()));
        }
        if (progress.startedAt().isPresent()
                && progress.startedAt().get().plus(config.startPatience()).isAfter(clock.instant())) {
            // The cloud may show the state of before for a moment; a second start would be one too many.
            return outcome(follow(instance.id(), progress, "Started, and still shown as Stopped"));
        }
        if (progress.starts() >= config.maxStarts()) {
            return outcome(Outcome.failed(
                    "Given up: it was started %d times and is still Stopped".formatted(progress.starts())));
        }
        return events.interruptedWithin(instance.id(), config.afterInterruption())
                .chain(interrupted -> {
                    if (interrupted.isPresent()) {
                        return outcome(Outcome.skipped(
                                "It was announced at " + interrupted.get() + " that it will be reclaimed"));
                    }
                    return events.platformAtWork(instance.id(), config.platformPatience())
                            .chain(work -> work.isPresent()
                                    ? outcome(Outcome.again(
                                                    Duration.ofMinutes(1),
                                                    "The platform is at work on it: " + work.get())
                                            .waitingFor(instance.id())
                                            .remembering(progress))
                                    : start(attempt, instance, progress));
                });
    }

    private Uni<Outcome> start(Attempt attempt, Instance instance, Progress progress) {
        var starting = progress.starting(clock.instant());
        // Committed first: after a crash between the call and its outcome, the next attempt must not start it twice.
        return attempt.remember(starting)
                .chain(() -> ecs.start(instance.id(), CallBy.reaction(attempt.reaction())))
                .map(reply -> started(instance.id(), starting, reply))
                // The vendor's codes were given a meaning where the call was made; here they become a decision.
                .onFailure(CloudException.class)
                .recoverWithItem(failure -> refused(instance.id(), starting, (CloudException) failure));
    }

    private Outcome started(InstanceId instance, Progress starting, CloudReply reply) {
        if (reply.dryRun()) {
            return Outcome.done("Dry-run: it would have been started");
        }
        return follow(
                instance,
                starting.accepted(reply.requestId()),
                "Started (request %s)".formatted(reply.requestId().orElse("unknown")));
    }

    private Outcome refused(InstanceId instance, Progress starting, CloudException failure) {
        var what = "StartInstance: %s %s (request %s)"
                .formatted(
                        failure.code(),
                        failure.getMessage(),
                        failure.requestId().orElse("unknown"));
        return switch (failure.meaning()) {
            case NOT_FOUND -> Outcome.skipped("It is gone. " + what);
            case WRONG_STATE, BUSY ->
                Outcome.again(SOON, what).waitingFor(instance).remembering(starting.refused());
            case THROTTLED, OVERLOADED, UNAVAILABLE, NOT_RUNNING ->
                Outcome.again(config.lookInterval(), what).remembering(starting.refused());
            // It may have been accepted: what is remembered makes the next attempt look and wait first.
            case NO_ANSWER -> Outcome.again(SOON, what).waitingFor(instance);
            case NO_STOCK -> Outcome.again(SLOWLY, what).remembering(starting.refused());
            case DENIED, SIGNATURE, LOCKED, MONEY, QUOTA, INVALID, UNKNOWN -> Outcome.failed(what);
        };
    }

    private static Uni<Outcome> outcome(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
