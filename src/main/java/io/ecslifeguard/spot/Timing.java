package io.ecslifeguard.spot;

import java.time.Duration;
import java.time.Instant;

/**
 * When what is done.
 *
 * @param began when the evacuation was first attempted
 * @param deadline when the instance is reclaimed
 * @param drainTime how long its weight is 0 before it is removed
 * @param margin how long before the deadline it must be out
 */
record Timing(Instant began, Instant deadline, Duration drainTime, Duration margin) {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration SLOWLY = Duration.ofSeconds(30);
    /** The platform may reclaim a little later than announced. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What is still not out this long after it was reclaimed is left to the operator. */
    private static final Duration TOO_LATE = Duration.ofHours(1);

    Step next(Membership membership, Instant now) {
        if (membership.removed()) {
            return Step.NONE;
        }
        if (!now.isBefore(removal(membership))) {
            return Step.REMOVE;
        }
        return membership.silencedAt().isPresent() ? Step.WAIT : Step.SILENCE;
    }

    /**
     * At the end of the drain time, or earlier where the notice leaves less. Where the weight cannot be set, the drain time
     * runs from the first try: removal must not wait for it.
     */
    Instant removal(Membership membership) {
        var latest = deadline.minus(margin);
        return membership
                .silencedAt()
                .or(membership::triedAt)
                .map(at -> at.plus(drainTime))
                .filter(latest::isAfter)
                .orElse(latest);
    }

    /**
     * How long to wait before what failed is tried again: longer when it fails again and again, and when nobody hurries
     * any more.
     */
    Duration pause(Instant now, int failures) {
        if (!isUrgent(now)) {
            return SLOWLY;
        }
        var doubled = SOON.multipliedBy(1L << Math.max(0, Math.min(failures - 1, 8)));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    /** How long to wait before what could not be read is read again. */
    Duration untilNextLook(Instant now) {
        return isUrgent(now) ? LOOK : SLOWLY;
    }

    boolean isLate(Instant now) {
        return now.isAfter(deadline.plus(PATIENCE));
    }

    boolean isTooLate(Instant now) {
        return now.isAfter(start().plus(TOO_LATE));
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
