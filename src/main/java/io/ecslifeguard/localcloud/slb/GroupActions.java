package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.Parameters;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The actions on vServer groups.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/35215.htm">vServer groups</a>
 */
record GroupActions(Time time, Region region, Balancers balancers, Edits edits) {

    JsonObject list(Parameters call) {
        region.require(call);
        var loadBalancer = balancers.known(call.required("LoadBalancerId"));
        var groups = new JsonArray();
        loadBalancer.groups.values().forEach(group -> {
            var json = new JsonObject()
                    .put("VServerGroupId", group.id)
                    .put("VServerGroupName", group.name)
                    .put("ServerCount", group.backends().size())
                    .put("CreateTime", LoadBalancerView.time(group.created));
            groups.add(json.put("AssociatedObjects", associated(call, loadBalancer, group)));
        });
        return new JsonObject().put("VServerGroups", new JsonObject().put("VServerGroup", groups));
    }

    // The first group serves the listeners; what serves what is not modelled any further
    private static JsonObject associated(Parameters call, LoadBalancer loadBalancer, VServerGroup group) {
        var listeners = new JsonArray();
        var first = loadBalancer.groups.keySet().iterator().next().equals(group.id);
        if (call.flag("IncludeListener") && first) {
            loadBalancer.listeners.forEach(
                    port -> listeners.add(new JsonObject().put("Port", port).put("Protocol", "http")));
        }
        return new JsonObject()
                .put("Listeners", new JsonObject().put("Listener", listeners))
                .put("Rules", new JsonObject().put("Rule", new JsonArray()));
    }

    JsonObject describe(Parameters call) {
        var group = asked(call);
        return answer(group, group.backends())
                .put("VServerGroupName", group.name)
                .put("LoadBalancerId", group.loadBalancer.id)
                .put("CreateTime", LoadBalancerView.time(group.created));
    }

    JsonObject create(Parameters call) {
        region.require(call);
        var loadBalancer = balancers.known(call.required("LoadBalancerId"));
        var backends = call.text("BackendServers") == null
                ? List.<Backend>of()
                : BackendList.withPorts(call, "BackendServers");
        edits.checkIdle(loadBalancer.defaultGroup);
        edits.checkAddable(loadBalancer, backends);
        var group = balancers.createGroup(loadBalancer, call.text("VServerGroupName", "group"), time.now());
        edits.add(group, backends);
        return answer(group, group.backends());
    }

    JsonObject delete(Parameters call) {
        var group = asked(call);
        edits.checkIdle(group);
        balancers.delete(group);
        return new JsonObject();
    }

    JsonObject add(Parameters call) {
        var group = asked(call);
        edits.add(group, BackendList.withPorts(call, "BackendServers"));
        return answer(group, group.backends());
    }

    JsonObject remove(Parameters call) {
        var group = asked(call);
        edits.remove(group, BackendList.withPorts(call, "BackendServers"));
        return answer(group, group.backends());
    }

    JsonObject modify(Parameters call) {
        var group = asked(call);
        if (call.text("OldBackendServers") == null && call.text("NewBackendServers") == null) {
            throw Parameters.missing("NewBackendServers");
        }
        edits.replace(group, optional(call, "OldBackendServers"), optional(call, "NewBackendServers"));
        return answer(group, group.backends());
    }

    JsonObject set(Parameters call) {
        var group = asked(call);
        edits.weigh(group, optional(call, "BackendServers"));
        group.name = call.text("VServerGroupName", group.name);
        return answer(group, group.backends()).put("VServerGroupName", group.name);
    }

    private static List<Backend> optional(Parameters call, String name) {
        return call.text(name) == null ? List.of() : BackendList.withPorts(call, name);
    }

    private VServerGroup asked(Parameters call) {
        region.require(call);
        return balancers.knownGroup(call.required("VServerGroupId"));
    }

    private static JsonObject answer(VServerGroup group, List<Backend> backends) {
        return new JsonObject()
                .put("VServerGroupId", group.id)
                .put("BackendServers", LoadBalancerView.backends(backends));
    }
}
