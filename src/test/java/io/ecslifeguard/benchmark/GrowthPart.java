package io.ecslifeguard.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What becomes of intake and of the API's queries when the journal grows. */
final class GrowthPart implements Part {

    private static final int LARGEST_BACKLOG = 100_000;
    private static final int INSTANCES = 5000;

    private final Stage stage;
    private final Options options;

    GrowthPart(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    @Override
    public List<Table> measure() {
        var intake = Table.of(
                "Intake into a journal that grows",
                "events in the journal",
                "events/s",
                "wait p50 ms",
                "p99 ms",
                "max ms",
                "size MB",
                "loaded in s");
        var use = new UseTable("What intake used as the journal grew", "events in the journal", "service");
        var console = stage.cloud(0);
        var instances = Events.ofStrangers(1, INSTANCES).instances();
        var backlog = new Backlog(stage, options, console, instances, Backlog.REACTIONS_OFF);
        var database = stage.database();
        var answers = new LinkedHashMap<Long, Map<String, Percentiles>>();
        // the service makes the schema
        stage.end(ready(database));
        var history = new History(database);
        for (var events : sizes()) {
            var began = System.nanoTime();
            history.growTo(events);
            var loaded = (System.nanoTime() - began) / 1e9;
            var service = ready(database);
            if (events > 0) {
                answers.put(events, new Api(service.api(), database).ask());
            }
            backlog.warmUp(database);
            var size = Math.min(LARGEST_BACKLOG, options.stock());
            var taken = backlog.held(size, database, service);
            var label = "%,d".formatted(events);
            var waits = taken.waits();
            var bytes = database.number("select pg_database_size(current_database())");
            intake.add(label, taken.rate(), waits[0], waits[1], waits[2], bytes / 1048576.0, loaded);
            use.add(label, taken.usage());
            stage.end(service);
        }
        intake.note("%,d messages that wait, reactions off, a service that has run for a while."
                .formatted(Math.min(LARGEST_BACKLOG, options.stock())));
        return List.of(intake, use.table(), queries(answers));
    }

    private Service ready(Ledger database) {
        var service = stage.service(database, Backlog.REACTIONS_OFF);
        var unused = service.awaitReady();
        return service;
    }

    private List<Long> sizes() {
        var sizes = new TreeSet<>(options.events());
        sizes.add(0L);
        return List.copyOf(sizes);
    }

    private static Table queries(Map<Long, Map<String, Percentiles>> answers) {
        var columns = new ArrayList<String>();
        answers.keySet().forEach(events -> {
            columns.add("%,d: p50 ms".formatted(events));
            columns.add("%,d: p99 ms".formatted(events));
        });
        columns.add("p99 growth");
        var table = Table.of("Queries of the API as the journal grows", "query", columns.toArray(String[]::new));
        var all = List.copyOf(answers.values());
        if (all.isEmpty()) {
            return table;
        }
        for (var query : all.get(0).keySet()) {
            var values = new ArrayList<Double>();
            all.forEach(asked -> {
                values.add(asked.get(query).at(0.5));
                values.add(asked.get(query).at(0.99));
            });
            values.add(values.get(values.size() - 1) / values.get(1));
            table.add(query, values.toArray(Double[]::new));
        }
        table.note(
                ("Each is asked %d times in sequence by one client, after %d times that do not count, or for %d s, with"
                                + " another instance, place or event each time; a page has 50 items. Growth is the last p99"
                                + " divided by the first.")
                        .formatted(Api.TIMES, Api.WARM_UP, Api.LONGEST.toSeconds()));
        return table;
    }
}
