package io.ecslifeguard.localcloud;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The local cloud's clock, {@code /localcloud/time}: {@code GET} reads it, {@code POST} puts it forward. */
final class TimeControl implements Control {

    private final ScaledTime time;

    TimeControl(ScaledTime time) {
        this.time = time;
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (method.equals("POST")) {
            if (!(body.getValue("seconds") instanceof Number seconds)
                    || !(seconds.doubleValue() > 0 && seconds.doubleValue() <= 10 * 365 * 86400.0)) {
                throw new ApiError(400, "InvalidBody", "\"seconds\" is by how much to put the clock forward, above 0.");
            }
            time.advance(Duration.ofMillis((long) (seconds.doubleValue() * 1000)));
        } else if (!method.equals("GET")) {
            throw new ApiError(405, "MethodNotAllowed", "The time takes GET and POST.");
        }
        return new JsonObject().put("now", time.now().toString());
    }
}
