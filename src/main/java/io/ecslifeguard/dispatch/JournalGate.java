package io.ecslifeguard.dispatch;

import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Journal;
import io.ecslifeguard.journal.Recorded;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Closed while the journal cannot be written: what is in hand waits before it, and nothing is received meanwhile. A journal
 * that answers may still take no events (a full disk, a lost grant), so nothing opens it but a page that is written.
 */
final class JournalGate {

    private static final Logger LOG = Logger.getLogger(JournalGate.class);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Journal journal;
    private final BooleanSupplier stopping;
    private volatile String problem;

    /** @param stopping whether to give up instead of trying again */
    JournalGate(Journal journal, BooleanSupplier stopping) {
        this.journal = journal;
        this.stopping = stopping;
    }

    /** Why it is closed, or empty where it is open. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Completes when it is open. */
    Uni<Void> untilOpen(LoopWatch loop) {
        if (problem == null) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .item(this::isOpen)
                .onFailure()
                .invoke(loop::beats)
                // The page that closed it is tried again and again, and opens it.
                .onFailure(failure -> !stopping.getAsBoolean())
                .retry()
                .withBackOff(SHORTEST_WAIT, SHORTEST_WAIT)
                .indefinitely()
                .replaceWithVoid();
    }

    private boolean isOpen() {
        if (problem != null) {
            throw new IllegalStateException("The journal cannot be written: " + problem);
        }
        return true;
    }

    /** Records a page, which stays in hand until it is written: so its loop receives nothing while the journal is away. */
    Uni<Recorded> record(List<Entry> entries, LoopWatch loop) {
        return journal.record(entries)
                .onFailure()
                .invoke(failure -> {
                    // A loop that waits for the journal is alive.
                    loop.beats();
                    close(failure);
                })
                // What is received must be written; a page that is given up comes back to another replica.
                .onFailure(failure -> !stopping.getAsBoolean())
                .retry()
                .withBackOff(SHORTEST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .invoke(this::open);
    }

    private void open() {
        if (problem != null) {
            LOG.info("The journal can be written again");
            problem = null;
        }
    }

    private void close(Throwable failure) {
        if (problem == null) {
            LOG.errorf("The journal cannot be written, nothing is received until it can: %s", failure.getMessage());
        }
        problem = String.valueOf(failure.getMessage());
    }
}
