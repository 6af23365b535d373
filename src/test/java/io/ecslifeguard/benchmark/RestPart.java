package io.ecslifeguard.benchmark;

import java.util.List;
import java.util.Map;

/** What a service costs that has nothing to do, and how long it takes to start. */
final class RestPart implements Part {

    private static final int STARTS = 3;

    private final Stage stage;
    private final Options options;

    RestPart(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    @Override
    public List<Table> measure() {
        var starts = Table.of("From process start to ready", "start", "it listens after s", "ready after s");
        var rest = Table.of("At rest", "time", "memory MB", "peak MB", "threads", "CPU s", "% of a core");
        var unused = stage.cloud(0);
        var database = stage.database();
        for (var start = 1; start <= STARTS; start++) {
            Progress.tell("start " + start);
            var service = stage.service(database, Map.of());
            var listens = service.awaitListening();
            var ready = service.awaitReady();
            starts.add(
                    start == 1 ? "the first, on an empty database" : "number " + start,
                    listens.toNanos() / 1e9,
                    ready.toNanos() / 1e9);
            if (start == STARTS) {
                rest(service, rest);
            }
            stage.end(service);
        }
        starts.note("Ready is what the readiness probe says: the schema is there, and the queue was polled once.");
        rest.note("Default settings, an empty queue, no instances, nobody who asks. Memory is resident, at the end.");
        return List.of(starts, rest);
    }

    private void rest(Service service, Table rest) {
        var process = new Proc(service.pid(), false);
        var time = options.minute();
        var before = process.cpuSeconds();
        Pause.millis(time.toMillis());
        var cpu = process.cpuSeconds() - before;
        rest.add(
                "%d s after the start".formatted(time.toSeconds()),
                process.residentMegabytes(),
                process.peakMegabytes(),
                (double) process.threads(),
                cpu,
                100 * cpu / time.toSeconds());
    }
}
