package io.ecslifeguard.benchmark;

import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Full pages of events that are decoded already. */
final class Pages {

    static final int SIZE = 16;

    private static final int INSTANCES = 5000;

    private final List<Entry> entries = new ArrayList<>();
    private final AtomicInteger given = new AtomicInteger();

    Pages(int count) {
        var decoder = new Decoder();
        var events = Events.ofStrangers(3, INSTANCES);
        for (var number = 0; number < count; number++) {
            var body = events.body(number);
            var id = "message-" + number;
            var event = (EcsEvent) decoder.decode(body, id);
            var now = Instant.now();
            entries.add(new Entry.Happened(
                    event,
                    event.header().occurredAt().orElse(now),
                    new Source(Smq.QUEUE, id, now, 1, body),
                    List.of()));
        }
    }

    /** The next page, or none when all have been given. */
    List<Entry> next() {
        var first = given.getAndAdd(SIZE);
        return first >= entries.size() ? List.of() : entries.subList(first, Math.min(first + SIZE, entries.size()));
    }
}
