package io.ecslifeguard.restart;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.StartCounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Asks for a start, and decides on the answer.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstance">StartInstance</a>
 */
@ApplicationScoped
class Starting {

    private final Ecs ecs;
    private final StartCounts counts;
    private final Timer timer;
    private final Clock clock;

    Starting(Ecs ecs, StartCounts counts, Timer timer, Clock clock) {
        this.ecs = ecs;
        this.counts = counts;
        this.timer = timer;
        this.clock = clock;
    }

    /** Where the patience is over already, a start is not asked for: whether it helped, nobody would see. */
    Uni<Outcome> start(Attempt attempt, InstanceId instance, Progress progress) {
        return timer.isOver(progress)
                ? Uni.createFrom()
                        .item(timer.givenUp(instance, progress.looks().keptBy().orElse("It is Stopped")))
                : ask(attempt, instance, progress);
    }

    private Uni<Outcome> ask(Attempt attempt, InstanceId instance, Progress progress) {
        var starting = progress.starting(clock.instant());
        // Committed first: after a crash between the call and its outcome, the next attempt must not start it twice.
        return attempt.remember(starting)
                .chain(() -> counts.asking(instance, attempt.reaction(), starting.starts()))
                .chain(() -> ecs.start(instance, CallBy.reaction(attempt.reaction())))
                .chain(reply -> started(attempt, instance, starting, reply))
                // The vendor's codes were given a meaning where the call was made; here they become a decision.
                .onFailure(CloudException.class)
                .recoverWithUni(failure -> failed(attempt, instance, starting, (CloudException) failure));
    }

    private Uni<Outcome> started(Attempt attempt, InstanceId instance, Progress starting, CloudReply reply) {
        if (reply.dryRun()) {
            return counts.refused(attempt.reaction(), starting.starts())
                    .replaceWith(Outcome.done("Dry-run: it would have been started"));
        }
        return Uni.createFrom()
                .item(timer.follow(
                        instance,
                        starting.accepted(reply.requestId()),
                        "Started (request %s)".formatted(reply.requestId().orElse("unknown"))));
    }

    private Uni<Outcome> failed(Attempt attempt, InstanceId instance, Progress starting, CloudException failure) {
        var outcome = refused(instance, starting, failure);
        return mayHaveStarted(failure)
                ? Uni.createFrom().item(outcome)
                : counts.refused(attempt.reaction(), starting.starts()).replaceWith(outcome);
    }

    /** Then what is remembered makes the next attempt look and wait first. */
    private static boolean mayHaveStarted(CloudException failure) {
        return switch (failure.meaning()) {
            case NO_ANSWER, UNAVAILABLE, UNKNOWN -> true;
            default -> false;
        };
    }

    private Outcome refused(InstanceId instance, Progress starting, CloudException failure) {
        var what = "StartInstance: %s %s (request %s)"
                .formatted(
                        failure.code(),
                        failure.getMessage(),
                        failure.requestId().orElse("unknown"));
        return switch (failure.meaning()) {
            case NOT_FOUND -> Outcome.skipped("It is gone. " + what);
            case WRONG_STATE, BUSY, THROTTLED, OVERLOADED, NOT_RUNNING ->
                timer.growing(instance, starting.refused(), what);
            // It may have been accepted.
            case NO_ANSWER, UNAVAILABLE, UNKNOWN -> timer.soon(instance, starting.keptBy(what), what);
            // Stock that comes back, keys that have just expired, a clock that is being set right
            case NO_STOCK, PRICE_LIMIT, SIGNATURE -> timer.slowly(instance, starting.refused(), what);
            // Without an answer it was this side that had no credentials, which a token service may have again.
            case DENIED ->
                failure.httpStatus().isEmpty()
                        ? timer.growing(instance, starting.refused(), what)
                        : GivenUp.denied(instance, what);
            case LOCKED, MONEY, QUOTA, INVALID -> GivenUp.on(instance, what);
        };
    }
}
