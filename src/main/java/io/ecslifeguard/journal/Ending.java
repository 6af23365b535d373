package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an attempt at a reaction ended.
 *
 * @param status what the reaction is from now on
 * @param outcome one word for the record of attempts: that of the status, {@code again} or {@code error}
 * @param note what was found, done or decided, for the operator
 * @param after when it becomes due again, where it stays open
 * @param waitsFor the instance whose next event makes it due at once, where it stays open
 * @param memory what to remember, as JSON; empty leaves it as it is
 * @param startedAt when the attempt began
 */
public record Ending(
        Status status,
        String outcome,
        String note,
        Duration after,
        Optional<String> waitsFor,
        Optional<String> memory,
        Instant startedAt) {

    public Ending {
        requireNonNull(status, "status");
        requireNonNull(outcome, "outcome");
        // The vendor's words are in it: they must neither be refused by the database nor forge lines of the log.
        note = requireNonNull(note, "note").replaceAll("[\\p{Cntrl}\u2028\u2029]", " ");
        requireNonNull(after, "after");
        requireNonNull(waitsFor, "waitsFor");
        requireNonNull(memory, "memory");
        requireNonNull(startedAt, "startedAt");
    }

    /** What a reaction can be. */
    public enum Status {
        OPEN,
        DONE,
        SKIPPED,
        FAILED;

        String column() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
