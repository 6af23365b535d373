package io.ecslifeguard.dispatch;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;

import io.ecslifeguard.api.Caller;
import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.RowNumber;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Journal;
import io.ecslifeguard.journal.Quarantine;
import io.ecslifeguard.journal.Quarantine.Replayed;
import io.ecslifeguard.journal.Recorded;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/**
 * Reads messages from quarantine anew, such as after an upgrade to a version that understands them. The event's key keeps
 * one that is read anew twice from being recorded, and acted on, twice.
 */
@Path("/api/quarantine/{id}/replay")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
class ReplayResource {

    private static final Logger LOG = Logger.getLogger(ReplayResource.class);

    private final Quarantine quarantine;
    private final Sorting sorting;
    private final Journal journal;
    private final Chronicle chronicle;
    private final Dispatcher dispatcher;
    private final Caller caller;

    ReplayResource(
            Quarantine quarantine,
            Sorting sorting,
            Journal journal,
            Chronicle chronicle,
            Dispatcher dispatcher,
            Caller caller) {
        this.quarantine = quarantine;
        this.sorting = sorting;
        this.journal = journal;
        this.chronicle = chronicle;
        this.dispatcher = dispatcher;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "Puts a message from quarantine through the service again",
            description = "Where it is understood now, it becomes an event with the reactions that it calls for; it"
                    + " stays in quarantine as well, marked as replayed.",
            operationId = "replay")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "The message's number",
            schema = @Schema(type = INTEGER))
    public Uni<ReplayItem> replay(@PathParam("id") String id) {
        var number = RowNumber.parse("id", id);
        var user = caller.name();
        return quarantine
                .message(number)
                .map(source -> sorting.entry(there(number, source)))
                .chain(entry -> entry instanceof Entry.Happened happened
                        ? record(number, happened, user)
                        : park(number, (Entry.Parked) entry, user))
                .invoke(item -> LOG.infof(
                        "Message %d of quarantine is read anew by %s: %s",
                        number, user.orElse("hand"), item.outcome()));
    }

    private Uni<ReplayItem> record(long id, Entry.Happened happened, Optional<String> user) {
        var key = happened.event().header().key();
        return journal.record(List.of(happened))
                .invoke(recorded -> tell(happened, recorded))
                .chain(recorded -> quarantine
                        .understood(id, key, user)
                        .map(replayed ->
                                item(id, there(id, replayed), recorded.fresh().contains(key))));
    }

    private Uni<ReplayItem> park(long id, Entry.Parked parked, Optional<String> user) {
        return quarantine
                .notUnderstood(id, parked.reason(), user)
                .map(replayed -> item(id, there(id, replayed), false));
    }

    private void tell(Entry.Happened happened, Recorded recorded) {
        chronicle.tell(List.of(happened), recorded);
        if (recorded.callsForWork()) {
            dispatcher.wake();
        }
    }

    private static ReplayItem item(long id, Replayed replayed, boolean fresh) {
        return replayed.event()
                .map(event -> new ReplayItem(id, fresh ? "recorded" : "known", event, null, replayed.at()))
                .orElseGet(() -> new ReplayItem(id, "not_understood", null, replayed.reason(), replayed.at()));
    }

    private static <T> T there(long id, Optional<T> found) {
        return found.orElseThrow(() -> Refusal.unknown("The journal has no message " + id + " in quarantine"));
    }
}
