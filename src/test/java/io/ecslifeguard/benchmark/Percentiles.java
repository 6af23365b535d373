package io.ecslifeguard.benchmark;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** How long things took, in ms. */
record Percentiles(List<Double> sorted) {

    static Percentiles of(Collection<Duration> times) {
        return new Percentiles(
                times.stream().map(time -> time.toNanos() / 1e6).sorted().toList());
    }

    /** The value that this share of all does not exceed; null where there is none. */
    Double at(double share) {
        return sorted.isEmpty() ? null : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    int count() {
        return sorted.size();
    }
}
