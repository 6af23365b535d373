package io.ecslifeguard.benchmark;

/** Waiting, which a benchmark does by the clock. */
final class Pause {

    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(Math.max(0, millis));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
