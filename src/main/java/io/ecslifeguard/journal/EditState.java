package io.ecslifeguard.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far an edit has come.
 *
 * @param key the reaction's name for it
 * @param endedAt when it was done, failed or dropped
 * @param problem why the last try failed; of one that is done, what made it needless
 * @param tries how many tries have failed
 * @param dryRun whether a call of it was only recorded
 */
public record EditState(
        String key, Status status, Optional<Instant> endedAt, Optional<String> problem, int tries, boolean dryRun) {

    /** What an edit can be. */
    public enum Status {
        /** To be made, or made again. */
        OPEN,
        /** Made, or not needed any more. */
        DONE,
        /** Refused for good. */
        FAILED,
        /** Taken back before it was sent, or its reaction has ended. */
        DROPPED;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String column) {
            return valueOf(column.toUpperCase(Locale.ROOT));
        }
    }
}
