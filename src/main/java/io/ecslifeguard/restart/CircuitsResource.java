package io.ecslifeguard.restart;

import io.ecslifeguard.journal.Circuits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The instances that are left alone, since they were restarted too often. */
@Path("/api/restart/circuits")
@Produces(MediaType.APPLICATION_JSON)
class CircuitsResource {

    private final Circuits circuits;

    CircuitsResource(Circuits circuits) {
        this.circuits = circuits;
    }

    @GET
    @Operation(summary = "The restart circuits that are open")
    public Uni<List<CircuitItem>> open() {
        return circuits.allOpen().map(all -> all.stream().map(CircuitItem::of).toList());
    }
}
