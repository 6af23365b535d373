package io.ecslifeguard.history;

import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message that was not understood, as it is answered. */
@Answer
@Schema(name = "Quarantined", description = "A message that was not understood, byte for byte")
record QuarantineItem(
        long id,
        String queue,
        String messageId,
        @Micros Instant enqueuedAt,
        @Micros Instant receivedAt,
        int dequeueCount,

        @Schema(description = "What was expected and what was found")
        String reason,

        @Schema(description = "The body as text; absent where it is not UTF-8 without control characters")
        String body,

        @Schema(description = "The body's bytes in base64", implementation = String.class, format = "byte")
        byte[] bodyBase64,

        @Schema(description = "When it was read anew; absent where it was not") @Micros
        Instant replayedAt,

        @Schema(description = "Who had it read anew; absent where that is not known")
        String replayedByUser,

        @Schema(description = "The seq of the event that it was understood as then; absent where it was not")
        Long event) {

    static QuarantineItem of(QuarantineRow row) {
        return new QuarantineItem(
                row.id,
                row.queue,
                row.messageId,
                row.enqueuedAt,
                row.receivedAt,
                row.dequeueCount,
                row.reason,
                Percent.utf8(row.body)
                        .filter(text -> text.codePoints().noneMatch(QuarantineItem::isUnreadable))
                        .orElse(null),
                row.body,
                row.replayedAt,
                row.replayedByUser,
                row.event);
    }

    private static boolean isUnreadable(int character) {
        return Character.isISOControl(character) && !Character.isWhitespace(character);
    }
}
