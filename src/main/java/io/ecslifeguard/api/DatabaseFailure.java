package io.ecslifeguard.api;

import io.ecslifeguard.journal.JournalUnavailable;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** What failures of the database mean for who asks. */
final class DatabaseFailure {

    private static final Logger LOG = Logger.getLogger(DatabaseFailure.class);

    private DatabaseFailure() {}

    /** What is told where the database is unavailable; empty where the failure is a fault of ours. */
    static Optional<Refusal> meaning(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JournalUnavailable late) {
                return unavailable(late.getMessage(), failure);
            }
            if (cause instanceof PgException refused) {
                return meaning(refused, failure);
            }
            if (cause instanceof IOException || cause instanceof VertxException || cause instanceof TimeoutException) {
                return unavailable("PostgreSQL cannot be reached", failure);
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> meaning(PgException refused, Throwable failure) {
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        var state = refused.getSqlState() == null ? "" : refused.getSqlState();
        if (state.equals("57014")) {
            return Optional.of(
                    Refusal.unavailable("The query took longer than lifeguard.journal.statement-timeout allows: ask for"
                            + " a shorter time with from and to, or for one instance"));
        }
        if (state.equals("42P01") || state.equals("42703")) {
            return unavailable("The journal's schema has not been migrated yet", failure);
        }
        if (state.equals("28000") || state.equals("28P01") || state.equals("3D000")) {
            return unavailable(
                    "PostgreSQL refuses the service: look at lifeguard.database.url, username and password", failure);
        }
        if (state.startsWith("22") || state.startsWith("42") || state.startsWith("23")) {
            return Optional.empty();
        }
        return unavailable("PostgreSQL cannot answer at present (" + state + ")", failure);
    }

    private static Optional<Refusal> unavailable(String reason, Throwable failure) {
        LOG.warnf("%s: %s", reason, failure);
        return Optional.of(Refusal.unavailable(reason + ": ask again in a moment"));
    }
}
