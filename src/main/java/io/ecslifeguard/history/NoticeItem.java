package io.ecslifeguard.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A notice, as it is answered. */
@Answer
@Schema(name = "Notice", description = "What operators should hear of, and which destinations have heard of it")
record NoticeItem(
        long id,

        @Schema(description = "What it is about, such as given_up")
        String kind,

        @Micros Instant at,
        String instance,

        @Schema(description = "The id of the reaction that found it, where one did")
        Long reaction,

        String text,

        @Schema(
                description =
                        "For each destination that is to hear of it: its name, when the message was sent (sentAt) or"
                                + " given up (failedAt), why it did not arrive (problem), and the message's id; absent where"
                                + " there is none",
                type = SchemaType.ARRAY,
                implementation = Object.class)
        @JsonRawValue
        String deliveries) {

    static NoticeItem of(NoticeRow row) {
        return new NoticeItem(row.id, row.kind, row.createdAt, row.instance, row.reaction, row.text, row.deliveries);
    }
}
