package io.ecslifeguard.dev;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;

/** The local cloud's control of its instances: what somebody would do at the console. */
@RegisterRestClient(configKey = "local-cloud")
@Path("/localcloud/instances")
interface LocalInstances {

    @POST
    Uni<Map<String, Object>> create(Map<String, Object> order);

    @POST
    @Path("/{name}/stop")
    Uni<Map<String, Object>> stop(@RestPath String name);

    @POST
    @Path("/{name}/interrupt")
    Uni<Map<String, Object>> interrupt(@RestPath String name);
}
