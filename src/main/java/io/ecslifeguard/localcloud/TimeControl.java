package io.ecslifeguard.localcloud;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The local cloud's clock, {@code /localcloud/time}: {@code GET} reads it, {@code POST {"seconds"}} puts it forward,
 * {@code PUT {"factor"}} makes it run so much faster than the one on the wall.
 */
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
        } else if (method.equals("PUT")) {
            if (!(body.getValue("factor") instanceof Number factor)
                    || !(factor.doubleValue() > 0 && factor.doubleValue() <= 10_000)) {
                throw new ApiError(
                        400, "InvalidBody", "\"factor\" is how much faster the clock runs, above 0 and at most 10000.");
            }
            time.run(factor.doubleValue());
        } else if (!method.equals("GET")) {
            throw new ApiError(405, "MethodNotAllowed", "The time takes GET, POST and PUT.");
        }
        return new JsonObject().put("now", time.now().toString());
    }
}
