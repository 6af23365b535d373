package io.ecslifeguard.spot;

import io.ecslifeguard.journal.HeldLane;
import io.ecslifeguard.journal.LaneEdits;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * For how long this replica may work on a lane, by its own clock. That ends before the lease does by the database's clock,
 * whatever the two show, since it is counted from before the lease was asked for, and is shorter.
 */
final class LaneLease {

    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private final LaneEdits edits;
    private final HeldLane lane;
    private final Duration lease;
    /** A renewal that gets no answer leaves the time for others, on other connections. */
    private final Duration between;
    /** The rest is for what an attempt takes from the last look at the clock to the wire, and for clocks that run apart. */
    private final Duration use;

    /** Of {@code System.nanoTime}, as the lease was asked for. */
    private volatile long renewedAt;

    private volatile boolean isPassed;

    LaneLease(LaneEdits edits, HeldLane lane, Duration lease, long askedAt) {
        this.edits = edits;
        this.lane = lane;
        this.lease = lease;
        between = lease.dividedBy(3);
        use = lease.multipliedBy(4).dividedBy(5);
        renewedAt = askedAt;
    }

    /** Whether a call may begin. */
    boolean isHeld() {
        return !isPassed && left(use).toMillis() > 0;
    }

    /** Renews the lease until it is cancelled; fails as soon as the lane may not be worked on any more. */
    <T> Uni<T> keep() {
        return Uni.createFrom()
                .deferred(() -> renewed(left(between)))
                .repeat()
                .whilst(held -> held)
                .collect()
                .last()
                .onItem()
                .<T>transformToUni(over -> Uni.createFrom().failure(new IllegalStateException(why())));
    }

    /** Whether it is still held then. */
    private Uni<Boolean> renewed(Duration pause) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(atLeastAMilli(pause))
                .chain(() -> isHeld() ? renew() : Uni.createFrom().item(false));
    }

    private Uni<Boolean> renew() {
        var askedAt = System.nanoTime();
        return edits.renew(lane, lease)
                .ifNoItem()
                .after(shorter(between, left(use)))
                .fail()
                .invoke(isOurs -> {
                    if (isOurs) {
                        renewedAt = askedAt;
                    } else {
                        isPassed = true;
                    }
                })
                // tried again while there is time: what is missed is told when it is over
                .onFailure()
                .recoverWithUni(() -> renewed(shorter(AFTER_FAILURE, left(use))));
    }

    private String why() {
        return isPassed
                ? "its lease has passed to another replica"
                : "its lease of " + lease.toSeconds() + " s could not be renewed";
    }

    private Duration left(Duration of) {
        return of.minusNanos(System.nanoTime() - renewedAt);
    }

    private static Duration shorter(Duration one, Duration other) {
        return atLeastAMilli(one.compareTo(other) < 0 ? one : other);
    }

    private static Duration atLeastAMilli(Duration time) {
        return time.toMillis() < 1 ? Duration.ofMillis(1) : time;
    }
}
