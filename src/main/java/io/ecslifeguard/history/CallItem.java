package io.ecslifeguard.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A cloud call, as it is answered. */
@Answer
@Schema(name = "Call", description = "A call with an effect that the service made to the cloud")
record CallItem(
        long id,

        @Schema(description = "The id of the reaction that made it, where it is one")
        Long reaction,

        @Schema(description = "The ids of the reactions that it was made for")
        List<Long> reactions,

        @Micros Instant at,
        String replica,

        @Schema(description = "Product and action, such as ECS StartInstance")
        String api,

        @Schema(description = "The id of what it changes") String target,

        @Schema(description = "The instances that it touches")
        List<String> instances,

        @Schema(description = "Its parameters", implementation = Object.class) @JsonRawValue
        String request,

        @Schema(description = "Whether it was only told and not made")
        boolean dryRun,

        @Schema(description = "OK, DryRun, or the error's code; absent while no answer is known")
        String code,

        String message,

        @Schema(description = "By which the vendor finds the call")
        String requestId,

        Integer httpStatus,
        Long durationMs) {

    static CallItem of(CallRow row) {
        return new CallItem(
                row.id,
                row.reaction,
                row.reaction == null ? List.of(row.reactions) : List.of(row.reaction),
                row.at,
                row.replica,
                row.api,
                row.target,
                List.of(row.instances),
                row.request,
                row.dryRun,
                row.code,
                row.message,
                row.requestId,
                row.httpStatus,
                row.durationMs);
    }
}
