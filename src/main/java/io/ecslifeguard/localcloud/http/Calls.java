package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The record of every call, {@code /localcloud/calls}: {@code GET} reads it (parameters {@code operation},
 * {@code since} and {@code limit}), {@code GET /localcloud/calls/counts} counts by operation, {@code DELETE} forgets.
 * Bounded: the oldest calls are dropped, and how many is told.
 */
public final class Calls implements Control {

    private static final Set<String> SECRET =
            Set.of("Signature", "SecurityToken", "Password", "SignatureNonce", "SignatureMethod", "SignatureVersion");

    private record Call(
            long number,
            Operation operation,
            Instant at,
            long micros,
            int status,
            String code,
            String accessKeyId,
            String fault) {

        JsonObject describe() {
            var parameters = new JsonObject();
            operation.parameters().forEach((name, value) -> {
                if (!SECRET.contains(name)) {
                    parameters.put(name, value);
                }
            });
            return new JsonObject()
                    .put("number", number)
                    .put("product", operation.product())
                    .put("operation", operation.name())
                    .put("parameters", parameters)
                    .put("accessKeyId", accessKeyId)
                    .put("time", at.toString())
                    .put("durationMicros", micros)
                    .put("status", status)
                    .put("code", code)
                    .put("requestId", operation.requestId())
                    .put("fault", fault);
        }
    }

    private final int limit;
    private final ArrayDeque<Call> calls = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long last;
    private long dropped;

    public Calls(int limit) {
        this.limit = limit;
    }

    void add(Operation operation, Instant at, long micros, int status, String code, String key, String fault) {
        if (calls.size() >= limit) {
            calls.removeFirst();
            dropped++;
        }
        calls.addLast(new Call(++last, operation, at, micros, status, code, key, fault));
        var name = operation.product() + ":" + operation.name();
        // an unknown action's name is the caller's choice, so their number must not be
        if (counts.size() < 500 || counts.containsKey(name)) {
            counts.merge(name, 1L, Long::sum);
        }
    }

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        var path = String.join("/", rest);
        if (method.equals("DELETE") && rest.isEmpty()) {
            calls.clear();
            counts.clear();
            dropped = 0;
            return null;
        }
        if (!method.equals("GET") || !rest.isEmpty() && !path.equals("counts")) {
            throw new ApiError(
                    405,
                    "MethodNotAllowed",
                    "Calls take GET and DELETE on /localcloud/calls, " + "and GET on /localcloud/calls/counts.");
        }
        return rest.isEmpty() ? list(query) : new JsonObject(new TreeMap<>(counts));
    }

    private JsonObject list(Map<String, String> query) {
        var operation = query.get("operation");
        var since = number(query, "since", 0);
        var most = number(query, "limit", 1000);
        var found = new JsonArray();
        for (var call : calls) {
            if (found.size() >= most) {
                break;
            }
            if (call.number > since && (operation == null || matches(call.operation, operation))) {
                found.add(call.describe());
            }
        }
        return new JsonObject().put("calls", found).put("last", last).put("dropped", dropped);
    }

    private static boolean matches(Operation call, String wanted) {
        return wanted.equalsIgnoreCase(call.name()) || wanted.equalsIgnoreCase(call.product() + ":" + call.name());
    }

    private static long number(Map<String, String> query, String name, long otherwise) {
        var text = query.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ApiError(400, "InvalidParameter", "\"" + name + "\" is a number, not \"" + text + "\".");
        }
    }
}
