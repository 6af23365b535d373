package io.ecslifeguard.benchmark;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Tells who waits what is being done; not part of the result. */
final class Progress {

    private Progress() {}

    static void tell(String what) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
    }
}
