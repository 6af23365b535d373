package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Answers a body whose members are of the wrong kind with what is wrong, whichever part reads it. */
record CheckedControl(Control part) implements Control {

    @Override
    public String name() {
        return part.name();
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        try {
            return part.call(method, rest, query, body);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new ApiError(400, "BadRequest", "A member of the body is of the wrong kind: " + e.getMessage());
        }
    }
}
