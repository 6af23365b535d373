package io.ecslifeguard.history;

import io.ecslifeguard.api.Refusal;
import java.time.Instant;
import java.util.Optional;

/** A range of time: {@code from} belongs to it, {@code to} does not. */
record Range(Optional<Instant> from, Optional<Instant> to) {

    static Range of(Query query) {
        var range = new Range(query.time("from"), query.time("to"));
        range.from.ifPresent(from -> range.to.filter(to -> !to.isAfter(from)).ifPresent(to -> {
            throw Refusal.of("to", "to is not after from, so that nothing can lie between them");
        }));
        return range;
    }
}
