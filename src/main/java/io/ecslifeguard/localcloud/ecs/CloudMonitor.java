package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.EventSink;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Puts events on the queue in the form that the settings say. */
final class CloudMonitor {

    private final Time time;
    private final EventSink sink;
    private final Home home;
    private final Settings settings;

    CloudMonitor(Time time, EventSink sink, Home home, Settings settings) {
        this.time = time;
        this.sink = sink;
        this.home = home;
        this.settings = settings;
    }

    void stateChanged(Instance instance, String state) {
        var content = new JsonObject()
                .put("resourceId", instance.id)
                .put("resourceType", "ALIYUN::ECS::Instance")
                .put("state", state);
        // Of a released instance the event tells nothing but its id
        if (!instance.gone) {
            content.put("instanceName", instance.name)
                    .put("instanceType", instance.order.type())
                    .put("privateIpAddress", instance.privateIp)
                    .put("publicIpAddress", String.join(",", instance.publicIps));
        }
        tell(instance, "Instance:StateChange", "INFO", content);
    }

    void interrupted(Instance instance, String action) {
        var content = new JsonObject().put("instanceId", instance.id).put("action", action);
        tell(instance, "Instance:PreemptibleInstanceInterruption", "WARN", content);
    }

    void publish(MonitorEvent event) {
        var options = settings.now();
        var message = new EventForms(home).write(event, options.envelope()).encode();
        sink.put(new Notification(home.account(), options.topic(), options.encoding()).body(message, event.at()));
    }

    private void tell(Instance instance, String name, String level, JsonObject content) {
        publish(new MonitorEvent(
                UUID.randomUUID().toString().toUpperCase(),
                name,
                level,
                "StatusNotification",
                home.arn(instance.id),
                instance.gone ? null : instance.name,
                time.now(),
                content));
    }
}
