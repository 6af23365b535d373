package io.ecslifeguard.benchmark;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches what processes use from its start until it is read. */
final class Meter implements AutoCloseable {

    /** Reading the memory of PostgreSQL's processes costs some 50 ms of a core. */
    private static final long EVERY_MILLIS = 2500;

    private final Map<String, Proc> processes;
    private final Map<String, Double> cpuBefore = new LinkedHashMap<>();
    private final Map<String, Double> peaks = new LinkedHashMap<>();
    private final long startedAt = System.nanoTime();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "meter");
        thread.setDaemon(true);
        return thread;
    });

    private Meter(Map<String, Proc> processes) {
        this.processes = processes;
    }

    /** @param processes by the names that they have in the result */
    static Meter start(Map<String, Proc> processes) {
        var meter = new Meter(processes);
        processes.forEach((name, process) -> meter.cpuBefore.put(name, process.cpuSeconds()));
        var unused = meter.sampler.scheduleAtFixedRate(meter::sample, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return meter;
    }

    Usage read() {
        sample();
        var usage =
                new Usage(Duration.ofNanos(System.nanoTime() - startedAt), new LinkedHashMap<>(), Map.copyOf(peaks));
        processes.forEach((name, process) ->
                usage.cpuSeconds().put(name, Math.max(0, process.cpuSeconds() - cpuBefore.get(name))));
        return usage;
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }

    private synchronized void sample() {
        processes.forEach((name, process) ->
                peaks.merge(name, process.tree() ? process.megabytes() : process.peakMegabytes(), Math::max));
    }

    /** What processes have used, by their names. */
    record Usage(Duration time, Map<String, Double> cpuSeconds, Map<String, Double> peakMegabytes) {

        Double cpu(String name) {
            return cpuSeconds.get(name);
        }

        Double peak(String name) {
            return peakMegabytes.get(name);
        }

        /** How many cores they have kept busy together. */
        double cores() {
            return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum() / (time.toNanos() / 1e9);
        }
    }
}
