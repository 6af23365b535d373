package io.ecslifeguard.history;

import static io.ecslifeguard.history.Documented.CURSOR;
import static io.ecslifeguard.history.Documented.FROM;
import static io.ecslifeguard.history.Documented.INSTANCE;
import static io.ecslifeguard.history.Documented.LIMIT;
import static io.ecslifeguard.history.Documented.TIME;
import static io.ecslifeguard.history.Documented.TO;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.BOOLEAN;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the service changed in the cloud. */
@Path("/api/calls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
class CallsResource {

    static final Listing<CallRow, CallItem> CALLS = new Listing<>(
            (hql, values) -> CallRow.find(hql, values),
            "CallRow r",
            "at",
            "id",
            row -> row.at,
            row -> row.id,
            Cursor::number,
            CallItem::of);

    /** In SQL, since array_contains() makes an array of varchar, which PostgreSQL does not compare with one of text. */
    static final String TOUCHES =
            "(cast(sql('? @> array[cast(? as text)]', r.instances, :instance) as Boolean) = true)";

    /**
     * Of one column each, so that PostgreSQL has an index for both. That a call of several has no reaction of its own is said
     * for the planner: of an array, it takes one row in two hundred to match, and would then rather read all calls by time.
     */
    static final String MADE_FOR = "r.reaction = :reaction or r.reaction is null"
            + " and (cast(sql('? @> array[cast(? as bigint)]', r.reactions, :reaction) as Boolean) = true)";

    /** Calls for several reactions, one of them this instance's. */
    static final String MADE_FOR_INSTANCE = "r.reaction is null and (cast(sql("
            + "'? && array(select o.id from reaction o where o.instance_id = ?)', r.reactions, :instance)"
            + " as Boolean) = true)";

    private final Reading reading;

    CallsResource(Reading reading) {
        this.reading = reading;
    }

    @GET
    @Operation(summary = "The calls with an effect that were made to the cloud, newest first", operationId = "calls")
    @Parameter(
            name = "instance",
            in = ParameterIn.QUERY,
            description = "Calls that touch this instance",
            example = INSTANCE,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "api",
            in = ParameterIn.QUERY,
            description = "Calls of exactly this product and action",
            example = "ECS StartInstance",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "code",
            in = ParameterIn.QUERY,
            description = "Calls that ended so: OK, DryRun, or the error's code",
            example = "OK",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "reaction",
            in = ParameterIn.QUERY,
            description = "Calls for the reaction with this id",
            schema = @Schema(type = INTEGER))
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            description = "true: only calls that were told and not made; false: only others",
            schema = @Schema(type = BOOLEAN))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = FROM,
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(name = "to", in = ParameterIn.QUERY, description = TO, example = TIME, schema = @Schema(type = STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = LIMIT, schema = @Schema(type = INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = CURSOR, schema = @Schema(type = STRING))
    public Uni<Page<CallItem>> list(@Context HttpServerRequest request) {
        var query = Query.of(request, "calls", "instance", "api", "code", "reaction", "dryRun", "from", "to");
        var conditions = new Conditions();
        conditions.and(TOUCHES, "instance", query.instance("instance"));
        conditions.and("r.api = :api", "api", query.text("api", 128));
        conditions.andIs("r.code", "code", query.text("code", 128), "OK");
        conditions.and(MADE_FOR, "reaction", query.number("reaction"));
        conditions.and("r.dryRun = :dryRun", "dryRun", query.flag("dryRun"));
        conditions.within("r.at", query);
        return CALLS.page(reading, query, conditions);
    }
}
