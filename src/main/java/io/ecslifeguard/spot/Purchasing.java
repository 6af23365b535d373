package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceState;
import io.ecslifeguard.journal.InstanceEvents;
import io.ecslifeguard.journal.Purchases;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Buys the replacement of an instance that is being reclaimed, one step a call, and looks after it until it runs. */
@ApplicationScoped
class Purchasing {

    /** Longer than a replacement takes to run. */
    private static final Duration ANNOUNCED = Duration.ofDays(1);
    /** An instance that was just bought may not be shown, or be shown as stopped, for a moment. */
    private static final int LOOKS_UNTIL_GONE = 3;

    private static final Duration TIME_UNTIL_GONE = Duration.ofSeconds(20);

    private final Planning planning;
    private final Ordering ordering;
    private final Purchases purchases;
    private final InstanceEvents events;
    private final Ecs ecs;

    Purchasing(Planning planning, Ordering ordering, Purchases purchases, InstanceEvents events, Ecs ecs) {
        this.planning = planning;
        this.ordering = ordering;
        this.purchases = purchases;
        this.events = events;
        this.ecs = ecs;
    }

    /**
     * Does the next thing. What was done is in the journal, so it may be called again after a crash.
     *
     * @param described the interrupted instance, as far as it could be described
     * @param generation 1 for the first replacement, one more for each that died before it took over
     */
    Uni<Purchase> next(Attempt attempt, InstanceId interrupted, Description described, int generation) {
        return purchases
                .plan(attempt.reaction(), generation)
                .chain(plan -> plan.isPresent()
                        ? ordering.next(attempt, plan.get())
                        : planning.begin(attempt, interrupted, described, generation)
                                .chain(begun -> begun.plan().isPresent()
                                        ? ordering.next(attempt, begun.plan().get())
                                        : Uni.createFrom().item(begun.instead().orElseThrow())))
                // what the cloud does not answer now it may answer soon; nothing is half done, the journal knows it all
                .onFailure(CloudException.class)
                .recoverWithItem(failure -> Answers.ofALook((CloudException) failure));
    }

    /** How a replacement is. */
    Uni<Standing> look(InstanceId replacement) {
        return events.interruptedWithin(replacement, ANNOUNCED)
                .chain(announced -> announced.isPresent()
                        ? standing(new Standing.Dead(replacement + " is announced to be reclaimed itself"))
                        : ecs.describe(List.of(replacement)).chain(found -> standing(replacement, found)))
                // seen next time
                .onFailure(CloudException.class)
                .recoverWithItem(failure ->
                        new Standing.Coming(replacement + " could not be looked at: " + failure.getMessage()));
    }

    private Uni<Standing> standing(InstanceId replacement, List<Instance> found) {
        if (found.isEmpty()) {
            return doubtful(replacement, "not shown by DescribeInstances");
        }
        var instance = found.get(0);
        if (instance.isBeingReclaimed()) {
            return standing(new Standing.Dead(replacement + " is being reclaimed itself"));
        }
        if (instance.state().equals(InstanceState.STOPPED)) {
            return events.ranSince(replacement, Instant.EPOCH)
                    .chain(ran -> ran
                            ? standing(new Standing.Dead(replacement + " ran, and is Stopped"))
                            : doubtful(replacement, "Stopped"));
        }
        Standing now = instance.state().equals(InstanceState.RUNNING)
                ? new Standing.Running(instance.privateAddresses(), instance.primaryInterface())
                : new Standing.Coming(replacement + " is " + instance.state());
        return purchases.seen(replacement).replaceWith(now);
    }

    private Uni<Standing> doubtful(InstanceId replacement, String how) {
        return purchases
                .missing(replacement)
                .map(missing -> missing.filter(it ->
                                it.looks() >= LOOKS_UNTIL_GONE && it.since().compareTo(TIME_UNTIL_GONE) >= 0)
                        .<Standing>map(it -> new Standing.Dead(replacement + " has been " + how + " at " + it.looks()
                                + " looks in " + it.since().toSeconds() + " s"))
                        .orElseGet(() -> new Standing.Coming(replacement + " is " + how + "; looking again")));
    }

    private static Uni<Standing> standing(Standing standing) {
        return Uni.createFrom().item(standing);
    }
}
