package io.ecslifeguard.restart;

import io.ecslifeguard.api.Caller;
import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.journal.Circuits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;

/** The restart circuit of one instance. */
@Path("/api/instances/{id}/restart-circuit")
@Produces(MediaType.APPLICATION_JSON)
class InstanceCircuitResource {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.restarts");

    private final Circuits circuits;
    private final Caller caller;

    InstanceCircuitResource(Circuits circuits, Caller caller) {
        this.circuits = circuits;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Whether the instance is left alone since it was restarted too often")
    public Uni<CircuitItem> show(@RestPath String id) {
        var instance = Wanted.instance("id", id);
        return circuits.lastOf(instance)
                .map(last -> last.map(CircuitItem::of).orElseGet(() -> CircuitItem.never(instance.value())));
    }

    @POST
    @Path("/close")
    @Operation(
            summary = "Closes the circuit by hand",
            description = "The instance's starts are counted anew, and where it is down it is looked at at once.")
    public Uni<CircuitItem> close(@RestPath String id) {
        var instance = Wanted.instance("id", id);
        return circuits.close(instance, caller.name())
                .map(closed -> closed.orElseThrow(
                        () -> Refusal.unknown("The restart circuit of " + instance + " is not open")))
                .invoke(circuit -> LOG.infof(
                        "%s: its restart circuit is closed by %s",
                        instance, circuit.closedByUser().orElse("hand")))
                .map(CircuitItem::of);
    }
}
