package io.ecslifeguard.benchmark;

import io.ecslifeguard.testing.Console;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** When the local cloud first received the call that is waited for, for each instance; its record is read as it grows. */
final class Sightings implements AutoCloseable {

    private static final int MOST = 10_000;
    private static final long EVERY_MILLIS = 500;

    /** Which instances a call is about, of the calls that are waited for. */
    interface Kind {
        Stream<String> instances(JsonObject call);
    }

    private final Console console;
    private final Kind kind;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private final Thread reader = new Thread(this::read, "sightings");
    private final Duration ahead;
    private volatile boolean closed;

    Sightings(Console console, Kind kind) {
        this.console = console;
        this.kind = kind;
        ahead = ahead(console);
        reader.setDaemon(true);
        reader.start();
    }

    /** Those that are started. */
    static Stream<String> started(JsonObject call) {
        return call.getString("operation").startsWith("StartInstance")
                ? call.getJsonObject("parameters").stream()
                        .filter(parameter -> parameter.getKey().startsWith("InstanceId"))
                        .map(parameter -> parameter.getValue().toString())
                : Stream.of();
    }

    /** Those that get the weight 0 in a group. */
    static Stream<String> weightless(JsonObject call) {
        if (!List.of("SetVServerGroupAttribute", "SetBackendServers").contains(call.getString("operation"))) {
            return Stream.of();
        }
        return new JsonArray(call.getJsonObject("parameters").getString("BackendServers", "[]"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(backend -> "0".equals(String.valueOf(backend.getValue("Weight"))))
                        .map(backend -> backend.getString("ServerId"));
    }

    /** Waits until all are seen, or for so long. */
    void await(Collection<String> instances, Duration patience) {
        var deadline = Instant.now().plus(patience);
        while (!seen.keySet().containsAll(instances) && Instant.now().isBefore(deadline)) {
            Pause.millis(100);
        }
    }

    /** How long after it was sent each was seen, of those that were. */
    List<Duration> after(Map<String, Instant> sent) {
        return sent.entrySet().stream()
                .filter(entry -> seen.containsKey(entry.getKey()))
                .map(entry -> Duration.between(entry.getValue(), seen.get(entry.getKey()))
                        .minus(ahead))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void read() {
        var last = 0L;
        while (!closed) {
            var answer = console.get("calls?since=" + last + "&limit=" + MOST);
            for (var call : answer.getJsonArray("calls")) {
                last = see((JsonObject) call);
            }
            Pause.millis(EVERY_MILLIS);
        }
    }

    private long see(JsonObject call) {
        kind.instances(call).forEach(instance -> seen.putIfAbsent(instance, Instant.parse(call.getString("time"))));
        return call.getLong("number");
    }

    /** How much the local cloud's clock is ahead of this process', as the quickest of several answers tells. */
    private static Duration ahead(Console console) {
        var quickest = Duration.ofDays(1);
        var ahead = Duration.ZERO;
        for (var number = 0; number < 50; number++) {
            var before = Instant.now();
            var there = Instant.parse(console.get("time").getString("now"));
            var took = Duration.between(before, Instant.now());
            if (took.compareTo(quickest) < 0) {
                quickest = took;
                ahead = Duration.between(before.plus(took.dividedBy(2)), there);
            }
        }
        return ahead;
    }
}
