package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.journal.Order.Status;
import java.time.Duration;

/** What a failed call means for a purchase. */
final class Answers {

    static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Answers() {}

    /** What a refused order comes down to: the next candidate, the same order again, or the end. */
    static Status status(CloudException failure) {
        return switch (failure.meaning()) {
            case NO_STOCK, PRICE_LIMIT -> Status.UNAVAILABLE;
            // what was refused for a reason that is not known here may not be refused of the next candidate; where
            // nothing
            // was answered, it may have been bought
            case UNKNOWN -> failure.httpStatus().isPresent() ? Status.UNAVAILABLE : Status.OPEN;
            case BUSY, THROTTLED, NOT_RUNNING, UNAVAILABLE, NO_ANSWER, OVERLOADED -> Status.OPEN;
            // nothing was asked: there were no credentials, which a token service may have again
            case DENIED -> failure.httpStatus().isPresent() ? Status.DENIED : Status.OPEN;
            // and new ones where these have expired
            case SIGNATURE -> Status.OPEN;
            case NOT_FOUND, WRONG_STATE, LOCKED, MONEY, QUOTA, INVALID -> Status.REFUSED;
        };
    }

    /** A call without an effect that failed. */
    static Purchase ofALook(CloudException failure) {
        return isRefusal(failure)
                ? new Purchase.Refused("Nothing is bought: " + failure.getMessage())
                : new Purchase.Waiting(SOON.multipliedBy(2), failure.getMessage());
    }

    /** Whether the same call will be refused until somebody changes something. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof CloudException error
                && (status(error) == Status.DENIED || status(error) == Status.REFUSED);
    }

    /** Longer from time to time. */
    static Duration pause(int times) {
        var doubled = SOON.multipliedBy(1L << Math.max(0, Math.min(times - 1, 8)));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
