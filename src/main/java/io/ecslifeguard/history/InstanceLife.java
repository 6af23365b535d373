package io.ecslifeguard.history;

import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An instance and what happened in its life. */
@Answer
record InstanceLife(
        String id,

        @Schema(description = "What is known of it; absent where only its life tells of it")
        InstanceItem instance,

        @Schema(description = "What happened, the oldest first")
        List<Entry> life,

        @Schema(description = "The cursor for what was before; absent where this is all")
        String older) {

    /** One thing that happened; of its last five, one is there. */
    @Answer
    @Schema(name = "LifeEntry")
    record Entry(
            @Schema(
                    description = "When: of an event when it occurred, of a reaction when it was called for, of an"
                            + " attempt when it ended, of a call when it was made, of a notice when it was recorded")
            @Micros
            Instant at,

            @Schema(description = "event, reaction, attempt, call or notice")
            String type,

            EventItem event,
            ReactionItem reaction,
            AttemptItem attempt,
            CallItem call,
            NoticeItem notice) {}
}
