package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.Parameters;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The actions on load balancers and their default groups.
 *
 * @param groupsByServer whether ServerId finds members of vServer groups too
 */
record LoadBalancerActions(
        Time time,
        Region region,
        Balancers balancers,
        Edits edits,
        LoadBalancerView view,
        BooleanSupplier groupsByServer) {

    JsonObject list(Parameters call) {
        region.require(call);
        var number = call.number("PageNumber", 1, 1, Integer.MAX_VALUE);
        var size = call.number("PageSize", 10, 1, 100);
        var tags = tags(call);
        var found = balancers.all().stream()
                .filter(it -> call.text("LoadBalancerId") == null
                        || Arrays.asList(call.text("LoadBalancerId").split("\\s*,\\s*"))
                                .contains(it.id))
                .filter(it -> call.text("LoadBalancerName") == null || matches(call.text("LoadBalancerName"), it.name))
                .filter(it -> call.text("LoadBalancerStatus", "active").equals("active"))
                .filter(it -> call.text("VpcId", "vpc-local").equals("vpc-local"))
                .filter(it -> call.text("ServerId") == null
                        || it.hasServer(call.text("ServerId"), groupsByServer.getAsBoolean()))
                .filter(it -> it.tags.entrySet().containsAll(tags.entrySet()))
                .toList();
        var page = new JsonArray();
        found.stream().skip((number - 1L) * size).limit(size).map(view::brief).forEach(page::add);
        return new JsonObject()
                .put("LoadBalancers", new JsonObject().put("LoadBalancer", page))
                .put("TotalCount", found.size())
                .put("PageNumber", number)
                .put("PageSize", size);
    }

    private static boolean matches(String names, String name) {
        return Arrays.stream(names.split("\\s*,\\s*"))
                .anyMatch(pattern -> name.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E"));
    }

    /** Tags as the older parameter Tags, a JSON array, or as Tag.N. */
    private static Map<String, String> tags(Parameters call) {
        var tags = new HashMap<String, String>();
        call.groups("Tag").forEach(tag -> tags.put(tag.required("Key"), tag.text("Value", "")));
        if (call.text("Tags") != null) {
            var list = Parameters.jsonArray(call.text("Tags"))
                    .orElseThrow(() -> Parameters.invalid("Tags", "it must be a JSON array of TagKey and TagValue"));
            for (var element : list) {
                if (!(element instanceof Map<?, ?> tag) || tag.get("TagKey") == null) {
                    throw Parameters.invalid("Tags", "it must be a JSON array of TagKey and TagValue");
                }
                tags.put(tag.get("TagKey").toString(), String.valueOf(tag.get("TagValue")));
            }
        }
        return tags;
    }

    JsonObject describe(Parameters call) {
        return view.full(asked(call));
    }

    JsonObject create(Parameters call) {
        region.require(call);
        var name = call.text("LoadBalancerName", "auto_named_slb");
        var created = balancers.create(name, List.of(), Map.of(), time.now());
        return new JsonObject()
                .put("LoadBalancerId", created.id)
                .put("LoadBalancerName", created.name)
                .put("Address", created.address)
                .put("AddressIPVersion", "ipv4")
                .put("NetworkType", "vpc")
                .put("VpcId", "vpc-local")
                .put("VSwitchId", call.text("VSwitchId", "vsw-" + region.id() + "-h"))
                .put("ResourceGroupId", call.text("ResourceGroupId", ""));
    }

    JsonObject add(Parameters call) {
        var group = asked(call).defaultGroup;
        edits.add(group, BackendList.withoutPorts(call, "BackendServers"));
        return answer(group, true);
    }

    JsonObject remove(Parameters call) {
        var group = asked(call).defaultGroup;
        edits.remove(group, BackendList.withoutPorts(call, "BackendServers"));
        return answer(group, false);
    }

    JsonObject set(Parameters call) {
        var group = asked(call).defaultGroup;
        edits.weigh(group, BackendList.withoutPorts(call, "BackendServers"));
        return answer(group, true);
    }

    private LoadBalancer asked(Parameters call) {
        region.require(call);
        return balancers.known(call.required("LoadBalancerId"));
    }

    // AddBackendServers and SetBackendServers answer weights as text, alone of all
    private static JsonObject answer(VServerGroup group, boolean weightAsText) {
        var backends = new JsonArray();
        for (var backend : group.backends()) {
            var json = backend.json();
            backends.add(weightAsText ? json.put("Weight", String.valueOf(backend.weight())) : json);
        }
        return new JsonObject()
                .put("LoadBalancerId", group.loadBalancer.id)
                .put("BackendServers", new JsonObject().put("BackendServer", backends));
    }
}
