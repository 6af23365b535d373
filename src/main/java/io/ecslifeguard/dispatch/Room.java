package io.ecslifeguard.dispatch;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Room for the messages that have been received and are not deleted yet. */
final class Room {

    /** Several wait for one signal, and who clears it may take it from another. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private final int size;
    private final AtomicInteger taken = new AtomicInteger();
    private final Signal left = new Signal();

    /** @param size how many messages it holds */
    Room(int size) {
        this.size = size;
    }

    void take(int messages) {
        taken.addAndGet(messages);
    }

    void leave(int messages) {
        taken.addAndGet(-messages);
        left.raise();
    }

    /** Completes when there is room for so many more. */
    Uni<Void> untilFreeFor(int messages, LoopWatch loop, BooleanSupplier stopping) {
        BooleanSupplier free = () -> stopping.getAsBoolean() || taken.get() + messages <= size;
        return free.getAsBoolean() ? Uni.createFrom().voidItem() : until(free, loop::beats);
    }

    /** Completes when nobody is in it. */
    Uni<Void> untilEmpty() {
        return until(() -> taken.get() == 0, () -> {});
    }

    private Uni<Void> until(BooleanSupplier condition, Runnable meanwhile) {
        return left.await(LONGEST_WAIT)
                .invoke(() -> {
                    left.clear();
                    meanwhile.run();
                })
                .map(ignored -> condition.getAsBoolean())
                .repeat()
                .until(met -> met)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
