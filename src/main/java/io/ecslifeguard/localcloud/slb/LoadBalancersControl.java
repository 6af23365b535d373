package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Control part {@code loadbalancers}. Ids and names are taken alike.
 *
 * <ul>
 *   <li>{@code GET /loadbalancers}, {@code GET /loadbalancers/{id}}: load balancers with their groups and backends
 *   <li>{@code POST /loadbalancers} {@code {"name", "listeners": [80], "tags": {}}}: creates one
 *   <li>{@code POST /loadbalancers/{id}/backends} {@code {"server", "weight"}}: puts an instance into the default group,
 *       running or not; with {@code "remove": true} takes it out
 * </ul>
 */
record LoadBalancersControl(Time time, Balancers balancers, Servers servers) implements Control {

    @Override
    public String name() {
        return "loadbalancers";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (method.equals("GET") && rest.isEmpty()) {
            var all = new JsonArray();
            balancers.all().forEach(loadBalancer -> all.add(json(loadBalancer)));
            return all;
        }
        if (method.equals("GET") && rest.size() == 1) {
            return json(find(rest.get(0)));
        }
        if (method.equals("POST") && rest.isEmpty()) {
            return json(create(body));
        }
        if (method.equals("POST") && rest.size() == 2 && rest.get(1).equals("backends")) {
            var loadBalancer = find(rest.get(0));
            BackendsBody.apply(loadBalancer.defaultGroup, body, servers, false);
            return json(loadBalancer);
        }
        throw new ApiError(404, "NotFound", "loadbalancers takes GET, POST, and POST {id}/backends");
    }

    private LoadBalancer create(JsonObject body) {
        var listeners = new ArrayList<Integer>();
        body.getJsonArray("listeners", JsonArray.of(80)).forEach(port -> listeners.add(((Number) port).intValue()));
        var tags = new HashMap<String, String>();
        body.getJsonObject("tags", new JsonObject()).forEach(tag -> tags.put(tag.getKey(), "" + tag.getValue()));
        return balancers.create(body.getString("name", "loadbalancer"), listeners, tags, time.now());
    }

    private LoadBalancer find(String idOrName) {
        return balancers
                .find(idOrName)
                .orElseThrow(() -> new ApiError(
                        404, "NotFound", "There is no load balancer " + idOrName + "; GET loadbalancers lists them"));
    }

    private static JsonObject json(LoadBalancer loadBalancer) {
        var groups = new JsonArray();
        loadBalancer.groups.values().forEach(group -> groups.add(GroupsControl.json(group)));
        return new JsonObject()
                .put("id", loadBalancer.id)
                .put("name", loadBalancer.name)
                .put("listeners", new JsonArray(loadBalancer.listeners))
                .put("tags", new JsonObject(new HashMap<>(loadBalancer.tags)))
                .put("backends", GroupsControl.backends(loadBalancer.defaultGroup))
                .put("groups", groups);
    }
}
