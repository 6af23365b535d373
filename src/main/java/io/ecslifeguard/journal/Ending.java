package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
 * @param batch those that it is attempted together with from now on; empty leaves that as it is
 * @param startedAt when the attempt began
 * @param notices what operators should hear of it
 */
public record Ending(
        Status status,
        String outcome,
        String note,
        Duration after,
        Optional<String> waitsFor,
        Optional<String> memory,
        Optional<String> batch,
        Instant startedAt,
        List<Notice> notices,
        Optional<String> result) {

    public Ending {
        requireNonNull(status, "status");
        requireNonNull(outcome, "outcome");
        // The vendor's words are in it: they must neither be refused by the database nor forge lines of the log.
        note = requireNonNull(note, "note").replaceAll("[\\p{Cntrl}\u2028\u2029]", " ");
        requireNonNull(after, "after");
        requireNonNull(waitsFor, "waitsFor");
        requireNonNull(memory, "memory");
        requireNonNull(batch, "batch");
        requireNonNull(startedAt, "startedAt");
        notices = List.copyOf(notices);
        requireNonNull(result, "result");
    }

    public Ending(
            Status status,
            String outcome,
            String note,
            Duration after,
            Optional<String> waitsFor,
            Optional<String> memory,
            Instant startedAt) {
        this(status, outcome, note, after, waitsFor, memory, Optional.empty(), startedAt, List.of(), Optional.empty());
    }

    /** The reaction has come to its end. */
    public static Ending closed(Status status, String note, Instant startedAt) {
        return new Ending(status, status.column(), note, Duration.ZERO, Optional.empty(), Optional.empty(), startedAt);
    }

    /** There is more to do; the parameters as with {@link Ending}. */
    public static Ending again(
            String note, Duration after, Optional<String> waitsFor, Optional<String> memory, Instant startedAt) {
        return new Ending(Status.OPEN, "again", note, after, waitsFor, memory, startedAt);
    }

    /** There is more to do, and nothing new to remember or to wait for. */
    public static Ending again(String note, Duration after, Instant startedAt) {
        return again(note, after, Optional.empty(), Optional.empty(), startedAt);
    }

    /** The attempt failed, and another is made. */
    public static Ending error(String reason, Duration after, Instant startedAt) {
        return new Ending(Status.OPEN, "error", reason, after, Optional.empty(), Optional.empty(), startedAt);
    }

    /** The same ending, of which operators hear {@code notices}. */
    public Ending telling(List<Notice> notices) {
        return new Ending(status, outcome, note, after, waitsFor, memory, batch, startedAt, notices, result);
    }

    /** The same ending, with what the reaction came to as JSON. */
    public Ending resulting(Optional<String> result) {
        return new Ending(status, outcome, note, after, waitsFor, memory, batch, startedAt, notices, result);
    }

    /** The same ending, after which it is attempted together with others of {@code batch}; empty leaves that as it is. */
    public Ending inBatch(Optional<String> batch) {
        return new Ending(status, outcome, note, after, waitsFor, memory, batch, startedAt, notices, result);
    }

    /** What a reaction can be. */
    public enum Status {
        OPEN,
        DONE,
        SKIPPED,
        FAILED;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
