package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The control API, {@code /localcloud/...}: plain JSON without a signature. Its documentation is at its root. */
public final class Controls {

    /** A part that takes bodies as they are. */
    public interface Raw {
        /** Whether it takes this request's body as it is. */
        boolean takes(String method, List<String> rest);

        /** As {@link Control#call}, with the body's bytes. */
        Object callRaw(List<String> rest, Map<String, String> query, byte[] body);
    }

    private final Map<String, Control> byName = new TreeMap<>();

    public Controls(List<Control> controls) {
        controls.forEach(control -> byName.put(control.name(), control));
    }

    Reply answer(Request request) {
        try {
            return reply(call(request));
        } catch (ApiError e) {
            return json(
                    e.status(),
                    e.code(),
                    new JsonObject().put("error", e.getMessage()).encodePrettily());
        } catch (RuntimeException e) {
            return json(
                    500,
                    "InternalError",
                    new JsonObject().put("error", e.toString()).encodePrettily());
        }
    }

    private Object call(Request request) {
        var segments = Arrays.stream(request.path().split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> Request.decode(segment, false))
                .skip(1)
                .toList();
        if (segments.isEmpty()) {
            return documentation();
        }
        var control = byName.get(segments.get(0));
        if (control == null) {
            throw new ApiError(
                    404,
                    "NotFound",
                    "There is no /localcloud/" + segments.get(0) + "; there are " + String.join(", ", byName.keySet())
                            + ".");
        }
        var rest = segments.subList(1, segments.size());
        var query = Request.parameters(request.query(), true);
        if (control instanceof Raw raw && raw.takes(request.method(), rest)) {
            return raw.callRaw(rest, query, request.body().getBytes());
        }
        return control.call(request.method(), rest, query, body(request));
    }

    private static JsonObject body(Request request) {
        try {
            return request.body().length() == 0 ? new JsonObject() : new JsonObject(request.body());
        } catch (DecodeException | ClassCastException e) {
            throw new ApiError(400, "InvalidBody", "The body is not a JSON object: " + e.getMessage());
        }
    }

    private static Reply reply(Object answer) {
        if (answer == null) {
            return Reply.of(204, null, Map.of(), null);
        }
        if (answer instanceof String text) {
            return Reply.of(200, null, Map.of("Content-Type", "text/markdown;charset=utf-8"), text);
        }
        var array = answer instanceof JsonArray;
        return json(200, null, array ? ((JsonArray) answer).encodePrettily() : ((JsonObject) answer).encodePrettily());
    }

    private static Reply json(int status, String code, String text) {
        return Reply.of(status, code, Map.of("Content-Type", "application/json;charset=utf-8"), text + "\n");
    }

    private static String documentation() {
        try (var in = Controls.class.getResourceAsStream("/localcloud-control.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
