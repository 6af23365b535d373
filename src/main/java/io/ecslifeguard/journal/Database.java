package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The reactive client with a time-out on everything. */
@ApplicationScoped
class Database {

    private final Pool pool;
    private final Duration timeout;

    Database(Pool pool, JournalConfig config) {
        this.pool = pool;
        this.timeout = config.statementTimeout();
    }

    /** Runs one statement, in a transaction of its own. */
    Uni<RowSet<Row>> run(String sql, Tuple parameters) {
        return Uni.createFrom()
                // By a connection of one's own: the pool's short way leaves a timer behind when it cannot connect,
                // which
                // then logs a stack trace for each statement.
                .deferred(() -> pool.withConnection(
                        connection -> connection.preparedQuery(sql).execute(parameters)))
                .ifNoItem()
                .after(timeout)
                .failWith(this::late)
                // The server's end of a statement, which a busy process may see before its own.
                .onFailure(Database::wasEnded)
                .transform(ended -> late());
    }

    private JournalUnavailable late() {
        return new JournalUnavailable("PostgreSQL has not answered within " + timeout.toMillis()
                + " ms (lifeguard.journal.statement-timeout)");
    }

    private static boolean wasEnded(Throwable failure) {
        return failure instanceof PgException ended && "57014".equals(ended.getSqlState());
    }
}
