package io.ecslifeguard.benchmark;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs one loop in a process of its own, and says how many messages it handled in how many nanoseconds, once it had run
 * for a while. Arguments: its name, the local cloud's URL, the database as JDBC and the reactive client take it, the
 * seconds it lasts at most, how many messages come before it is measured, and how many there are.
 */
final class LoopMain {

    private static final long LONGEST_WARM_UP = 10_000_000_000L;

    private LoopMain() {}

    public static void main(String[] arguments) throws Exception {
        var loop = loop(arguments);
        var warmUp = Long.parseLong(arguments[5]);
        var handled = new LongAdder();
        var stopped = new AtomicBoolean();
        var ended = CompletableFuture.runAsync(
                () -> {
                    try {
                        loop.run(handled, () -> !stopped.get());
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                task -> new Thread(task, "loop").start());
        var begin = System.nanoTime();
        while (handled.sum() < warmUp && System.nanoTime() - begin < LONGEST_WARM_UP && !ended.isDone()) {
            Pause.millis(1);
        }
        var from = System.nanoTime();
        var before = handled.sum();
        var until = from + Long.parseLong(arguments[4]) * 1_000_000_000L;
        while (System.nanoTime() < until && !ended.isDone()) {
            Pause.millis(1);
        }
        var count = handled.sum() - before;
        var nanos = System.nanoTime() - from;
        stopped.set(true);
        ended.join();
        System.out.println("RESULT " + count + " " + nanos);
        System.exit(0);
    }

    private static Loop loop(String... arguments) {
        var cloud = arguments[1];
        var ledger = new Ledger(arguments[2], arguments[3]);
        var entries = Integer.parseInt(arguments[6]);
        var words = arguments[0].split(" ");
        return switch (words[0]) {
            case "tutorial" -> new TutorialLoop(cloud, ledger);
            case "ticking" -> new TickingLoop(cloud);
            case "paging" -> new PagingLoop(cloud, Arrays.asList(words).contains("insert") ? ledger : null);
            default -> Ceiling.of(words[0], Integer.parseInt(words[1]), cloud, ledger, entries);
        };
    }
}
