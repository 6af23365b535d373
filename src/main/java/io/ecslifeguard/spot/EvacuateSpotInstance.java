package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.OwnFleet;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Occurrence;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.dispatch.Reaction;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.SpotInterruption;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes a spot instance that will be reclaimed out of every server group: finds and remembers where it is, sets its
 * weight to 0, lets its requests end, removes it, and confirms that by a fresh read.
 */
@ApplicationScoped
class EvacuateSpotInstance implements Reaction {

    private static final Duration SOON = Duration.ofSeconds(2);
    /** What is still not out this long after it was reclaimed is left to the operator. */
    private static final Duration TOO_LATE = Duration.ofHours(1);

    private final SpotConfig config;
    private final OwnFleet ownFleet;
    private final ServerGroups groups;
    private final Clock clock;

    EvacuateSpotInstance(SpotConfig config, OwnFleet ownFleet, ServerGroups groups, Clock clock) {
        this.config = config;
        this.ownFleet = ownFleet;
        this.groups = groups;
        this.clock = clock;
    }

    void observe(@Observes Occurrence occurrence) {
        occurrence.callFor(
                this, SpotInterruption.class, any -> true, happened -> Optional.of(happened.plus(config.notice())));
    }

    @Override
    public String name() {
        return "evacuate";
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
        var instance = ((SpotInterruption) attempt.event()).instance();
        return attempt.memory(Evacuation.class)
                .map(known -> proceed(attempt, instance, known))
                .orElseGet(() -> find(attempt, instance));
    }

    private Uni<Outcome> find(Attempt attempt, InstanceId instance) {
        return groups.of(instance).chain(memberships -> {
            if (memberships.isEmpty()) {
                return outcome(Outcome.done("It is in no server group"
                        + config.serverGroups()
                                .map(named -> " of " + String.join(", ", named))
                                .orElse("")));
            }
            var found = Evacuation.found(memberships);
            // Where it is, and with which weights, is committed before anything changes.
            return attempt.remember(found).chain(() -> proceed(attempt, instance, found));
        });
    }

    private Uni<Outcome> proceed(Attempt attempt, InstanceId instance, Evacuation evacuation) {
        if (evacuation.removedAt().isPresent()) {
            return confirm(attempt, instance, evacuation);
        }
        var now = clock.instant();
        if (evacuation.silencedAt().isEmpty() && now.isBefore(deadline(attempt))) {
            return silence(attempt, evacuation);
        }
        var rest = Duration.between(now, removalTime(attempt, evacuation));
        return rest.toMillis() > 0
                ? outcome(Outcome.again(rest, "Draining; removal at " + removalTime(attempt, evacuation)))
                : remove(attempt, instance, evacuation);
    }

    private Uni<Outcome> silence(Attempt attempt, Evacuation evacuation) {
        var taking = evacuation.memberships().stream()
                .filter(Membership::takesRequests)
                .toList();
        return inEach(attempt, taking, membership -> groups.silence(membership, CallBy.reaction(attempt.reaction())))
                .map(result -> {
                    if (result.failure().isPresent()) {
                        return notYet(attempt, result, "Weight 0");
                    }
                    var now = clock.instant();
                    var silenced = evacuation.silenced(now, result.dryRun());
                    var removal = removalTime(attempt, silenced);
                    return Outcome.again(
                                    atLeastZero(Duration.between(now, removal)),
                                    "Weight 0 in %s, %d s of the notice left; removal at %s"
                                            .formatted(
                                                    names(evacuation.memberships()),
                                                    secondsLeft(attempt, now),
                                                    removal))
                            .remembering(silenced);
                });
    }

    private Uni<Outcome> remove(Attempt attempt, InstanceId instance, Evacuation evacuation) {
        return inEach(
                        attempt,
                        evacuation.memberships(),
                        membership -> groups.remove(membership, CallBy.reaction(attempt.reaction())))
                .chain(result -> {
                    if (result.failure().isPresent()) {
                        return outcome(notYet(attempt, result, "Removal"));
                    }
                    var removed = evacuation.removed(clock.instant(), result.dryRun());
                    return attempt.remember(removed).chain(() -> confirm(attempt, instance, removed));
                });
    }

