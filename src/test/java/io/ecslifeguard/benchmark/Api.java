package io.ecslifeguard.benchmark;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Asks the API of the service, and measures how long its answers take. */
final class Api {

    static final int TIMES = 500;
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Until the service's compilers have seen the query often enough. */
    static final int WARM_UP = 200;

    private final URI base;
    private final Ledger database;
    private final Random random = new Random(1);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Supplier<String>> queries = new LinkedHashMap<>();

    Api(URI base, Ledger database) {
        this.base = base;
        this.database = database;
        events();
        instances();
        decisions();
    }

    /** How long the answers to each query took. */
    Map<String, Percentiles> ask() {
        var all = new LinkedHashMap<String, Percentiles>();
        queries.forEach((name, path) -> {
            Progress.tell("the API: " + name);
            all.put(name, ask(path));
        });
        return all;
    }

    private void events() {
        queries.put("events: first page", () -> "events");
        queries.put("events: deep page", deep("events", "event", "occurred_at", "seq"));
        queries.put("events: of one instance", () -> "events?instance=" + instance());
        queries.put("events: of a kind", () -> "events?kind=interruption");
        queries.put("events: of a kind that never came", () -> "events?kind=other");
        queries.put("events: of a name", () -> "events?name=Instance:StateChange");
        queries.put("events: of a name that never came", () -> "events?name=Instance:Nothing");
        queries.put("events: of a state", () -> "events?state=Stopped");
        queries.put("events: of a state that never came", () -> "events?state=Hibernated");
        queries.put("events: of a level", () -> "events?level=CRITICAL");
        queries.put("events: of a level that never came", () -> "events?level=UNKNOWN");
        queries.put("events: of a region that never came", () -> "events?region=eu-west-1");
        queries.put("events: of one hour", () -> "events?" + hour());
        queries.put("events: of a state in one hour", () -> "events?state=Stopped&" + hour());
        queries.put("one event", () -> "events/" + row("event", "seq", "seq"));
    }

    private void instances() {
        queries.put("instances: first page", () -> "instances");
        queries.put("instances: deep page", deep("instances", "instance", "first_seen_at", "id"));
        queries.put("instances: with a text", () -> "instances?text=web-" + random.nextInt(History.INSTANCES));
        queries.put("instances: of a state", () -> "instances?state=Stopped");
        queries.put("instances: there in one hour", () -> "instances?" + hour());
        queries.put("one instance and its life", () -> "instances/" + instance());
    }

    private void decisions() {
        queries.put("reactions: first page", () -> "reactions");
        queries.put("reactions: deep page", deep("reactions", "reaction", "created_at", "id"));
        queries.put("reactions: of one instance", () -> "reactions?instance=" + instance());
        queries.put("reactions: failed", () -> "reactions?status=failed");
        queries.put("reactions: open", () -> "reactions?status=open");
        queries.put("reactions: of a name", () -> "reactions?name=restart");
        queries.put("reactions: of a name that never came", () -> "reactions?name=nothing");
        queries.put("one reaction", () -> "reactions/" + row("reaction", "id", "id"));
        queries.put("calls: first page", () -> "calls");
        queries.put("calls: deep page", deep("calls", "call", "at", "id"));
        queries.put("calls: of one instance", () -> "calls?instance=" + instance());
        queries.put("calls: of an API", () -> "calls?api=ECS%20StartInstance");
        queries.put("calls: of an API that was never called", () -> "calls?api=Nothing");
        queries.put("calls: with a code that never came", () -> "calls?code=Nothing");
        queries.put("notices: first page", () -> "notices");
        queries.put("notices: of one instance", () -> "notices?instance=" + instance());
        queries.put("quarantine: first page", () -> "quarantine");
    }

    private Percentiles ask(Supplier<String> path) {
        var times = new ArrayList<Duration>();
        var asked = 0;
        var until = System.nanoTime() + LONGEST.toNanos();
        while (asked < TIMES + WARM_UP && System.nanoTime() < until) {
            var uri = base.resolve("/api/" + path.get());
            var before = System.nanoTime();
            var unused = get(uri);
            if (++asked > WARM_UP || System.nanoTime() > until) {
                times.add(Duration.ofNanos(System.nanoTime() - before));
            }
        }
        return Percentiles.of(times);
    }

    private String get(URI uri) {
        try {
            var answer = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            // What takes too long is answered with an error, and has taken that long.
            if (answer.statusCode() >= 300 && answer.statusCode() < 500) {
                throw new IllegalStateException(uri + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new IllegalStateException(uri.toString(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Pages anywhere in a listing: its own cursor, put to another row. */
    private Supplier<String> deep(String listing, String table, String time, String id) {
        return () -> {
            var first = new JsonObject(get(base.resolve("/api/" + listing + "?limit=1"))).getString("next");
            if (first == null) {
                return listing;
            }
            var parts = new String(Base64.getUrlDecoder().decode(first), StandardCharsets.UTF_8).split("/");
            var row = row(table, id, "(extract(epoch from " + time + ") * 1000000)::bigint || ' ' || " + id)
                    .split(" ");
            parts[2] = Long.toString(Long.parseLong(row[0]), 36);
            parts[4] = row[1];
            return listing + "?cursor="
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(String.join("/", parts).getBytes(StandardCharsets.UTF_8));
        };
    }

    private String hour() {
        var from = row("event", "seq", "to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')");
        return "from=" + from + "&to=" + Instant.parse(from).plusSeconds(3600);
    }

    private String instance() {
        return History.instance(random.nextInt(History.INSTANCES));
    }

    /** Something of a row anywhere in a table; empty where it has none. */
    private String row(String table, String id, String what) {
        var place = random.nextDouble();
        var condition = id.equals("id") && table.equals("instance")
                ? "id >= '" + instance() + "'"
                : "%1$s >= (select (min(%1$s) + (max(%1$s) - min(%1$s)) * %2$s)::bigint from %3$s where %1$s < %4$d)"
                        .formatted(id, place, table, History.FIRST_OF_OTHERS);
        List<String> found = database.query(
                "select %s from %s where %s order by %s limit 1".formatted(what, table, condition, id),
                row -> row.getString(1));
        return found.isEmpty() ? "" : found.get(0);
    }
}
