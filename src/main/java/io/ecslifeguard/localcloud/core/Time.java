package io.ecslifeguard.localcloud.core;

import java.time.Duration;
import java.time.Instant;

/** The local cloud's clock and timers. Everything runs on one thread, that of the timers and of the HTTP server. */
public interface Time {

    /** The time now. */
    Instant now();

    /** Runs {@code task} after {@code delay}, on the local cloud's one thread. */
    void after(Duration delay, Runnable task);
}
