package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.dispatch.Attempt;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Does in each group what is due there: load balancers at the same time, the groups of one load balancer one after the
 * other, since it takes one change at a time. Neither a failure nor a load balancer that hangs keeps the instance in other
 * groups, and what succeeded is known although others hang.
 */
@ApplicationScoped
class Round {

    private static final int LOAD_BALANCERS_AT_ONCE = 16;

    private final SpotConfig config;
    private final ServerGroups groups;
    private final Clock clock;

    Round(SpotConfig config, ServerGroups groups, Clock clock) {
        this.config = config;
        this.groups = groups;
        this.clock = clock;
    }

    Uni<List<Change>> of(Attempt attempt, List<Membership> memberships, Timing timing) {
        var now = clock.instant();
        var lanes = memberships.stream()
                .filter(membership -> isDue(timing.next(membership, now)))
                // what failed before must not keep the others of its load balancer waiting
                .sorted(Comparator.comparingInt(Membership::failures))
                .collect(Collectors.groupingBy(Membership::lane, LinkedHashMap::new, Collectors.toList()));
        return Multi.createFrom()
                .iterable(lanes.values())
                .onItem()
                .transformToUni(lane -> inLane(attempt, lane, timing, now))
                .merge(LOAD_BALANCERS_AT_ONCE)
                .collect()
                .asList()
                .map(all -> all.stream().flatMap(List::stream).toList());
    }

    private static boolean isDue(Step step) {
        return step == Step.SILENCE || step == Step.REMOVE;
    }

    private Uni<List<Change>> inLane(Attempt attempt, List<Membership> lane, Timing timing, Instant began) {
        return Multi.createFrom()
                .iterable(lane)
                .onItem()
                .transformToUniAndConcatenate(membership -> clock.instant().isBefore(began.plus(config.groupTimeout()))
                        ? change(attempt, membership, timing)
                        : Uni.createFrom().<Change>nullItem())
                .collect()
                .asList();
    }

    private Uni<Change> change(Attempt attempt, Membership membership, Timing timing) {
        var began = clock.instant();
        var step = timing.next(membership, began);
        var by = CallBy.reaction(attempt.reaction());
        return Limit.failing(
                        attempt.stillMine()
                                .chain(() -> step == Step.SILENCE
                                        ? groups.silence(membership, by)
                                        : groups.remove(membership, by)),
                        config.groupTimeout(),
                        "group-timeout")
                .map(replies -> succeeded(step, membership, began, replies))
                // this group's alone: the others go on
                .onFailure(failure -> failure instanceof CloudException || failure instanceof Limit.NoAnswer)
                .recoverWithItem(failure -> new Change(
                        step,
                        step == Step.SILENCE ? membership.notSilenced(began) : membership.notRemoved(),
                        Optional.of(membership.where() + ": " + failure.getMessage()),
                        false));
    }

    private Change succeeded(Step step, Membership membership, Instant began, List<CloudReply> replies) {
        var now = clock.instant();
        return new Change(
                step,
                step == Step.SILENCE ? membership.silenced(began, now) : membership.removed(now),
                Optional.empty(),
                replies.stream().anyMatch(CloudReply::dryRun));
    }
}
