package io.ecslifeguard.benchmark;

import io.ecslifeguard.dev.EmbeddedPostgres;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The service beside loops of other shapes, and beside what cannot be avoided. */
final class ShapesPart implements Part {

    private static final int FLEET = 5000;
    private static final int LARGEST_BACKLOG = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What each loop is called in the table. */
    private static final Map<String, String> LOOPS = new LinkedHashMap<>();

    static {
        LOOPS.put("tutorial", "(a) one message per call, one insert, one deletion, in sequence");
        LOOPS.put("ticking", "(b) 10 per receive, every 2 s, 10 workers, a describe and a deletion for each");
        LOOPS.put("paging", "(c) 10 per receive, all at once, a deletion for each, a barrier between pages");
        LOOPS.put("paging insert", "(c) with an insert for each message");
        LOOPS.put("queue 4", "(d) full pages received and deleted, 4 loops");
        LOOPS.put("queue 16", "(d) with 16 loops");
        LOOPS.put("journal 4", "(e) full pages written to the journal, 4 loops");
        LOOPS.put("journal 16", "(e) with 16 loops");
        LOOPS.put("both 4", "(d) and (e) one after the other, 4 loops");
        LOOPS.put("both 16", "(d) and (e) one after the other, 16 loops");
    }

    private final Stage stage;
    private final Options options;

    ShapesPart(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    @Override
    public List<Table> measure() {
        var rates = Table.of(
                "The service beside other loops and the ceilings", "loop", "events/s", "service: times as fast");
        var use = new UseTable("What the loops used", "loop", "loop");
        var size = Math.min(LARGEST_BACKLOG, options.stock());
        var instances = Events.ofStrangers(1, FLEET).instances();
        var service = new Backlog(stage, options, stage.cloud(0), instances, Backlog.REACTIONS_OFF).warm(size);
        rates.add("the service, warm, reactions off, %,d messages".formatted(size), service.rate(), 1.0);
        LOOPS.forEach((name, label) -> {
            var rate = run(name, label, use);
            rates.add(label, rate, service.rate() / rate);
        });
        rates.note("(a) is the tutorials' loop, (b) has the shape of aws-node-termination-handler's, (c) that of"
                + " Karpenter's interruption controller; (d) and (e) are the ceilings. All use the same SDK and"
                + " the same PostgreSQL. Each"
                + " runs for %d s, or until the %,d messages are handled, after its first %,d (or 10 s)."
                        .formatted(options.time().toSeconds(), options.stock(), options.warmUp()));
        return List.of(rates, use.table());
    }

    private double run(String name, String label, UseTable use) {
        Progress.tell(label);
        var console = stage.cloud(name.equals("ticking") ? FLEET : 0);
        var database = stage.database();
        var unused = Flyway.configure()
                .dataSource(database.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.USER)
                .load()
                .migrate();
        if (!name.startsWith("journal")) {
            try (var sender = new Sender(stage.cloudUrl())) {
                sender.fill(Events.ofStrangers(4, FLEET), options.stock());
            }
        }
        var loop = stage.program(
                LoopMain.class,
                List.of(
                        name,
                        stage.cloudUrl(),
                        database.jdbcUrl(),
                        database.reactiveUrl(),
                        Long.toString(options.time().toSeconds()),
                        Integer.toString(options.warmUp()),
                        Integer.toString(options.stock())));
        try (var meter = Meter.start(stage.processes("loop", loop.pid()))) {
            var line = loop.awaitLine("RESULT ([0-9]+) ([0-9]+)", PATIENCE);
            use.add(label, meter.read());
            return Double.parseDouble(line.group(1)) / Double.parseDouble(line.group(2)) * 1e9;
        } finally {
            stage.end(loop);
        }
    }
}
