package io.ecslifeguard.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What Linux tells of a process and those that it has started.
 *
 * @param pid the process
 * @param tree whether those that it has started count with it, as PostgreSQL's do
 */
record Proc(long pid, boolean tree) {

    /** Clock ticks per second in what the kernel tells, on every Linux in use. */
    private static final double TICKS = 100;

    static Proc self() {
        return new Proc(ProcessHandle.current().pid(), false);
    }

    /** CPU seconds so far, those of processes that have ended included. */
    double cpuSeconds() {
        return pids().mapToDouble(one -> ticks(one, one == pid)).sum() / TICKS;
    }

    /** The most memory that one process had, in MB; not for a tree. */
    double peakMegabytes() {
        return kilobytes(pid, "status", "VmHWM:") / 1024;
    }

    /** The resident memory of one process now, in MB. */
    double residentMegabytes() {
        return kilobytes(pid, "status", "VmRSS:") / 1024;
    }

    /** The memory that it has now in MB, with a share of what it shares with others. */
    double megabytes() {
        return pids().mapToDouble(one -> kilobytes(one, "smaps_rollup", "Pss:")).sum() / 1024;
    }

    int threads() {
        return (int) kilobytes(pid, "status", "Threads:");
    }

    private Stream<Long> pids() {
        var own = Stream.of(pid);
        return tree
                ? Stream.concat(
                        own,
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                : own;
    }

    private static double ticks(long pid, boolean withEnded) {
        var stat = read(pid, "stat");
        // The name, in brackets, may have blanks in it.
        var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length < 15) {
            return 0;
        }
        var own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        return withEnded ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
    }

    private static double kilobytes(long pid, String file, String name) {
        return read(pid, file)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(name.length()).strip().split("\\s+")[0]))
                .findFirst()
                .orElse(0);
    }

    /** Empty where the process has ended. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException ended) {
            return "";
        }
    }
}
