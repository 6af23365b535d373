package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.EcsEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one message adds to the journal. */
public sealed interface Entry {

    /** The message that it came in. */
    Source source();

    /**
     * An event, with the reactions that it calls for.
     *
     * @param occurredAt the event's own time or, where that is missing or absurd, the time it was queued
     */
    record Happened(EcsEvent event, Instant occurredAt, Source source, List<CalledFor> calls) implements Entry {

        public Happened {
            requireNonNull(event, "event");
            requireNonNull(occurredAt, "occurredAt");
            requireNonNull(source, "source");
            calls = List.copyOf(calls);
        }
    }

    /** A message that was not understood, with the reason. */
    record Parked(String reason, Source source) implements Entry {

        public Parked {
            requireNonNull(reason, "reason");
            requireNonNull(source, "source");
        }
    }

    /**
     * A reaction by its name, and when its work must be over.
     *
     * @param enabled whether there will be any work; that there is none is recorded as well
     * @param traceparent by which its attempts continue the message's trace, where there is one
     */
    record CalledFor(String reaction, Optional<Instant> deadline, boolean enabled, Optional<String> traceparent) {

        public CalledFor {
            requireNonNull(reaction, "reaction");
            requireNonNull(deadline, "deadline");
            requireNonNull(traceparent, "traceparent");
        }

        /** Of a message that is not traced. */
        public CalledFor(String reaction, Optional<Instant> deadline, boolean enabled) {
            this(reaction, deadline, enabled, Optional.empty());
        }
    }
}
