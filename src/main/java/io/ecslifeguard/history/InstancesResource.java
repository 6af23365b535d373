package io.ecslifeguard.history;

import static io.ecslifeguard.history.Documented.CURSOR;
import static io.ecslifeguard.history.Documented.INSTANCE;
import static io.ecslifeguard.history.Documented.LIMIT;
import static io.ecslifeguard.history.Documented.TIME;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.BOOLEAN;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The instances that were ever heard of, and the life of each. */
@Path("/api/instances")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
class InstancesResource {

    private static final Listing<InstanceRow, InstanceItem> INSTANCES = new Listing<>(
            (hql, values) -> InstanceRow.find(hql, values),
            "InstanceRow r",
            "firstSeenAt",
            "id",
            row -> row.firstSeenAt,
            row -> row.id,
            Cursor::id,
            InstanceItem::of);
    /** In SQL, as there is an index of it. */
    private static final String CONTAINS =
            "(cast(sql('searchable(?, ?, ?, ?, ?) like ''%'' || lower(?) || ''%'' escape ''!'' ',"
                    + " r.id, r.name, r.type, r.privateIps, r.publicIps, :text) as Boolean) = true)";

    private final Reading reading;
    private final Life life;

    InstancesResource(Reading reading, Life life) {
        this.reading = reading;
        this.life = life;
    }

    @GET
    @Operation(summary = "The instances that were ever heard of, the newest first", operationId = "instances")
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Instances whose last known state is this, in any case",
            example = "Stopped",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "released",
            in = ParameterIn.QUERY,
            description = "true: only instances that were released; false: only others",
            schema = @Schema(type = BOOLEAN))
    @Parameter(
            name = "region",
            in = ParameterIn.QUERY,
            description = "Instances of this region",
            example = "cn-hangzhou",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "text",
            in = ParameterIn.QUERY,
            description = "Instances with this text, in any case, somewhere in their id, name, type or addresses",
            example = "192.168.0.",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description =
                    "Instances that were still there at this time or later (ISO-8601 with a zone; a plus sign must"
                            + " be sent as %2B): released then or later or, where no release is known, seen then or later by"
                            + " an event or by the cloud's list. With to: those that were there at any moment between the two,"
                            + " and those with an event in it",
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Instances that were there before this time (ISO-8601 with a zone): created or first heard of"
                    + " before it",
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = LIMIT, schema = @Schema(type = INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = CURSOR, schema = @Schema(type = STRING))
    public Uni<Page<InstanceItem>> list(@Context HttpServerRequest request) {
        var query = Query.of(request, "instances", "state", "released", "region", "text", "from", "to");
        var conditions = new Conditions();
        conditions.and("lower(r.state) = lower(:state)", "state", query.text("state", 64));
        conditions.and("r.region = :region", "region", query.text("region", 64));
        conditions.and(CONTAINS, "text", query.text("text", 128).map(InstancesResource::literally));
        query.flag("released")
                .ifPresent(released -> conditions.and("r.releasedAt is " + (released ? "not null" : "null")));
        thereWithin(Range.of(query), conditions);
        return INSTANCES.page(reading, query, conditions);
    }

    @GET
    @Path("/{id}")
    @Operation(
            summary = "What is known of one instance, and its life",
            description = "Its life is in order of time, the oldest first: events, reactions, each attempt at them with"
                    + " its reason, calls with their request ids, and what operators were told. Only the newest part is answered with; where there"
                    + " is more, older is the cursor for what was before.",
            operationId = "instance")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "The instance's id",
            example = INSTANCE,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many entries of its life to answer with at most, 1 to 500; 200 where it is not given",
            schema = @Schema(type = INTEGER))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "Continues with what was before: the older cursor of the answer before",
            schema = @Schema(type = STRING))
    public Uni<InstanceLife> one(@PathParam("id") String id, @Context HttpServerRequest request) {
        var instance = InstanceId.parse(id)
                .map(InstanceId::value)
                .orElseThrow(() -> Refusal.of(
                        "id",
                        "The path does not end with an instance id: 1 to 64 letters, digits or dashes, such as "
                                + INSTANCE));
        var query = Query.of(request, "life." + instance);
        return life.of(instance, query)
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.unknown("Nothing is known of the instance " + instance));
    }

    /** An instance is there from its creation, or the first that is heard of it, until its release or the last sight. */
    private static void thereWithin(Range range, Conditions conditions) {
        if (range.from().isEmpty() && range.to().isEmpty()) {
            return;
        }
        var since = "r.releasedAt >= :from or r.releasedAt is null"
                + " and (r.lastEventAt >= :from or r.describedAt >= :from or r.firstSeenAt >= :from)";
        var until = "r.createdAt < :to or r.firstSeenAt < :to";
        var told = "exists (select 1 from EventRow e where e.instance = r.id"
                + (range.from().isPresent() ? " and e.occurredAt >= :from" : "")
                + (range.to().isPresent() ? " and e.occurredAt < :to" : "") + ")";
        var parts = new ArrayList<String>();
        range.from().ifPresent(from -> parts.add("(" + since + ")"));
        range.to().ifPresent(to -> parts.add("(" + until + ")"));
        conditions.and(String.join(" and ", parts) + " or " + told);
        conditions.value("from", range.from());
        conditions.value("to", range.to());
    }

    private static String literally(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
