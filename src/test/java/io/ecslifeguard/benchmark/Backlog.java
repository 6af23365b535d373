package io.ecslifeguard.benchmark;

import io.ecslifeguard.testing.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that wait in the queue, and how the service takes them. */
final class Backlog {

    static final Map<String, String> REACTIONS_OFF = Map.of(
            "LIFEGUARD_RESTART_ENABLED", "false",
            "LIFEGUARD_SPOT_ENABLED", "false",
            "LIFEGUARD_FLEET_ENABLED", "false",
            "LIFEGUARD_FLEET_GROUPS_ENABLED", "false",
            "LIFEGUARD_NOTIFY_ENABLED", "false",
            // it is held while the queue is filled
            "LIFEGUARD_JOURNAL_STATEMENT_TIMEOUT", "60s");
    static final Map<String, String> DRY_RUN = Map.of(
            "LIFEGUARD_CLOUD_DRY_RUN", "true",
            "LIFEGUARD_RESTART_SELECTION", "all",
            "LIFEGUARD_JOURNAL_STATEMENT_TIMEOUT", "60s");

    private static final AtomicInteger RUN = new AtomicInteger();

    private final Stage stage;
    private final Options options;
    private final Traffic traffic;
    private final List<String> instances;
    private final Map<String, String> settings;

    Backlog(Stage stage, Options options, Console console, List<String> instances, Map<String, String> settings) {
        this.stage = stage;
        this.options = options;
        this.traffic = new Traffic(console);
        this.instances = instances;
        this.settings = settings;
    }

    /** How it went. */
    record Taken(int size, Duration time, Double[] waits, double smqCalls, Meter.Usage usage) {

        double rate() {
            return size / (time.toNanos() / 1e9);
        }
    }

    /** By a service that has just been started, from its first receive on. */
    Taken cold(int size) {
        Progress.tell("%,d messages, a service that is just started".formatted(size));
        var database = stage.database();
        fill(size);
        traffic.forget();
        var service = stage.service(database, settings);
        try (var meter = Meter.start(stage.processes("service", service.pid()))) {
            var start = traffic.awaitReceive();
            traffic.awaitEmpty();
            service.check();
            return taken(size, 0, start, database, meter);
        } finally {
            stage.end(service);
        }
    }

    /** By a service that has run for a while, and was held while the queue was filled. */
    Taken warm(int size) {
        var database = stage.database();
        var service = stage.service(database, settings);
        try {
            var unused = service.awaitReady();
            warmUp(database);
            return held(size, database, service);
        } finally {
            stage.end(service);
        }
    }

    /** A service that has run for a while, on a database that has: autovacuum analyzes once a minute. */
    void warmUp(Ledger database) {
        fill(options.warmUp());
        traffic.awaitEmpty();
        database.execute("analyze");
    }

    void awaitEmpty() {
        traffic.awaitEmpty();
    }

    /** By this service, which has run for a while. */
    Taken held(int size, Ledger database, Service service) {
        Progress.tell("%,d messages, a service that has run for a while".formatted(size));
        var before = database.newest();
        var hold = database.hold();
        fill(size);
        traffic.forget();
        try (var meter = Meter.start(stage.processes("service", service.pid()))) {
            var start = hold.release();
            traffic.awaitEmpty();
            service.check();
            return taken(size, before, start, database, meter);
        }
    }

    private Taken taken(int size, long before, Instant start, Ledger database, Meter meter) {
        var usage = meter.read();
        var time = Duration.between(start, traffic.lastDelete());
        var calls = traffic.smqCalls();
        var recorded = database.number("select count(*) from event where seq > " + before);
        if (recorded != size) {
            throw new IllegalStateException(size + " events were sent, and " + recorded + " are in the journal");
        }
        return new Taken(size, time, database.waits(before, start), calls, usage);
    }

    private void fill(int size) {
        try (var sender = new Sender(stage.cloudUrl())) {
            sender.fill(new Events(RUN.incrementAndGet(), instances), size);
        }
    }
}
