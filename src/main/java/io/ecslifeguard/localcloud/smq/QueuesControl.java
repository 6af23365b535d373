package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.http.Controls;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The queues as a person sees them, {@code /localcloud/queues}: {@code GET} lists them, {@code PUT
 * /localcloud/queues/{queue}} creates one, {@code DELETE} deletes it; {@code GET}, {@code POST} and {@code DELETE} of
 * {@code /localcloud/queues/{queue}/messages} look, put any body, and empty; {@code GET}, {@code PUT} and {@code
 * DELETE} of {@code /localcloud/queues/{queue}/faults} read and set how the queue misbehaves.
 */
public final class QueuesControl implements Control, Controls.Raw {

    private final Queues queues;

    public QueuesControl(Queues queues) {
        this.queues = queues;
    }

    @Override
    public String name() {
        return "queues";
    }

    @Override
    public boolean takes(String method, List<String> rest) {
        return method.equals("POST") && rest.size() == 2 && rest.get(1).equals("messages");
    }

    @Override
    public Object callRaw(List<String> rest, Map<String, String> query, byte[] body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return new JsonObject().put("messageId", queues.send(rest.get(0), text.toString()));
        } catch (CharacterCodingException e) {
            throw new ApiError(400, "MalformedXML", "The body is not UTF-8: send it in base64.");
        }
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (rest.isEmpty() && method.equals("GET")) {
            var all = new JsonArray();
            queues.all().values().forEach(queue -> all.add(describe(queue)));
            return all;
        }
        if (rest.isEmpty() || rest.size() > 2) {
            throw unknown();
        }
        var name = rest.get(0);
        return switch (method + (rest.size() == 1 ? "" : " " + rest.get(1))) {
            case "GET" -> describe(queues.get(name));
            case "PUT" -> {
                queues.ensure(name);
                yield describe(queues.get(name));
            }
            case "DELETE" -> {
                queues.delete(name);
                yield null;
            }
            case "GET messages" -> messages(queues.get(name), query);
            case "DELETE messages" -> {
                queues.get(name).clear();
                yield null;
            }
            case "GET faults" -> queues.get(name).faults.describe();
            case "PUT faults" -> {
                queues.get(name).faults = QueueFaults.of(body);
                yield queues.get(name).faults.describe();
            }
            case "DELETE faults" -> {
                queues.get(name).faults = QueueFaults.NONE;
                yield null;
            }
            default -> throw unknown();
        };
    }

    private static JsonArray messages(MessageQueue queue, Map<String, String> query) {
        int limit;
        try {
            limit = Math.max(1, Math.min(1000, Integer.parseInt(query.getOrDefault("limit", "16"))));
        } catch (NumberFormatException e) {
            throw new ApiError(400, "InvalidParameter", "\"limit\" is a number.");
        }
        var seen = new JsonArray();
        for (var message : queue.peek(limit)) {
            seen.add(new JsonObject()
                    .put("messageId", message.id)
                    .put("body", message.draft.body())
                    .put("priority", message.draft.priority())
                    .put("dequeueCount", message.dequeueCount)
                    .put("enqueueTime", message.enqueuedAt));
        }
        return seen;
    }

    private static JsonObject describe(MessageQueue queue) {
        queue.settle();
        return new JsonObject()
                .put("name", queue.name)
                .put("active", queue.active())
                .put("inactive", queue.inactive())
                .put("delayed", queue.delayed())
                .put("polls", queue.polling())
                .put("faults", queue.faults.describe());
    }

    private static ApiError unknown() {
        return new ApiError(
                405,
                "MethodNotAllowed",
                "Queues take GET /localcloud/queues; GET, PUT and DELETE /localcloud/queues/{queue}; GET, POST and "
                        + "DELETE .../messages; GET, PUT and DELETE .../faults.");
    }
}
