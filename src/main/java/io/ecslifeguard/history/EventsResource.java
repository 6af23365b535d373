package io.ecslifeguard.history;

import static io.ecslifeguard.history.Documented.CURSOR;
import static io.ecslifeguard.history.Documented.FROM;
import static io.ecslifeguard.history.Documented.INSTANCE;
import static io.ecslifeguard.history.Documented.LIMIT;
import static io.ecslifeguard.history.Documented.TIME;
import static io.ecslifeguard.history.Documented.TO;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.RowNumber;
import io.ecslifeguard.event.Level;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened. */
@Path("/api/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
class EventsResource {

    static final Listing<EventRow, EventItem> EVENTS = new Listing<>(
            (hql, values) -> EventRow.find(hql, values),
            "EventRow r",
            "occurredAt",
            "seq",
            row -> row.occurredAt,
            row -> row.seq,
            Cursor::number,
            EventItem::of);
    static final String[] KINDS = {"state", "interruption", "system", "other"};
    private static final String[] LEVELS =
            Arrays.stream(Level.values()).map(Level::name).toArray(String[]::new);

    private final Reading reading;

    EventsResource(Reading reading) {
        this.reading = reading;
    }

    @GET
    @Operation(summary = "What happened, newest first", operationId = "events")
    @Parameter(
            name = "instance",
            in = ParameterIn.QUERY,
            description = "Events about this instance",
            example = INSTANCE,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Events of exactly this name",
            example = "Instance:StateChange",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "kind",
            in = ParameterIn.QUERY,
            description = "state: changes of an instance's state; interruption: spot instances to be reclaimed; system:"
                    + " operation and maintenance; other: everything else",
            schema = @Schema(enumeration = {"state", "interruption", "system", "other"}))
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Events with this state, action or event status, in any case",
            example = "Stopped",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "level",
            in = ParameterIn.QUERY,
            description = "Events that CloudMonitor rates so",
            schema = @Schema(enumeration = {"INFO", "WARN", "CRITICAL", "UNKNOWN"}))
    @Parameter(
            name = "region",
            in = ParameterIn.QUERY,
            description = "Events of this region",
            example = "cn-hangzhou",
            schema = @Schema(type = STRING))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = FROM,
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(name = "to", in = ParameterIn.QUERY, description = TO, example = TIME, schema = @Schema(type = STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = LIMIT, schema = @Schema(type = INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = CURSOR, schema = @Schema(type = STRING))
    public Uni<Page<EventItem>> list(@Context HttpServerRequest request) {
        var query = Query.of(request, "events", "instance", "name", "kind", "state", "level", "region", "from", "to");
        var conditions = new Conditions();
        conditions.and("r.instance = :instance", "instance", query.instance("instance"));
        conditions.and("r.name = :name", "name", query.text("name", 256));
        conditions.andIs("r.kind", "kind", query.word("kind", KINDS), "state");
        conditions.and("lower(r.detail) = lower(:detail)", "detail", query.text("state", 128));
        conditions.andIs("r.level", "level", query.word("level", LEVELS), Level.INFO.name());
        conditions.and("r.region = :region", "region", query.text("region", 64));
        conditions.within("r.occurredAt", query);
        return EVENTS.page(reading, query, conditions);
    }

    @GET
    @Path("/{seq}")
    @Operation(summary = "One event", operationId = "event")
    @Parameter(
            name = "seq",
            in = ParameterIn.PATH,
            description = "The event's number",
            schema = @Schema(type = INTEGER))
    public Uni<EventItem> one(@PathParam("seq") String seq, @Context HttpServerRequest request) {
        Query.none(request);
        var number = RowNumber.parse("seq", seq);
        return reading.read(() -> EventRow.<EventRow>findById(number))
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.unknown("The journal has no event " + number))
                .map(EventItem::of);
    }
}
