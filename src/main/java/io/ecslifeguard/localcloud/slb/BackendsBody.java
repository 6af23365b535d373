package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.json.JsonObject;

/** The body by which the control API changes a group's backends: without the checks of the API. */
final class BackendsBody {

    private BackendsBody() {}

    static void apply(VServerGroup group, JsonObject body, Servers servers, boolean ports) {
        var server = body.getString("server");
        if (server == null) {
            throw new ApiError(400, "BadRequest", "server is missing: the id or name of an instance, such as web-1");
        }
        var id = servers.find(server)
                .orElseThrow(() ->
                        new ApiError(404, "NotFound", "There is no instance " + server + "; GET instances lists them"));
        if (body.getBoolean("remove", false)) {
            group.removeServer(id);
            return;
        }
        var port = ports ? within("port", body.getInteger("port", 80), 1, 65_535) : 0;
        var weight = within("weight", body.getInteger("weight", 100), 0, 100);
        if (group.loadBalancer.backends() >= LoadBalancer.MOST_BACKENDS) {
            throw new ApiError(409, "Full", "A load balancer has at most " + LoadBalancer.MOST_BACKENDS + " backends");
        }
        group.put(new Backend(id, null, port, weight, "ecs", body.getString("description")));
    }

    private static int within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ApiError(400, "BadRequest", name + " must be a number from " + least + " to " + most);
        }
        return value;
    }
}
