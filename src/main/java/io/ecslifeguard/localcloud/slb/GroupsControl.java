package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Control part {@code groups}: vServer groups. Ids and names are taken alike.
 *
 * <ul>
 *   <li>{@code GET /groups}, {@code GET /groups/{id}}: groups with their backends
 *   <li>{@code POST /groups} {@code {"loadBalancer", "name"}}: creates one
 *   <li>{@code POST /groups/{id}/backends} {@code {"server", "port", "weight", "description"}}: puts an instance in,
 *       running or not; with {@code "remove": true} takes it out with all its ports
 * </ul>
 */
record GroupsControl(Time time, Balancers balancers, Servers servers) implements Control {

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (method.equals("GET") && rest.isEmpty()) {
            var all = new JsonArray();
            balancers.allGroups().forEach(group -> all.add(json(group)));
            return all;
        }
        if (method.equals("GET") && rest.size() == 1) {
            return json(find(rest.get(0)));
        }
        if (method.equals("POST") && rest.isEmpty()) {
            return json(create(body));
        }
        if (method.equals("POST") && rest.size() == 2 && rest.get(1).equals("backends")) {
            var group = find(rest.get(0));
            BackendsBody.apply(group, body, servers, true);
            return json(group);
        }
        throw new ApiError(404, "NotFound", "groups takes GET, POST, and POST {id}/backends");
    }

    private VServerGroup create(JsonObject body) {
        var wanted = body.getString("loadBalancer", "");
        var loadBalancer = balancers
                .find(wanted)
                .orElseThrow(() -> new ApiError(
                        404, "NotFound", "There is no load balancer '" + wanted + "'; GET loadbalancers lists them"));
        return balancers.createGroup(loadBalancer, body.getString("name", "group"), time.now());
    }

    private VServerGroup find(String idOrName) {
        return balancers
                .findGroup(idOrName)
                .orElseThrow(() -> new ApiError(
                        404, "NotFound", "There is no vServer group " + idOrName + "; GET groups lists them"));
    }

    static JsonObject json(VServerGroup group) {
        return new JsonObject()
                .put("id", group.id)
                .put("name", group.name)
                .put("loadBalancer", group.loadBalancer.id)
                .put("backends", backends(group));
    }

    static JsonArray backends(VServerGroup group) {
        var backends = new JsonArray();
        group.backends().forEach(backend -> {
            var json = new JsonObject().put("server", backend.serverId()).put("weight", backend.weight());
            backends.add(backend.port() == 0 ? json : json.put("port", backend.port()));
        });
        return backends;
    }
}
