package io.ecslifeguard.spot;

import java.time.Duration;
import java.time.Instant;

/**
 * When what is done.
 *
 * @param began when the evacuation was first attempted
 * @param deadline when the instance is reclaimed
 * @param drainTime how long its weight is 0 at least before it is removed
 * @param margin how long before the deadline it must be out
 * @param patience how long after the deadline its replacement is still tried for
 */
record Timing(Instant began, Instant deadline, Duration drainTime, Duration margin, Duration patience) {

    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration SLOWLY = Duration.ofSeconds(30);
    /** The platform may reclaim a little later than announced. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What is still not out this long after it was reclaimed is left to the operator. */
    private static final Duration TOO_LATE = Duration.ofHours(1);
    /** Longer than an instance that was bought last of all takes until it runs. */
    private static final Duration TO_RUN = Duration.ofMinutes(10);

    Step next(Membership membership, Replacement replacement, Instant now) {
        if (membership.removed()) {
            return replacement.isRunning() && !membership.attached() ? Step.ATTACH : Step.NONE;
        }
        if (!now.isBefore(latest())) {
            return Step.REMOVE;
        }
        if (now.isBefore(drained(membership))) {
            return membership.silencedAt().isPresent() ? Step.WAIT : Step.SILENCE;
        }
        if (replacement.isRunning()) {
            // it may have been put in already, and the interrupted instance has come back since
            return membership.attached() ? Step.REMOVE : Step.SWAP;
        }
        // With weight 0 it does no harm where it is, and one edit that swaps is half of two.
        return replacement.isPossible() ? Step.WAIT : Step.REMOVE;
    }

    /**
     * When the drain time is over, which the notice may shorten. Where the weight cannot be set, it runs from the first
     * try: removal must not wait for it.
     */
    Instant drained(Membership membership) {
        return membership
                .silencedAt()
                .or(membership::triedAt)
                .map(at -> at.plus(drainTime))
                .filter(latest()::isAfter)
                .orElse(latest());
    }

    /** When it must be removed, whatever else is not ready. */
    Instant latest() {
        return deadline.minus(margin);
    }

    /** How long to wait before what could not be read, or what nobody told the end of, is looked at again. */
    Duration untilNextLook(Instant now) {
        return isUrgent(now) ? LOOK : SLOWLY;
    }

    boolean isLate(Instant now) {
        return now.isAfter(deadline.plus(PATIENCE));
    }

    /** Whether it should have been out by now, however late its notice came. */
    boolean isOverdue(Instant now) {
        return !isUrgent(now);
    }

    boolean isTooLate(Instant now) {
        return now.isAfter(start().plus(TOO_LATE));
    }

    /** Whether a replacement will not come any more: to be bought and to run, it has had its time and more. */
    boolean isHopeless(Instant now) {
        return isTooLate(now) && now.isAfter(deadline.plus(patience).plus(TO_RUN));
    }

    long secondsLeft(Instant at) {
        return Duration.between(at, deadline).toSeconds();
    }

    private boolean isUrgent(Instant now) {
        return now.isBefore(start().plus(PATIENCE));
    }

    /** A notice that came late has as much time from then on. */
    private Instant start() {
        return began.isAfter(deadline) ? began : deadline;
    }
}
