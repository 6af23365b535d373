package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Control part {@code templates}: launch templates.
 *
 * <ul>
 *   <li>{@code GET /templates}
 *   <li>{@code POST /templates} {@code {"name", "parameters": {"InstanceType": "ecs.g7.large"}}}: creates one, or a new
 *       version of the one of that name; parameters are RunInstances' own
 * </ul>
 */
record TemplatesControl(Time time, LaunchTemplates templates) implements Control {

    @Override
    public String name() {
        return "templates";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (!rest.isEmpty() || !List.of("GET", "POST").contains(method)) {
            throw new ApiError(404, "NotFound", "templates takes GET and POST");
        }
        if (method.equals("POST")) {
            var data = new LinkedHashMap<String, String>();
            body.getJsonObject("parameters", new JsonObject())
                    .forEach(parameter -> data.put(parameter.getKey(), String.valueOf(parameter.getValue())));
            templates.add(body.getString("name", "web"), data, time.now());
        }
        var all = new JsonArray();
        templates
                .all()
                .forEach(template -> all.add(new JsonObject()
                        .put("id", template.id())
                        .put("name", template.name())
                        .put("versions", template.versions().size())));
        return all;
    }
}
