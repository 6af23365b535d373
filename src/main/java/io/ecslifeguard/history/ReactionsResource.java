package io.ecslifeguard.history;

import static io.ecslifeguard.history.Documented.CURSOR;
import static io.ecslifeguard.history.Documented.INSTANCE;
import static io.ecslifeguard.history.Documented.LIMIT;
import static io.ecslifeguard.history.Documented.TIME;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.RowNumber;
import io.ecslifeguard.journal.Ending;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the service decided to do. */
@Path("/api/reactions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
class ReactionsResource {

    static final Listing<ReactionRow, ReactionItem> REACTIONS = new Listing<>(
            (hql, values) -> ReactionRow.find(hql, values),
            "ReactionRow r",
            "createdAt",
            "id",
            row -> row.createdAt,
            row -> row.id,
            Cursor::number,
            ReactionItem::of);
    static final Listing<AttemptRow, AttemptItem> ATTEMPTS = new Listing<>(
            (hql, values) -> AttemptRow.find(hql, values),
            "AttemptRow r join fetch r.reaction",
            "endedAt",
            "id",
            row -> row.endedAt,
            row -> row.id,
            Cursor::number,
            AttemptItem::of);
    private static final String[] STATUSES = Arrays.stream(Ending.Status.values())
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    private final Reading reading;

    ReactionsResource(Reading reading) {
        this.reading = reading;
    }

    @GET
    @Operation(summary = "What the service decided to do, newest first", operationId = "reactions")
    @Parameter(
            name = "instance",
            in = ParameterIn.QUERY,
            description = "Reactions for this instance",
            example = INSTANCE,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Reactions of this name",
            example = "restart",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "open: still being worked on; done; skipped: refused for a reason; failed: given up",
            schema = @Schema(enumeration = {"open", "done", "skipped", "failed"}))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description =
                    "Reactions that were called for then or later, in ISO-8601 with a zone. A plus sign must be sent"
                            + " as %2B",
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Reactions that were called for before then, in ISO-8601 with a zone",
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = LIMIT, schema = @Schema(type = INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = CURSOR, schema = @Schema(type = STRING))
    public Uni<Page<ReactionItem>> list(@Context HttpServerRequest request) {
        var query = Query.of(request, "reactions", "instance", "name", "status", "from", "to");
        var conditions = new Conditions();
        conditions.and("r.instance = :instance", "instance", query.instance("instance"));
        conditions.and("r.name = :name", "name", query.text("name", 128));
        conditions.andIs("r.status", "status", query.word("status", STATUSES), "done");
        conditions.within("r.createdAt", query);
        return REACTIONS.page(reading, query, conditions);
    }

    @GET
    @Path("/{id}")
    @Operation(
            summary = "One reaction with its attempts and calls",
            description = "Attempts and calls are in order of time, the oldest first; of each, the newest 500.",
            operationId = "reaction")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The reaction's id", schema = @Schema(type = INTEGER))
    public Uni<ReactionDetails> one(@PathParam("id") String id, @Context HttpServerRequest request) {
        Query.none(request);
        var number = RowNumber.parse("id", id);
        return reading.read(() -> ReactionRow.<ReactionRow>findById(number)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(ReactionsResource::details))
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.unknown("The journal has no reaction " + number));
    }

    private static Uni<ReactionDetails> details(ReactionRow row) {
        var attempts = Conditions.of("r.reaction.id = :id", "id", row.id);
        var calls = Conditions.of(CallsResource.MADE_FOR, "reaction", row.id);
        return ATTEMPTS.newest(attempts, Query.LARGEST_LIMIT)
                .chain(tried -> CallsResource.CALLS
                        .newest(calls, Query.LARGEST_LIMIT)
                        .map(made -> ReactionDetails.of(row, tried, made)));
    }
}
