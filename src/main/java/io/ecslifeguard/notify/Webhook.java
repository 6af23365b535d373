package io.ecslifeguard.notify;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;

/** A webhook; its address, query included, is the client's own. */
@Path("")
interface Webhook {

    /** Sends a body as it is; headers and parameters that are null are left out. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> send(
            @HeaderParam("X-Lifeguard-Id") String id,
            @HeaderParam("X-Lifeguard-Signature") String signature,
            @RestQuery String timestamp,
            @RestQuery String sign,
            String body);
}
