package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.EventSink;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Control part {@code events}: puts any event on the queue.
 *
 * <ul>
 *   <li>{@code POST /events} {@code {"body": "…"}}: these very bytes
 *   <li>{@code POST /events} {@code {"name", "instance", "level", "type", "content", "id", "time", "resourceId",
 *       "instanceName"}}: an event in the form that the settings say, {@code Instance:SystemMaintenance.Reboot:Scheduled}
 *       for one. {@code instance}, an id or a name, known or not, fills in the ARN and, where the content does not say it,
 *       {@code instanceId} ({@code resourceId} of a state change); {@code envelope}, {@code topic} and {@code encoding}
 *       override the settings for this one
 * </ul>
 */
record EventsControl(Time time, EventSink sink, Home home, Settings settings, Instances instances) implements Control {

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (!method.equals("POST") || !rest.isEmpty()) {
            throw new ApiError(404, "NotFound", "events takes POST");
        }
        if (body.containsKey("body")) {
            sink.put(body.getString("body"));
            return new JsonObject().put("body", body.getString("body"));
        }
        var event = event(body);
        var message = new EventForms(home)
                .write(
                        event,
                        SettingsJson.word(
                                body, "envelope", Envelope.class, settings.now().envelope()))
                .encode();
        var topic = SettingsJson.word(body, "topic", Topic.class, settings.now().topic());
        var encoding = SettingsJson.word(
                body, "encoding", Encoding.class, settings.now().encoding());
        var text = new Notification(home.account(), topic, encoding).body(message, event.at());
        sink.put(text);
        return new JsonObject().put("id", event.id()).put("body", text);
    }

    private MonitorEvent event(JsonObject body) {
        var name = body.getString("name");
        if (name == null) {
            throw bad("name is missing: such as Instance:SystemMaintenance.Reboot:Scheduled; or give a whole body");
        }
        var content = body.getJsonObject("content", new JsonObject()).copy();
        var named = body.getString("instance");
        var known = named == null ? null : instances.named(named).orElse(null);
        var id = known == null ? named : known.id;
        var member = name.equals("Instance:StateChange") ? "resourceId" : "instanceId";
        if (id != null && !content.containsKey(member)) {
            content.put(member, id);
        }
        var subject = id == null ? content.getString("instanceId", content.getString("resourceId", "unknown")) : id;
        return new MonitorEvent(
                body.getString("id", UUID.randomUUID().toString().toUpperCase()),
                name,
                body.getString("level", level(name)),
                body.getString("type", type(name)),
                body.getString("resourceId", home.arn(subject)),
                body.getString("instanceName", known == null ? null : known.name),
                at(body.getString("time")),
                content);
    }

    private Instant at(String text) {
        try {
            return text == null ? time.now() : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw bad("time must be such as 2026-01-31T12:00:00Z");
        }
    }

    private static String level(String name) {
        return name.contains("Interruption") ? "WARN" : name.contains(".") ? "CRITICAL" : "INFO";
    }

    private static String type(String name) {
        return name.contains("SystemMaintenance")
                ? "Maintenance"
                : name.contains("Failure") ? "Exception" : "StatusNotification";
    }

    private static ApiError bad(String message) {
        return new ApiError(400, "BadRequest", message);
    }
}
