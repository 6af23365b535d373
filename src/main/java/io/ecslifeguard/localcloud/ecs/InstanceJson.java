package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** An instance as the control API shows it and takes it. */
final class InstanceJson {

    private InstanceJson() {}

    static JsonObject of(Instance instance) {
        return new JsonObject()
                .put("id", instance.id)
                .put("name", instance.name)
                .put("state", instance.gone ? "Deleted" : instance.state.wire())
                .put("type", instance.order.type())
                .put("zone", instance.order.zone())
                .put("spot", instance.order.spot())
                .put("privateIp", instance.privateIp)
                .put("created", instance.created.toString())
                .put("stoppedMode", instance.stoppedModeNow())
                .put("interrupted", instance.interrupted)
                .put("locks", new JsonArray(new ArrayList<>(instance.locks.keySet())))
                .put("tags", new JsonObject(new LinkedHashMap<>(instance.tags)));
    }

    /** The parameters of RunInstances that a body comes down to. */
    static Parameters order(JsonObject body) {
        var values = new LinkedHashMap<String, String>();
        values.put("InstanceType", body.getString("type", "ecs.g7.large"));
        values.put("ImageId", "aliyun_3_x64_20G_alibase_20260101.vhd");
        values.put("SecurityGroupId", "sg-local");
        put(values, "InstanceName", body.getString("name"));
        put(values, "ZoneId", body.getString("zone"));
        if (body.getBoolean("spot", false)) {
            values.put("SpotStrategy", "SpotAsPriceGo");
        }
        var number = 0;
        for (var tag : body.getJsonObject("tags", new JsonObject())) {
            number++;
            values.put("Tag." + number + ".Key", tag.getKey());
            values.put("Tag." + number + ".Value", String.valueOf(tag.getValue()));
        }
        if (number > Tagging.MOST) {
            throw new ApiError(400, "BadRequest", "An instance has at most " + Tagging.MOST + " tags");
        }
        body.getJsonObject("parameters", new JsonObject())
                .forEach(parameter -> values.put(parameter.getKey(), String.valueOf(parameter.getValue())));
        return new Parameters(Map.copyOf(values));
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
