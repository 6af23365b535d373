package io.ecslifeguard.history;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.journal.JournalConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.hibernate.FlushMode;

/**
 * Reads the journal in a session of its own. Reading shares the connections with intake, so it has a time-out here and on
 * the server, and only so many reads go on at the same time.
 */
@ApplicationScoped
class Reading {

    static final int AT_ONCE = 4;

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Duration timeout;
    private final AtomicInteger underWay = new AtomicInteger();

    Reading(JournalConfig config) {
        this.timeout = config.statementTimeout();
    }

    /** Runs queries one after the other; fails with a {@link Refusal} where the database cannot answer. */
    <T> Uni<T> read(Supplier<Uni<T>> queries) {
        return Uni.createFrom().deferred(() -> {
            if (underWay.incrementAndGet() > AT_ONCE) {
                underWay.decrementAndGet();
                return Uni.createFrom()
                        .failure(Refusal.unavailable("The history is being read " + AT_ONCE
                                + " times at the moment, and what it records goes first: ask again in a moment"));
            }
            return transaction(queries).onTermination().invoke(underWay::decrementAndGet);
        });
    }

    private <T> Uni<T> transaction(Supplier<Uni<T>> queries) {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.setDefaultReadOnly(true)
                                // Nothing is changed here. Else each query would first compare what is loaded.
                                .setFlushMode(FlushMode.MANUAL)
                                // Without it, the server would go on with a query that nobody waits for any more.
                                .createNativeQuery("set local statement_timeout = " + timeout.toMillis())
                                .executeUpdate())
                        .chain(queries::get))
                .ifNoItem()
                .after(timeout.plus(GRACE))
                .failWith(() -> Refusal.unavailable("PostgreSQL has not answered within " + timeout.toMillis()
                        + " ms (lifeguard.journal.statement-timeout)"));
    }
}
