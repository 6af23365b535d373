package io.ecslifeguard.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ecslifeguard.api.Answer;
import io.ecslifeguard.api.Micros;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is known of an instance, as it is answered. */
@Answer
@Schema(name = "Instance", description = "What is known of an instance, as last seen while it lived")
record InstanceItem(
        String id,

        @Schema(description = "The last state that an event or the cloud told")
        String state,

        @Schema(description = "Since when, as far as is known") @Micros
        Instant stateAt,

        @Micros Instant createdAt,

        @Schema(description = "When it was released; absent while it lives") @Micros
        Instant releasedAt,

        @Schema(description = "When the service first heard of it") @Micros
        Instant firstSeenAt,

        @Micros Instant lastEventAt,

        @Schema(description = "When the cloud last showed it") @Micros
        Instant describedAt,

        @Schema(description = "Since when the cloud has not shown it any more") @Micros
        Instant missingSince,

        String account,
        String region,
        String zone,
        String name,
        String type,
        String image,
        String chargeType,
        String spotStrategy,
        String vpc,
        String vswitch,
        List<String> privateIps,
        List<String> publicIps,

        @Schema(description = "Its tags, as an object", implementation = Object.class) @JsonRawValue
        String tags,

        @Schema(description = "Why operations on it are locked, such as Recycling")
        List<String> locks) {

    static InstanceItem of(InstanceRow row) {
        return new InstanceItem(
                row.id,
                row.state,
                row.stateAt,
                row.createdAt,
                row.releasedAt,
                row.firstSeenAt,
                row.lastEventAt,
                row.describedAt,
                row.missingSince,
                row.account,
                row.region,
                row.zone,
                row.name,
                row.type,
                row.image,
                row.chargeType,
                row.spotStrategy,
                row.vpc,
                row.vswitch,
                List.of(row.privateIps),
                List.of(row.publicIps),
                row.tags,
                List.of(row.locks));
    }
}
