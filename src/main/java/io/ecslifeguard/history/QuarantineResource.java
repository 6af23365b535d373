package io.ecslifeguard.history;

import static io.ecslifeguard.history.Documented.CURSOR;
import static io.ecslifeguard.history.Documented.LIMIT;
import static io.ecslifeguard.history.Documented.TIME;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.BOOLEAN;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.RowNumber;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The messages that were not understood. */
@Path("/api/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
class QuarantineResource {

    private static final Listing<QuarantineRow, QuarantineItem> MESSAGES = new Listing<>(
            (hql, values) -> QuarantineRow.find(hql, values),
            "QuarantineRow r",
            "receivedAt",
            "id",
            row -> row.receivedAt,
            row -> row.id,
            Cursor::number,
            QuarantineItem::of);

    private final Reading reading;

    QuarantineResource(Reading reading) {
        this.reading = reading;
    }

    @GET
    @Operation(summary = "The messages that were not understood, newest first", operationId = "quarantine")
    @Parameter(
            name = "queue",
            in = ParameterIn.QUERY,
            description = "Messages from the queue of this name",
            example = "ecs-events",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "replayed",
            in = ParameterIn.QUERY,
            description = "true: only messages that were read anew since; false: only others",
            schema = @Schema(type = BOOLEAN))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description =
                    "Messages that were received then or later, in ISO-8601 with a zone. A plus sign must be sent as"
                            + " %2B",
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Messages that were received before then, in ISO-8601 with a zone",
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = LIMIT, schema = @Schema(type = INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = CURSOR, schema = @Schema(type = STRING))
    public Uni<Page<QuarantineItem>> list(@Context HttpServerRequest request) {
        var query = Query.of(request, "quarantine", "queue", "replayed", "from", "to");
        var conditions = new Conditions();
        conditions.and("r.queue = :queue", "queue", query.text("queue", 128));
        conditions.within("r.receivedAt", query);
        query.flag("replayed")
                .ifPresent(replayed -> conditions.and("r.replayedAt is " + (replayed ? "not null" : "null")));
        return MESSAGES.page(reading, query, conditions);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One message that was not understood", operationId = "quarantined")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "The message's number",
            schema = @Schema(type = INTEGER))
    public Uni<QuarantineItem> one(@PathParam("id") String id, @Context HttpServerRequest request) {
        Query.none(request);
        var number = RowNumber.parse("id", id);
        return reading.read(() -> QuarantineRow.<QuarantineRow>findById(number))
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.unknown("The journal has no message " + number + " in quarantine"))
                .map(QuarantineItem::of);
    }
}
