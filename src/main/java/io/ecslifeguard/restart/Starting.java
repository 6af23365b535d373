package io.ecslifeguard.restart;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
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
    private final Timer timer;
    private final Clock clock;

    Starting(Ecs ecs, Timer timer, Clock clock) {
        this.ecs = ecs;
        this.timer = timer;
        this.clock = clock;
    }

    Uni<Outcome> start(Attempt attempt, InstanceId instance, Progress progress) {
        var starting = progress.starting(clock.instant());
        // Committed first: after a crash between the call and its outcome, the next attempt must not start it twice.
        return attempt.remember(starting)
                .chain(() -> ecs.start(instance, CallBy.reaction(attempt.reaction())))
                .map(reply -> started(instance, starting, reply))
                // The vendor's codes were given a meaning where the call was made; here they become a decision.
                .onFailure(CloudException.class)
                .recoverWithItem(failure -> refused(instance, starting, (CloudException) failure));
    }

    private Outcome started(InstanceId instance, Progress starting, CloudReply reply) {
        if (reply.dryRun()) {
            return Outcome.done("Dry-run: it would have been started");
        }
        return timer.follow(
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
            case WRONG_STATE, BUSY, THROTTLED, OVERLOADED, NOT_RUNNING ->
                timer.growing(instance, starting.refused(), what);
            // It may have been accepted: what is remembered makes the next attempt look and wait first.
            case NO_ANSWER, UNAVAILABLE, UNKNOWN -> timer.soon(instance, starting, what);
            // Stock that comes back, keys that have just expired, a clock that is being set right
            case NO_STOCK, PRICE_LIMIT, SIGNATURE -> timer.slowly(instance, starting.refused(), what);
            // Without an answer it was this side that had no credentials, which a token service may have again.
            case DENIED ->
                failure.httpStatus().isEmpty()
                        ? timer.growing(instance, starting.refused(), what)
                        : Outcome.failed(what);
            case LOCKED, MONEY, QUOTA, INVALID -> Outcome.failed(what);
        };
    }
}
