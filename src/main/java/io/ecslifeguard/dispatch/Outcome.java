package io.ecslifeguard.dispatch;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How an attempt ended. Notes and reasons are read by operators: full sentences with ids and numbers. */
public sealed interface Outcome {

    /** What was found or done, for the operator. */
    String note();

    /** What operators should hear of it. */
    List<Notice> notices();

    /** The same outcome, of which operators hear {@code notice} too. */
    Outcome telling(Notice notice);

    /**
     * The same outcome, with {@code result} (a record) to be kept where it is the end: what the reaction came to, in
     * numbers that can be counted and compared.
     */
    Outcome resulting(Object result);

    /** The reaction has done what it is for. */
    static Outcome done(String note) {
        return new Done(note, List.of(), Optional.empty());
    }

    /** The reaction decided not to act. */
    static Outcome skipped(String reason) {
        return new Skipped(reason, List.of(), Optional.empty());
    }

    /** The reaction gave up. */
    static Outcome failed(String reason) {
        return new Failed(reason, List.of(), Optional.empty());
    }

    /** What it came to, where it is the end. */
    default Optional<Object> result() {
        return Optional.empty();
    }

    /** There is more to do, after a while. */
    static Again again(Duration after, String note) {
        return new Again(after, note, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    record Done(String note, List<Notice> notices, Optional<Object> result) implements Outcome {
        public Done {
            requireNonNull(note, "note");
            notices = List.copyOf(notices);
            requireNonNull(result, "result");
        }

        @Override
        public Done telling(Notice notice) {
            return new Done(note, with(notices, notice), result);
        }

        @Override
        public Done resulting(Object facts) {
            return new Done(note, notices, Optional.of(facts));
        }
    }

    record Skipped(String note, List<Notice> notices, Optional<Object> result) implements Outcome {
        public Skipped {
            requireNonNull(note, "note");
            notices = List.copyOf(notices);
            requireNonNull(result, "result");
        }

        @Override
        public Skipped telling(Notice notice) {
            return new Skipped(note, with(notices, notice), result);
        }

        @Override
        public Skipped resulting(Object facts) {
            return new Skipped(note, notices, Optional.of(facts));
        }
    }

    record Failed(String note, List<Notice> notices, Optional<Object> result) implements Outcome {
        public Failed {
            requireNonNull(note, "note");
            notices = List.copyOf(notices);
            requireNonNull(result, "result");
        }

        @Override
        public Failed telling(Notice notice) {
            return new Failed(note, with(notices, notice), result);
        }

        @Override
        public Failed resulting(Object facts) {
            return new Failed(note, notices, Optional.of(facts));
        }
    }

    /**
     * The timer.
     *
     * @param after how long to wait at most
     * @param waitingFor the instance whose next event ends the wait early
     * @param memory what to remember until then; replaces what was remembered before; empty leaves that as it is
     * @param batch those that it is attempted together with from now on; empty leaves that as it is
     */
    record Again(
            Duration after,
            String note,
            Optional<InstanceId> waitingFor,
            Optional<Object> memory,
            Optional<String> batch,
            List<Notice> notices)
            implements Outcome {

        public Again {
            requireNonNull(after, "after");
            requireNonNull(note, "note");
            requireNonNull(waitingFor, "waitingFor");
            requireNonNull(memory, "memory");
            requireNonNull(batch, "batch");
            notices = List.copyOf(notices);
        }

        @Override
        public Again telling(Notice notice) {
            return new Again(after, note, waitingFor, memory, batch, with(notices, notice));
        }

        @Override
        public Again resulting(Object facts) {
            return this;
        }

        /** The same wait, ended early by any event of {@code instance}. */
        public Again waitingFor(InstanceId instance) {
            return new Again(after, note, Optional.of(instance), memory, batch, notices);
        }

        /** The same wait, with {@code memory} (a record) for the next attempt. */
        public Again remembering(Object memory) {
            return new Again(after, note, waitingFor, Optional.of(memory), batch, notices);
        }

        /** The same wait; what is due then is attempted one after the other with others of the same {@code batch}. */
        public Again inBatch(Optional<String> batch) {
            return new Again(after, note, waitingFor, memory, batch, notices);
        }
    }

    private static List<Notice> with(List<Notice> notices, Notice another) {
        return Stream.concat(notices.stream(), Stream.of(another)).toList();
    }
}
