package io.ecslifeguard.benchmark;

import io.ecslifeguard.testing.Console;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** How long it takes from what happens to what is done about it. */
final class ReactionPart implements Part {

    private static final int RATE = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> UNPACED = Map.of(
            "LIFEGUARD_CLOUD_PACE_ENABLED", "false",
            "LIFEGUARD_RESTART_SELECTION", "all",
            "LIFEGUARD_RESTART_DEBOUNCE", "0s",
            // the whole fleet stops
            "LIFEGUARD_RESTART_BRAKE_ENABLED", "false",
            "LIFEGUARD_NOTIFY_ENABLED", "false");

    private final Stage stage;
    private final Options options;
    private final Table times =
            Table.of("Reaction time", "from … to …", "events/s", "reactions", "missing", "p50 ms", "p99 ms", "max ms");
    private final UseTable use = new UseTable("What the reactions used", "from … to …", "service");

    ReactionPart(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    @Override
    public List<Table> measure() {
        restart();
        evacuate("gathered for 2 s (the default)", Map.of());
        evacuate("not gathered", Map.of("LIFEGUARD_SPOT_GATHER", "0s"));
        times.note(
                ("Pace, quotas and debounce are off. %d events per second for %d s, after %d s that do not count; each"
                                + " tells of another instance, of 50 in each server group. The times are those at which the event"
                                + " is sent and at which the call arrives. What the service does brings about further events,"
                                + " which it takes as well.")
                        .formatted(RATE, options.minute().toSeconds(), WARM_UP.toSeconds()));
        return List.of(times, use.table());
    }

    private int count() {
        return RATE * (int) options.minute().plus(WARM_UP).toSeconds();
    }

    private void restart() {
        var console = stage.cloud(count());
        var instances = ids(console, one -> true);
        instances.forEach(instance -> console.act("instances/" + instance + "/stop"));
        while (console.list("instances").stream().anyMatch(one -> !"Stopped".equals(one.getString("state")))) {
            Pause.millis(200);
        }
        console.delete("queues/" + Smq.QUEUE + "/messages");
        var events = new Events(5, instances);
        var number = new int[1];
        measure(
                "Stopped to StartInstance",
                console,
                instances,
                Map.of(),
                instance -> console.message(events.state(number[0]++, instance, "Stopped")),
                Sightings::started);
    }

    private void evacuate(String how, Map<String, String> settings) {
        var console = stage.cloud(2 * count());
        var spot = ids(console, one -> Boolean.TRUE.equals(one.getBoolean("spot")));
        measure(
                "interruption to weight 0, edits " + how,
                console,
                spot,
                settings,
                instance -> console.act("instances/" + instance + "/interrupt"),
                Sightings::weightless);
    }

    private void measure(
            String label,
            Console console,
            List<String> instances,
            Map<String, String> settings,
            Consumer<String> send,
            Sightings.Kind kind) {
        Progress.tell(label);
        var all = new HashMap<>(UNPACED);
        all.putAll(settings);
        var service = stage.service(stage.database(), all);
        try (var sightings = new Sightings(console, kind)) {
            var unused = service.awaitReady();
            var warmUp = RATE * (int) WARM_UP.toSeconds();
            var unusedToo = send(instances.subList(0, warmUp), send);
            try (var meter = Meter.start(stage.processes("service", service.pid()))) {
                var measured = instances.subList(warmUp, Math.min(count(), instances.size()));
                var sent = send(measured, send);
                sightings.await(measured, PATIENCE);
                use.add(label, meter.read());
                var seen = sightings.after(sent);
                var percentiles = Percentiles.of(seen);
                times.add(
                        label,
                        (double) RATE,
                        (double) percentiles.count(),
                        (double) measured.size() - percentiles.count(),
                        percentiles.at(0.5),
                        percentiles.at(0.99),
                        percentiles.at(1));
            }
        } finally {
            stage.end(service);
        }
    }

    /** Sends at the rate, and says when each was sent. */
    private static Map<String, Instant> send(List<String> instances, Consumer<String> send) {
        var sent = new HashMap<String, Instant>();
        var start = System.nanoTime();
        for (var instance : instances) {
            var due = start + sent.size() * 1_000_000_000L / RATE;
            Pause.millis((due - System.nanoTime()) / 1_000_000);
            sent.put(instance, Instant.now());
            send.accept(instance);
        }
        return sent;
    }

    private static List<String> ids(Console console, Predicate<JsonObject> wanted) {
        return console.list("instances").stream()
                .filter(wanted)
                .map(one -> one.getString("id"))
                .toList();
    }
}
