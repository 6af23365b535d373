package io.ecslifeguard.history;

import static io.ecslifeguard.history.Documented.CURSOR;
import static io.ecslifeguard.history.Documented.FROM;
import static io.ecslifeguard.history.Documented.INSTANCE;
import static io.ecslifeguard.history.Documented.LIMIT;
import static io.ecslifeguard.history.Documented.TIME;
import static io.ecslifeguard.history.Documented.TO;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.ecslifeguard.journal.Notice;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators should hear of. */
@Path("/api/notices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
class NoticesResource {

    static final Listing<NoticeRow, NoticeItem> NOTICES = new Listing<>(
            (hql, values) -> NoticeRow.find(hql, values),
            "NoticeRow r",
            "createdAt",
            "id",
            row -> row.createdAt,
            row -> row.id,
            Cursor::number,
            NoticeItem::of);
    private static final String[] KINDS =
            Arrays.stream(Notice.Kind.values()).map(Notice.Kind::column).toArray(String[]::new);

    private final Reading reading;

    NoticesResource(Reading reading) {
        this.reading = reading;
    }

    @GET
    @Operation(
            summary = "What operators should hear of, newest first",
            description =
                    "Also where no destination is set; which destinations have heard of it is told by their names.",
            operationId = "notices")
    @Parameter(
            name = "instance",
            in = ParameterIn.QUERY,
            description = "Notices about this instance",
            example = INSTANCE,
            schema = @Schema(type = STRING))
    @Parameter(
            name = "kind",
            in = ParameterIn.QUERY,
            description = "Notices of this kind",
            schema =
                    @Schema(
                            enumeration = {
                                "given_up",
                                "circuit_opened",
                                "brake_on",
                                "evacuation_failed",
                                "replacement_failed",
                                "access_denied",
                                "quarantine_grows",
                                "restarted",
                                "replaced"
                            }))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = FROM,
            example = TIME,
            schema = @Schema(type = STRING))
    @Parameter(name = "to", in = ParameterIn.QUERY, description = TO, example = TIME, schema = @Schema(type = STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = LIMIT, schema = @Schema(type = INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = CURSOR, schema = @Schema(type = STRING))
    public Uni<Page<NoticeItem>> list(@Context HttpServerRequest request) {
        var query = Query.of(request, "notices", "instance", "kind", "from", "to");
        var conditions = new Conditions();
        conditions.and("r.instance = :instance", "instance", query.instance("instance"));
        conditions.and("r.kind = :kind", "kind", query.word("kind", KINDS));
        conditions.within("r.createdAt", query);
        return NOTICES.page(reading, query, conditions);
    }
}
