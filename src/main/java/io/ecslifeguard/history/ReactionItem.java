package io.ecslifeguard.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A reaction, as it is answered. */
@Answer
@Schema(name = "Reaction", description = "What the service decided to do about an event, and how that stands")
record ReactionItem(
        long id,

        @Schema(description = "What it does, such as restart or evacuate")
        String name,

        @Schema(description = "The seq of the event that called for it, where one did")
        Long event,

        @Schema(description = "The id of the notice that called for it, where no event did")
        Long notice,

        String instance,

        @Schema(description = "open, done, skipped or failed")
        String status,

        @Schema(description = "How often it has been tried") int attempts,

        @Schema(description = "Why it ended as it did, or what it waits for")
        String note,

        @Schema(description = "When it is tried next; absent when it has ended") @Micros
        Instant dueAt,

        @Schema(description = "When its work must be over") @Micros
        Instant deadline,

        @Schema(description = "The instance whose next event makes it due at once")
        String waitsFor,

        @Schema(description = "The replica that works on it at present")
        String leaseOwner,

        @Micros Instant leaseUntil,

        @Schema(description = "What it remembers between attempts", implementation = Object.class) @JsonRawValue
        String memory,

        @Schema(description = "What it came to, in numbers", implementation = Object.class) @JsonRawValue
        String result,

        @Micros Instant createdAt,
        @Micros Instant finishedAt) {

    static ReactionItem of(ReactionRow row) {
        var isOpen = row.finishedAt == null;
        return new ReactionItem(
                row.id,
                row.name,
                row.event,
                row.notice,
                row.instance,
                row.status,
                row.attempts,
                row.note,
                isOpen ? row.dueAt : null,
                row.deadline,
                isOpen ? row.waitsFor : null,
                row.leaseOwner,
                row.leaseUntil,
                row.memory,
                row.result,
                row.createdAt,
                row.finishedAt);
    }
}
