package io.ecslifeguard.dispatch;

import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a message that was read anew, as it is answered. */
@Answer
@Schema(name = "Replay", description = "What became of a message from quarantine that was read anew")
record ReplayItem(
        @Schema(description = "The message's number in quarantine, where it stays")
        long id,

        @Schema(
                description =
                        "recorded: it is an event now, with the reactions that it calls for; known: the event that"
                                + " it is was recorded already; not_understood: it is still not understood",
                enumeration = {"recorded", "known", "not_understood"})
        String outcome,

        @Schema(description = "The seq of the event; absent where it is not understood")
        Long event,

        @Schema(description = "Why it is not understood; absent where it is")
        String reason,

        @Micros Instant replayedAt) {}