    private Uni<Outcome> confirm(Attempt attempt, InstanceId instance, Evacuation evacuation) {
        if (evacuation.dryRun()) {
            return outcome(Outcome.done("Dry-run: it would have been removed from " + names(evacuation.memberships())));
        }
        return groups.stillAmong(evacuation.memberships(), instance)
                .map(left -> left.isEmpty()
                        ? Outcome.done(summary(attempt, evacuation))
                        : Outcome.again(SOON, "A fresh read still shows it in " + names(left) + "; removing it again")
                                .remembering(evacuation.stillIn(left)));
    }

    private String summary(Attempt attempt, Evacuation evacuation) {
        return "Out of %s; seconds of the notice left: %s at weight 0, %s at removal"
                .formatted(
                        names(evacuation.memberships()),
                        evacuation
                                .silencedAt()
                                .map(at -> String.valueOf(secondsLeft(attempt, at)))
                                .orElse("none"),
                        evacuation
                                .removedAt()
                                .map(at -> String.valueOf(secondsLeft(attempt, at)))
                                .orElse("none"));
    }

    /** One group's failure must not keep the instance in the others. */
    private Uni<Result> inEach(
            Attempt attempt, List<Membership> memberships, Function<Membership, Uni<List<CloudReply>>> change) {
        return Multi.createFrom()
                .iterable(memberships)
                .onItem()
                .transformToUniAndConcatenate(membership -> attempt.stillMine()
                        .chain(() -> change.apply(membership))
                        .map(Result::of)
                        .onFailure(io.ecslifeguard.cloud.CloudException.class)
                        .recoverWithItem(failure -> Result.failed(membership.where() + ": " + failure.getMessage())))
                .collect()
                .in(() -> new Result[] {Result.NOTHING}, (sum, one) -> sum[0] = sum[0].and(one))
                .map(sum -> sum[0]);
    }

    private Outcome notYet(Attempt attempt, Result result, String step) {
        var reason = step + " did not succeed everywhere: " + result.failure().orElseThrow();
        return clock.instant().isAfter(deadline(attempt).plus(TOO_LATE))
                ? Outcome.failed("Given up. " + reason)
                : Outcome.again(SOON, reason);
    }

    private Instant deadline(Attempt attempt) {
        return attempt.deadline().orElseGet(() -> attempt.occurredAt().plus(config.notice()));
    }

    /** At the end of the drain time, or earlier where the notice leaves less; at once where it is over. */
    private Instant removalTime(Attempt attempt, Evacuation evacuation) {
        var latest = deadline(attempt).minus(config.margin());
        var drained =
                evacuation.silencedAt().map(at -> at.plus(config.drainTime())).orElse(Instant.EPOCH);
        return drained.isBefore(latest) ? drained : latest;
    }

    private long secondsLeft(Attempt attempt, Instant at) {
        return Duration.between(at, deadline(attempt)).toSeconds();
    }

    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static String names(List<Membership> memberships) {
        return memberships.stream().map(Membership::where).distinct().collect(Collectors.joining(", "));
    }

    private static Uni<Outcome> outcome(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }

    /** What the calls of one step came to. */
    private record Result(boolean dryRun, Optional<String> failure) {

        static final Result NOTHING = new Result(false, Optional.empty());

        static Result of(List<CloudReply> replies) {
            return new Result(replies.stream().anyMatch(CloudReply::dryRun), Optional.empty());
        }

        static Result failed(String reason) {
            return new Result(false, Optional.of(reason));
        }

        Result and(Result other) {
            var failures = java.util.stream.Stream.of(failure, other.failure)
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining("; "));
            return new Result(dryRun || other.dryRun, failures.isEmpty() ? Optional.empty() : Optional.of(failures));
        }
    }
}
