package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps PostgreSQL's picture of the open reactions true while they grow from a few to many, as in a first storm. Plans of
 * prepared statements are kept: one that was made when there were none reads all that are open for each page, and
 * PostgreSQL itself looks only once a minute whether that still fits.
 */
final class Growth {

    private static final long FIRST = 100;
    /** Beyond it, what was right stays right. */
    private static final long LAST = 20_000;
    /** Skipped, and not waited for, where something else is at work on the table. */
    private static final String ANALYZE = "analyze (skip_locked) reaction";

    private final Database database;
    private final AtomicLong called = new AtomicLong();
    private final AtomicLong next = new AtomicLong(FIRST);

    Growth(Database database) {
        this.database = database;
    }

    /** Takes note of reactions that were called for: each time that they have doubled, the table is looked at anew. */
    Uni<Void> noted(int reactions) {
        var all = called.addAndGet(reactions);
        var due = next.get();
        return all < due || due > LAST || !next.compareAndSet(due, 2 * due)
                ? Uni.createFrom().voidItem()
                : database.run(ANALYZE, Tuple.tuple())
                        .replaceWithVoid()
                        // It makes statements quicker and nothing else: what was recorded is recorded.
                        .onFailure()
                        .recoverWithNull();
    }
}
