package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Control part {@code instances}. An id or, where it is the only one's, a name is taken.
 *
 * <ul>
 *   <li>{@code GET /instances}, {@code GET /instances/{id}}: instances, the newest first
 *   <li>{@code POST /instances} {@code {"name", "type", "zone", "spot", "tags", "parameters"}}: creates one, all members
 *       optional; {@code parameters} are RunInstances' own, by their names. Any tag is taken, {@code acs:} ones too
 *   <li>{@code POST /instances/{id}/stop} {@code {"stoppedMode"}}, {@code /start}, {@code /reboot}, {@code /release}:
 *       as somebody at the console would; locks that keep the API from it do not matter, but Recycling does
 *   <li>{@code POST /instances/{id}/interrupt} {@code {"noticeSeconds", "stopSeconds", "action"}}: reclaims a spot
 *       instance; times from now until its release and its stop, else those of the settings; action {@code delete}, or
 *       {@code stop} for an instance that is only stopped
 *   <li>{@code POST /instances/interrupt} {@code {"type", "zone", "noticeSeconds", "stopSeconds", "action"}}: reclaims
 *       all running spot instances of a type, of a zone, or of any, at once; answers how many
 *   <li>{@code POST /instances/{id}/lock} {@code {"reason", "message"}}: locks it, as {@code financial},
 *       {@code security} or {@code Recycling} for one; without a reason unlocks it
 *   <li>{@code POST /instances/{id}/tags} {@code {"key": "value"}}: sets tags; a null value removes one
 * </ul>
 */
record InstancesControl(Settings settings, Home home, Instances instances, Life life, RunInstances run)
        implements Control {

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (method.equals("GET") && rest.isEmpty()) {
            var all = new JsonArray();
            instances.newestFirst().forEach(instance -> all.add(InstanceJson.of(instance)));
            return all;
        }
        if (method.equals("GET") && rest.size() == 1) {
            return InstanceJson.of(find(rest.get(0)));
        }
        if (method.equals("POST") && rest.isEmpty()) {
            var order = Order.of(InstanceJson.order(body), home);
            checkZone(order);
            return InstanceJson.of(find(run.create(order, 1).get(0)));
        }
        if (method.equals("POST") && rest.equals(List.of("interrupt"))) {
            return new JsonObject().put("interrupted", interruptAll(body));
        }
        if (method.equals("POST") && rest.size() == 2) {
            var instance = find(rest.get(0));
            act(instance, rest.get(1), body);
            return InstanceJson.of(instance);
        }
        throw new ApiError(404, "NotFound", "instances takes GET, POST, and POST {id}/<what to do>");
    }

    private void act(Instance instance, String what, JsonObject body) {
        switch (what) {
            case "stop" -> {
                check(instance, instance.state != State.STOPPED && instance.state != State.STOPPING, what);
                life.stop(instance, body.getString("stoppedMode", "KeepCharging"));
            }
            case "start" -> {
                check(instance, instance.canStart(), what);
                life.start(instance);
            }
            case "reboot" -> {
                check(instance, instance.state == State.RUNNING, what);
                life.reboot(instance);
            }
            case "release" -> life.release(instance);
            case "interrupt" -> interrupt(instance, body);
            case "lock" -> lock(instance, body);
            case "tags" -> tag(instance, body);
            default ->
                throw new ApiError(
                        404,
                        "NotFound",
                        "An instance can stop, start, reboot, release, interrupt, lock and tags, not " + what);
        }
    }

    private static void check(Instance instance, boolean can, String what) {
        if (!can) {
            throw new ApiError(
                    409,
                    "WrongState",
                    instance.name + " is " + instance.state.wire() + ", locked as " + instance.locks.keySet()
                            + (instance.leaving ? ", and being released" : "") + ": it cannot " + what + " now");
        }
    }

    private int interruptAll(JsonObject body) {
        var type = body.getString("type");
        var zone = body.getString("zone");
        var reclaimed = instances.newestFirst().stream()
                .filter(one -> one.order.spot() && !one.interrupted && one.state == State.RUNNING)
                .filter(one -> type == null || type.equals(one.order.type()))
                .filter(one -> zone == null || zone.equals(one.order.zone()))
                .toList();
        reclaimed.forEach(one -> interrupt(one, body));
        return reclaimed.size();
    }

    private void interrupt(Instance instance, JsonObject body) {
        if (!instance.order.spot()) {
            throw new ApiError(
                    409, "NotSpot", instance.name + " is no spot instance; create one with {\"spot\": true}");
        }
        if (instance.interrupted) {
            throw new ApiError(409, "Interrupted", instance.name + " is being reclaimed already");
        }
        var notice = seconds(body, "noticeSeconds", settings.now().spotNotice());
        var usual = settings.now().spotStop();
        var stop = seconds(
                body,
                "stopSeconds",
                usual.compareTo(notice) < 0 ? usual : notice.multipliedBy(4).dividedBy(5));
        life.interrupt(instance, notice, stop, body.getString("action", "delete"));
    }

    private static Duration seconds(JsonObject body, String name, Duration otherwise) {
        var seconds = body.getDouble(name);
        if (seconds == null) {
            return otherwise;
        }
        if (seconds < 0 || seconds > 86_400) {
            throw new ApiError(400, "BadRequest", name + " must be a number from 0 to 86400");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static void lock(Instance instance, JsonObject body) {
        var reason = body.getString("reason");
        if (reason == null) {
            instance.locks.clear();
        } else {
            if (instance.locks.size() >= 10) {
                throw new ApiError(
                        409, "Full", "An instance has at most 10 locks; POST lock without a reason unlocks it");
            }
            instance.locks.put(reason, body.getString("message", ""));
        }
    }

    private static void tag(Instance instance, JsonObject body) {
        if (body.size() > Tagging.MOST) {
            throw new ApiError(400, "BadRequest", "An instance has at most " + Tagging.MOST + " tags");
        }
        body.forEach(tag -> {
            if (tag.getValue() == null) {
                instance.tags.remove(tag.getKey());
            } else {
                instance.tags.put(tag.getKey(), tag.getValue().toString());
            }
        });
    }

    private void checkZone(Order order) {
        if (!home.zones().contains(order.zone())) {
            throw new ApiError(400, "BadRequest", "zone must be one of " + String.join(", ", home.zones()));
        }
    }

    private Instance find(String idOrName) {
        return instances
                .named(idOrName)
                .orElseThrow(() -> new ApiError(
                        404, "NotFound", "There is no one instance " + idOrName + "; GET instances lists them"));
    }
}
