package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import java.time.Duration;
import java.util.Optional;

/**
 * An order as the journal keeps it. Times are counted from now, by the database's clock.
 *
 * @param round how often all candidates were without stock before
 * @param candidate the number of the candidate that is ordered
 * @param token by which the cloud knows the order again
 * @param request what is ordered, as JSON
 * @param pause how long it is not to be placed; negative where that time is over
 * @param slot how long until the quota lets it be placed; negative where that moment has passed, empty where it has no slot
 * @param asks how often it was placed
 * @param asked how long ago it was placed for the first time
 * @param looked how long ago no instance of it was to be seen, since it was last placed
 * @param code of the last answer
 * @param instance what was bought
 */
public record Order(
        long id,
        int round,
        int candidate,
        String token,
        String request,
        Status status,
        Duration pause,
        Optional<Duration> slot,
        int asks,
        Optional<Duration> asked,
        Optional<Duration> looked,
        Optional<String> code,
        Optional<String> message,
        Optional<InstanceId> instance) {

    /** What came of an order. */
    public enum Status {
        /** Not placed yet, or without an answer that settles it. */
        OPEN("open"),
        BOUGHT("bought"),
        /** The candidate is not to be had. */
        UNAVAILABLE("unavailable"),
        REFUSED("refused"),
        /** Refused, since the credentials are wrong or not allowed to buy. */
        DENIED("denied"),
        DRY_RUN("dry run");

        private final String column;

        Status(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }

        static Status of(String column) {
            for (var status : values()) {
                if (status.column.equals(column)) {
                    return status;
                }
            }
            throw new IllegalArgumentException("No order is " + column);
        }
    }
}
