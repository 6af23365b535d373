package io.ecslifeguard.benchmark;

import java.time.Instant;
import java.util.List;

/** How fast messages are taken into the journal: those that wait, and those of a steady stream. */
final class IntakePart implements Part {

    private static final int FLEET = 5000;
    /** What comes before a stream arrives at no more than this rate, so that none of it waits. */
    private static final int CALM = 1000;

    private final Stage stage;
    private final Options options;

    IntakePart(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    @Override
    public List<Table> measure() {
        var waiting = Table.of(
                "Intake of messages that wait in the queue",
                "messages, reactions, service",
                "events/s",
                "wait p50 ms",
                "p99 ms",
                "max ms",
                "SMQ calls");
        var use = new UseTable("What the intake of waiting messages used", "messages, reactions, service", "service");
        for (var mode : List.of("off", "dry-run")) {
            for (var size : options.sizes()) {
                add(
                        waiting,
                        use,
                        "%,d, %s, just started".formatted(size, mode),
                        backlog(mode).cold(size));
                add(
                        waiting,
                        use,
                        "%,d, %s, warm".formatted(size, mode),
                        backlog(mode).warm(size));
            }
        }
        waiting.note("A third each of state changes, interruptions and O&M events of %,d instances.".formatted(FLEET)
                + " Time counts from the start to the last deletion, and for each message to its commit: from the"
                + " first receive of a service that has just been started, or from the moment when a service that has"
                + " run for a while (and held four pages) was let write. SMQ calls are receives and deletions.");
        var steady = Table.of(
                "Intake of a steady stream, reactions off",
                "events/s sent",
                "events/s recorded",
                "enqueue to commit p50 ms",
                "p99 ms",
                "max ms");
        var steadyUse = new UseTable("What the intake of a steady stream used", "events/s sent", "service");
        options.rates().forEach(rate -> stream(rate, steady, steadyUse));
        steady.note("Each stream lasts %1$d s, after %1$d s at no more than %2$,d events/s that do not count."
                .formatted(options.time().toSeconds(), CALM));
        use.table()
                .note("CPU of a service that has just been started includes its start. Peaks are of resident memory;"
                        + " of PostgreSQL, of the sum of its processes with shared memory counted once.");
        return List.of(waiting, use.table(), steady, steadyUse.table());
    }

    private Backlog backlog(String mode) {
        var off = mode.equals("off");
        var console = stage.cloud(off ? 0 : FLEET);
        var instances = off
                ? Events.ofStrangers(1, FLEET).instances()
                : console.list("instances").stream()
                        .map(one -> one.getString("id"))
                        .toList();
        return new Backlog(stage, options, console, instances, off ? Backlog.REACTIONS_OFF : Backlog.DRY_RUN);
    }

    private void stream(int rate, Table table, UseTable use) {
        Progress.tell("a stream of %,d events/s".formatted(rate));
        var backlog = backlog("off");
        var database = stage.database();
        var service = stage.service(database, Backlog.REACTIONS_OFF);
        try (var sender = new Sender(stage.cloudUrl())) {
            var unused = service.awaitReady();
            backlog.warmUp(database);
            // Who sends and who receives one message at a time have done so for a while as well.
            var calm = sender.stream(Events.ofStrangers(3, FLEET), Math.min(rate, CALM), options.time());
            backlog.awaitEmpty();
            Progress.tell("%,d events have come, now those that count".formatted(calm));
            var before = database.newest();
            try (var meter = Meter.start(stage.processes("service", service.pid()))) {
                var sent = sender.stream(Events.ofStrangers(2, FLEET), rate, options.time());
                backlog.awaitEmpty();
                service.check();
                var usage = meter.read();
                var label = "%,d".formatted(rate);
                var waits = database.waits(before, Instant.EPOCH);
                table.add(label, sent / (usage.time().toNanos() / 1e9), waits[0], waits[1], waits[2]);
                use.add(label, usage);
            }
        } finally {
            stage.end(service);
        }
    }

    private static void add(Table waiting, UseTable use, String label, Backlog.Taken taken) {
        var waits = taken.waits();
        waiting.add(label, taken.rate(), waits[0], waits[1], waits[2], taken.smqCalls());
        use.add(label, taken.usage());
    }
}
