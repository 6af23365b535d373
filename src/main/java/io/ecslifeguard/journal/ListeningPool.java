package io.ecslifeguard.journal;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A pool that says what broke a connection in use: the statement that waits learns only that its connection is gone.
 * Without a listener the client prints a stack trace to the standard error instead.
 */
@SuppressWarnings("deprecation") // Quarkus asks for the deprecated type.
final class ListeningPool implements PgPool {

    private static final Logger LOG = Logger.getLogger(ListeningPool.class);

    private final Pool pool;

    ListeningPool(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return pool.getConnection().map(connection -> connection.exceptionHandler(ListeningPool::say));
    }

    private static void say(Throwable broken) {
        LOG.infof("A connection to PostgreSQL broke while it was in use: %s", broken.getMessage());
    }

    @Override
    public void getConnection(Handler<AsyncResult<SqlConnection>> handler) {
        var unused = getConnection().onComplete(handler);
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return pool.query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return pool.preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return pool.preparedQuery(sql, options);
    }

    @Override
    public PgPool connectHandler(Handler<SqlConnection> handler) {
        var unused = pool.connectHandler(handler);
        return this;
    }

    @Override
    public PgPool connectionProvider(Function<Context, Future<SqlConnection>> provider) {
        var unused = pool.connectionProvider(provider);
        return this;
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        pool.close(handler);
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }
}
