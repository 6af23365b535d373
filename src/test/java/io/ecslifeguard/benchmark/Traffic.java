package io.ecslifeguard.benchmark;

import io.ecslifeguard.testing.Console;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.stream.Stream;

/** The calls that the local cloud has received. */
record Traffic(Console console) {

    private static final String RECEIVE = "smq:BatchReceiveMessage";
    private static final String DELETE = "smq:BatchDeleteMessage";
    private static final int RECENT = 5000;

    /** Counts from zero. */
    void forget() {
        console.delete("calls");
    }

    /** How many calls SMQ received. */
    double smqCalls() {
        return console.get("calls/counts").stream()
                .filter(entry ->
                        entry.getKey().startsWith("smq:") && !entry.getKey().endsWith("SendMessage"))
                .mapToLong(entry -> ((Number) entry.getValue()).longValue())
                .sum();
    }

    /** Waits for the first call that asks for messages, and says when it came. */
    Instant awaitReceive() {
        while (true) {
            var first = calls(RECEIVE, 0, 1).findFirst();
            if (first.isPresent()) {
                return Instant.parse(first.get().getString("time"));
            }
            Pause.millis(20);
        }
    }

    /** When the last deletion was done. */
    Instant lastDelete() {
        var last = console.get("calls?limit=0").getLong("last");
        return calls(DELETE, last - RECENT, RECENT)
                .map(Traffic::end)
                .max(Instant::compareTo)
                .orElseThrow(() -> new IllegalStateException("Nothing was deleted from the queue"));
    }

    /** Waits until the queue is empty. */
    void awaitEmpty() {
        while (console.messagesLeft() > 0) {
            Pause.millis(20);
        }
    }

    private Stream<JsonObject> calls(String operation, long since, int limit) {
        return console
                .get("calls?operation=" + operation + "&since=" + since + "&limit=" + limit)
                .getJsonArray("calls")
                .stream()
                .map(JsonObject.class::cast);
    }

    private static Instant end(JsonObject call) {
        return Instant.parse(call.getString("time")).plusNanos(call.getLong("durationMicros") * 1000);
    }
}
