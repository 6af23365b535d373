package io.ecslifeguard.restart;

import io.ecslifeguard.api.Caller;
import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.RowNumber;
import io.ecslifeguard.api.StrictBody;
import io.ecslifeguard.journal.Holds;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** Holds for maintenance: while one is in force, what stops is left down. */
@Path("/api/restart/holds")
@Produces(MediaType.APPLICATION_JSON)
class HoldsResource {

    private final Holds holds;
    private final Held held;
    private final Clock clock;
    private final Caller caller;

    HoldsResource(Holds holds, Held held, Clock clock, Caller caller) {
        this.holds = holds;
        this.held = held;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The holds that are in force")
    public Uni<List<HoldItem>> inForce() {
        return holds.inForce().map(all -> all.stream().map(HoldItem::of).toList());
    }

    @POST
    @CustomDeserialization(StrictBody.class)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @APIResponseSchema(value = HoldItem.class, responseCode = "201", responseDescription = "Placed")
    @Operation(
            summary = "Places a hold",
            description =
                    "On an instance or, without one, on the whole fleet. What stops meanwhile is not started, and "
                            + "the record says why. Needs a reason and an end. An instance of which neither an event nor"
                            + " ECS knows is refused.")
    public Uni<HoldItem> place(HoldOrder order) {
        if (order == null) {
            throw Refusal.of(
                    "reason",
                    "The body is missing; it is such as {\"instance\": \"i-1\", \"reason\": \"disk swap\", "
                            + "\"until\": \"2026-12-24T06:00:00Z\"}");
        }
        var instance = Optional.ofNullable(order.instance()).map(text -> Wanted.instance("instance", text));
        var reason = Wanted.reason(order.reason());
        var until = Wanted.until(order.until(), clock.instant());
        var user = caller.name();
        return instance.map(held::check)
                .orElse(Uni.createFrom().item(Optional.empty()))
                .chain(note -> holds.place(instance, reason, until, user).map(hold -> HoldItem.of(hold, note)));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Operation(summary = "Ends a hold early")
    public Uni<Void> lift(@RestPath String id) {
        return holds.lift(RowNumber.parse("id", id), caller.name())
                .invoke(lifted -> {
                    if (!lifted) {
                        throw Refusal.unknown("No hold of number " + id + " is in force");
                    }
                })
                .replaceWithVoid();
    }
}
