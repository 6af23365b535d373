package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Control part {@code settings}: how instances behave from now on; what is under way keeps its times.
 *
 * <ul>
 *   <li>{@code GET /settings}
 *   <li>{@code PUT /settings} with any of the members that GET shows: {@code pendingSeconds}, {@code startingSeconds},
 *       {@code stoppingSeconds}, {@code releasingSeconds}, {@code rebootTellsStopped}, {@code spotNoticeSeconds},
 *       {@code spotStopSeconds}, {@code configuringSeconds}, {@code groupsByServer}, {@code envelope} (rule,
 *       event-center, cloud-event), {@code topic} (none, json, xml), {@code encoding} (raw, base64, base64-inner),
 *       {@code maxInstances}
 * </ul>
 *
 * @see FleetOptions
 */
record SettingsControl(Settings settings) implements Control {

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (!rest.isEmpty() || !List.of("GET", "PUT").contains(method)) {
            throw new ApiError(404, "NotFound", "settings takes GET and PUT");
        }
        if (method.equals("PUT")) {
            settings.change(SettingsJson.changed(settings.now(), body));
        }
        return SettingsJson.of(settings.now());
    }
}
