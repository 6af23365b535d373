package io.ecslifeguard.dispatch;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.EcsEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The CDI event that is fired for each event that was read, before it is recorded. A CDI observer cannot return work to
 * wait for, so it only calls for reactions here; what was called for is recorded in the statement that records the
 * event, and so survives a crash. Observers are called in the polling stream: they do no I/O.
 */
public final class Occurrence {

    private static final Logger LOG = Logger.getLogger(Occurrence.class);

    private final EcsEvent event;
    private final Instant occurredAt;
    private final List<Call> calls = new ArrayList<>();

    public Occurrence(EcsEvent event, Instant occurredAt) {
        this.event = requireNonNull(event, "event");
        this.occurredAt = requireNonNull(occurredAt, "occurredAt");
    }

    /** Calls for {@code reaction} where the event is of {@code kind} and {@code when} holds. */
    public <E extends EcsEvent> void callFor(Reaction reaction, Class<E> kind, Predicate<? super E> when) {
        callFor(reaction, kind, when, happened -> Optional.empty());
    }

    /**
     * Calls for {@code reaction} with a deadline, by which the journal also orders the work.
     *
     * @param deadline from the time that the event happened to the time by which the work must be over
     */
    public <E extends EcsEvent> void callFor(
            Reaction reaction,
            Class<E> kind,
            Predicate<? super E> when,
            Function<Instant, Optional<Instant>> deadline) {
        if (!kind.isInstance(event)) {
            return;
        }
        try {
            if (when.test(kind.cast(event))) {
                calls.add(new Call(reaction, deadline.apply(occurredAt)));
            }
        } catch (RuntimeException mistake) {
            // A defect of one reaction must not keep the event from the others; called in doubt, it decides when it
            // looks.
            LOG.errorf(
                    mistake,
                    "Whether event %s calls for %s cannot be said",
                    event.header().key(),
                    reaction.name());
            calls.add(new Call(reaction, Optional.empty()));
        }
    }

    /** The event. */
    public EcsEvent event() {
        return event;
    }

    /** When it happened: its own time or, where that is missing or absurd, the time it was queued. */
    public Instant occurredAt() {
        return occurredAt;
    }

    /** What was called for so far. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** A reaction that the event calls for. */
    record Call(Reaction reaction, Optional<Instant> deadline) {}
}
