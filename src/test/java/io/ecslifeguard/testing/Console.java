package io.ecslifeguard.testing;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a person does at the local cloud's control API, and what the local cloud tells of the calls it received. */
public final class Console {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    // Over HTTP/2 the JDK fails at large answers of a server that it had to ask for it.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public Console() {
        this(ConfigProvider.getConfig().getValue("test.local-cloud", String.class));
    }

    public Console(String url) {
        base = url + "/localcloud/";
    }

    /** Creates an instance, and gives its id. */
    public String create(Map<String, Object> order) {
        return object(send("POST", "instances", new JsonObject(order).encode())).getString("id");
    }

    /** Creates an instance, and waits until it runs. */
    public String running(Map<String, Object> order) {
        var instance = create(order);
        await().atMost(PATIENCE).until(() -> state(instance).equals("Running"));
        return instance;
    }

    /** Does something to what the path says, such as {@code instances/i-1/stop}. */
    public JsonObject post(String path, Map<String, Object> body) {
        return object(send("POST", path, new JsonObject(body).encode()));
    }

    public void act(String path) {
        var unused = send("POST", path, "{}");
    }

    public void act(String path, Map<String, Object> body) {
        var unused = send("POST", path, new JsonObject(body).encode());
    }

    /** Puts a message body on the queue as it is. */
    public void message(String body) {
        var unused = send("POST", "queues/ecs-events/messages", body);
    }

    /** As {@link #message}, and gives the message's id. */
    public String send(String body) {
        return object(send("POST", "queues/ecs-events/messages", body)).getString("messageId");
    }

    public JsonObject get(String path) {
        return object(send("GET", path, null));
    }

    /** What the path lists, such as {@code instances}. */
    public List<JsonObject> list(String path) {
        return ((JsonArray) send("GET", path, null))
                .stream().map(JsonObject.class::cast).toList();
    }

    public void put(String path, Map<String, Object> body) {
        var unused = send("PUT", path, new JsonObject(body).encode());
    }

    public void delete(String path) {
        var unused = send("DELETE", path, null);
    }

    /** The state of an instance, or {@code gone}. */
    public String state(String instance) {
        return send("GET", "instances", null) instanceof JsonArray all
                ? all.stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> instance.equals(one.getString("id")))
                        .map(one -> one.getString("state"))
                        .findFirst()
                        .orElse("gone")
                : "gone";
    }

    /** The calls of an operation, such as {@code ecs:StartInstance}, whose parameters contain a text; oldest first. */
    public List<JsonObject> calls(String operation, String text) {
        return get("calls?limit=10000&operation=" + operation).getJsonArray("calls").stream()
                .map(JsonObject.class::cast)
                .filter(call -> call.getJsonObject("parameters").encode().contains(text))
                .toList();
    }

    /** How many messages the queue holds, visible or not. */
    public int messagesLeft() {
        var queue = get("queues/ecs-events");
        return queue.getInteger("active") + queue.getInteger("inactive") + queue.getInteger("delayed");
    }

    private Object send(String method, String path, String body) {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, publisher)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isBlank() ? new JsonObject() : Json.decodeValue(answer.body());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonObject object(Object json) {
        return (JsonObject) json;
    }
}
