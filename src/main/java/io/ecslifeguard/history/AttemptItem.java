package io.ecslifeguard.history;

import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An attempt at a reaction, as it is answered. */
@Answer
@Schema(name = "Attempt", description = "One attempt at a reaction: what was found, done or decided, and why")
record AttemptItem(
        @Schema(description = "The id of the reaction") long reaction,
        @Schema(description = "The name of the reaction") String name,
        int number,
        @Micros Instant startedAt,
        @Micros Instant endedAt,
        String replica,

        @Schema(description = "done, skipped, failed, again or error")
        String outcome,

        String note) {

    static AttemptItem of(AttemptRow row) {
        return new AttemptItem(
                row.reaction.id,
                row.reaction.name,
                row.number,
                row.startedAt,
                row.endedAt,
                row.replica,
                row.outcome,
                row.note);
    }
}
