package io.ecslifeguard;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.ecslifeguard.testing.Console;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What the local cloud's record tells of a storm, by its own clock. */
final class StormCalls {

    private static final String WEIGH = "slb:SetVServerGroupAttribute";
    private static final String SWAP = "slb:ModifyVServerGroupBackendServers";
    private static final String REMOVE = "slb:RemoveVServerGroupBackendServers";
    private static final String ADD = "slb:AddVServerGroupBackendServers";

    private final double factor;
    /** By product and name. */
    private final Map<String, List<JsonObject>> calls = new TreeMap<>();

    /** When the weight of each server was 0. */
    final Map<String, Instant> silenced = new HashMap<>();
    /** When each was taken out; fails where that was done twice. */
    final Map<String, Instant> removed = new HashMap<>();
    /** When each was put in; fails where that was done twice. */
    final Map<String, Instant> attached = new HashMap<>();

    StormCalls(Console console, double factor) {
        this.factor = factor;
        console.get("calls/counts").fieldNames().stream()
                .filter(operation -> !operation.startsWith("smq:"))
                .forEach(operation -> calls.put(operation, console.calls(operation, "")));
        each(WEIGH, "BackendServers", (server, at) -> {
            if (server.getValue("Weight").toString().equals("0")) {
                silenced.putIfAbsent(server.getString("ServerId"), at);
            }
        });
        each(SWAP, "OldBackendServers", (server, at) -> once(removed, server, at));
        each(REMOVE, "BackendServers", (server, at) -> once(removed, server, at));
        each(SWAP, "NewBackendServers", (server, at) -> once(attached, server, at));
        each(ADD, "BackendServers", (server, at) -> once(attached, server, at));
    }

    /** Calls to SLB that change something, refused ones included. */
    long changes() {
        return calls.keySet().stream()
                .filter(operation -> operation.startsWith("slb:") && !operation.startsWith("slb:Describe"))
                .mapToLong(this::made)
                .sum();
    }

    long made(String operation) {
        return calls.getOrDefault(operation, List.of()).size();
    }

    long succeeded(String operation) {
        return calls.getOrDefault(operation, List.of()).stream()
                .filter(StormCalls::isOk)
                .count();
    }

    /** How many were refused, by API and code. */
    Map<String, Long> refused() {
        return calls.values().stream()
                .flatMap(List::stream)
                .filter(call -> !isOk(call))
                .collect(groupingBy(
                        call -> call.getString("operation") + " " + call.getString("code"), TreeMap::new, counting()));
    }

    /** How many were made of each API of ECS. */
    Map<String, Long> ofEcs() {
        var counts = new TreeMap<String, Long>();
        calls.keySet().stream()
                .filter(operation -> operation.startsWith("ecs:"))
                .forEach(operation -> counts.put(operation.substring("ecs:".length()), made(operation)));
        return counts;
    }

    /** Seconds until the last of them. */
    static double last(Map<String, Instant> times, Instant since) {
        return times.values().stream()
                .max(Instant::compareTo)
                .map(at -> Duration.between(since, at).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    private void each(String operation, String parameter, BiConsumer<JsonObject, Instant> effect) {
        calls.getOrDefault(operation, List.of()).stream()
                .filter(StormCalls::isOk)
                .forEach(call -> new JsonArray(call.getJsonObject("parameters").getString(parameter))
                        .stream().map(JsonObject.class::cast).forEach(server -> effect.accept(server, ended(call))));
    }

    /** How long a call takes is told by the clock on the wall. */
    private Instant ended(JsonObject call) {
        return Instant.parse(call.getString("time")).plusNanos((long) (call.getLong("durationMicros") * 1000 * factor));
    }

    private static boolean isOk(JsonObject call) {
        return call.getInteger("status") == 200;
    }

    private static void once(Map<String, Instant> times, JsonObject server, Instant at) {
        var before = times.put(server.getString("ServerId"), at);
        if (before != null) {
            throw new AssertionError(server + " at " + before + " and again at " + at);
        }
    }
}
