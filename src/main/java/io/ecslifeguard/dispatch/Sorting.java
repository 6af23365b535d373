package io.ecslifeguard.dispatch;

import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Unrecognized;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Source;
import io.ecslifeguard.queue.ReceivedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes a journal entry of a message: decodes it and asks the reactions whether it calls for them. */
@ApplicationScoped
class Sorting {

    private static final Logger LOG = Logger.getLogger(Sorting.class);
    /** Alibaba Cloud was founded in 2009: an event from before tells a time that nobody set. */
    private static final Instant EARLIEST = Instant.parse("2009-09-10T00:00:00Z");

    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(24);

    private final Decoder decoder;
    private final Event<Occurrence> occurrences;

    Sorting(Decoder decoder, Event<Occurrence> occurrences) {
        this.decoder = decoder;
        this.occurrences = occurrences;
    }

    /** @param traceparent by which what the message calls for continues its trace */
    Entry entry(ReceivedMessage message, Optional<String> traceparent) {
        var source = new Source(
                message.queue(), message.messageId(), message.enqueuedAt(), message.dequeueCount(), message.body());
        return entry(source, traceparent);
    }

    Entry entry(Source source) {
        return entry(source, Optional.empty());
    }

    private Entry entry(Source source, Optional<String> traceparent) {
        var decoded = decoder.decode(source.body(), source.messageId());
        if (decoded instanceof Unrecognized unrecognized) {
            return new Entry.Parked(unrecognized.reason(), source);
        }
        var event = (EcsEvent) decoded;
        var occurrence = new Occurrence(event, occurredAt(event, source.enqueuedAt()));
        ask(occurrence);
        var calls = occurrence.calls().stream()
                .map(call -> new Entry.CalledFor(
                        call.reaction().name(), call.deadline(), call.reaction().enabled(), traceparent))
                .toList();
        return new Entry.Happened(event, occurrence.occurredAt(), source, calls);
    }

    private void ask(Occurrence occurrence) {
        try {
            occurrences.fire(occurrence);
        } catch (RuntimeException mistake) {
            // An observer only looks at the event, so this is a defect of ours; the event itself must not be lost for
            // it.
            LOG.errorf(
                    mistake,
                    "A reaction could not say whether event %s calls for it; the event is recorded without",
                    occurrence.event().header().key());
        }
    }

    private static Instant occurredAt(EcsEvent event, Instant enqueuedAt) {
        var latest = enqueuedAt.plus(CLOCK_DIFFERENCE);
        return event.header()
                .occurredAt()
                .filter(time -> time.isAfter(EARLIEST) && time.isBefore(latest))
                .orElse(enqueuedAt);
    }
}
