package io.ecslifeguard.dispatch;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.InstanceId;
import java.time.Duration;
import java.util.Optional;

/** How an attempt ended. Notes and reasons are read by operators: full sentences with ids and numbers. */
public sealed interface Outcome {

    /** What was found or done, for the operator. */
    String note();

    /** The reaction has done what it is for. */
    static Outcome done(String note) {
        return new Done(note);
    }

    /** The reaction decided not to act. */
    static Outcome skipped(String reason) {
        return new Skipped(reason);
    }

    /** The reaction gave up. */
    static Outcome failed(String reason) {
        return new Failed(reason);
    }

    /** There is more to do, after a while. */
    static Again again(Duration after, String note) {
        return new Again(after, note, Optional.empty(), Optional.empty());
    }

    record Done(String note) implements Outcome {
        public Done {
            requireNonNull(note, "note");
        }
    }

    record Skipped(String note) implements Outcome {
        public Skipped {
            requireNonNull(note, "note");
        }
    }

    record Failed(String note) implements Outcome {
        public Failed {
            requireNonNull(note, "note");
        }
    }

    /**
     * The timer.
     *
     * @param after how long to wait at most
     * @param waitingFor the instance whose next event ends the wait early
     * @param memory what to remember until then; replaces what was remembered before; empty leaves that as it is
     */
    record Again(Duration after, String note, Optional<InstanceId> waitingFor, Optional<Object> memory)
            implements Outcome {

        public Again {
            requireNonNull(after, "after");
            requireNonNull(note, "note");
            requireNonNull(waitingFor, "waitingFor");
            requireNonNull(memory, "memory");
        }

        /** The same wait, ended early by any event of {@code instance}. */
        public Again waitingFor(InstanceId instance) {
            return new Again(after, note, Optional.of(instance), memory);
        }

        /** The same wait, with {@code memory} (a record) for the next attempt. */
        public Again remembering(Object memory) {
            return new Again(after, note, waitingFor, Optional.of(memory));
        }
    }
}
