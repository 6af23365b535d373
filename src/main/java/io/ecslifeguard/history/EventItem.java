package io.ecslifeguard.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event, as it is answered. */
@Answer
@Schema(name = "Event", description = "Something that happened, as Alibaba Cloud reported it")
record EventItem(
        @Schema(description = "The event's number in the journal")
        long seq,

        @Schema(description = "What makes the event one and the same however often it is delivered")
        String key,

        @Schema(description = "When it happened; where the event tells no sensible time, when it was enqueued") @Micros
        Instant occurredAt,

        @Schema(description = "The time as it stands in the event")
        String occurredText,

        @Schema(description = "When the message was put on the queue") @Micros
        Instant enqueuedAt,

        @Schema(description = "When it was committed to the journal") @Micros
        Instant recordedAt,

        @Schema(description = "state, interruption, system or other")
        String kind,

        @Schema(description = "The event's name, such as Instance:StateChange")
        String name,

        @Schema(description = "The new state, the action, or the event's status")
        String state,

        @Schema(description = "INFO, WARN, CRITICAL or UNKNOWN")
        String level,

        String product,
        String account,
        String region,
        String instance,
        @Schema(description = "The event's own id") String eventId,

        @Schema(description = "The wrapping that it came in")
        String envelope,

        String queue,
        String messageId,

        @Schema(description = "How often the message had been received")
        int dequeueCount,

        @Schema(description = "The event as it came, unwrapped, character by character", implementation = Object.class)
        @JsonRawValue
        String payload) {

    static EventItem of(EventRow row) {
        return new EventItem(
                row.seq,
                row.key,
                row.occurredAt,
                row.occurredText,
                row.enqueuedAt,
                row.recordedAt,
                row.kind,
                row.name,
                row.detail,
                row.level,
                row.product,
                row.account,
                row.region,
                row.instance,
                row.eventId,
                row.envelope,
                row.queue,
                row.messageId,
                row.dequeueCount,
                row.payload);
    }
}
