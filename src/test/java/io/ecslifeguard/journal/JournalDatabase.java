package io.ecslifeguard.journal;

import io.ecslifeguard.testing.TestDatabase;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;

/** A fresh database with the schema. */
final class JournalDatabase implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase database;
    private final Duration statementTimeout;
    private final Pool pool;

    JournalDatabase() {
        this(TestDatabase.fresh());
        var unused = Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
    }

    private JournalDatabase(TestDatabase database) {
        this(database, Duration.ofSeconds(10));
    }

    private JournalDatabase(TestDatabase database, Duration statementTimeout) {
        this.database = database;
        this.statementTimeout = statementTimeout;
        var options = PgConnectOptions.fromUri(database.url())
                .setUser(database.username())
                .setPassword(database.password());
        var input = new Input(vertx.getDelegate(), new PoolOptions().setMaxSize(8), List.of(options));
        pool = Pool.newInstance(new PreparingPool(configured("any")).create(input));
    }

    String name() {
        return database.name();
    }

    /** New connections to the same database. */
    JournalDatabase anotherConnection() {
        return new JournalDatabase(database);
    }

    /** New connections to the same database, whose statements may take so long. */
    JournalDatabase withStatementTimeout(Duration timeout) {
        return new JournalDatabase(database, timeout);
    }

    void execute(String sql) {
        var unused = query(sql);
    }

    Database database() {
        return new Database(pool, configured("any"));
    }

    Replica replica(String name) {
        return new Replica(config(name));
    }

    List<Row> query(String sql) {
        var rows = pool.query(sql).execute().await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    /** Runs {@code sql} in a transaction that stays open until what this gives is run. */
    Runnable hold(String sql) {
        var connection = pool.getConnectionAndAwait();
        var transaction = connection.beginAndAwait();
        var unused = connection.query(sql).executeAndAwait();
        return () -> {
            transaction.rollbackAndAwait();
            connection.closeAndAwait();
        };
    }

    /** The one value that {@code sql} gives, as text. */
    String value(String sql) {
        var value = query(sql).get(0).getValue(0);
        return value == null ? null : value.toString();
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }

    static JournalConfig config(String replica) {
        return new Config(Optional.of(replica), Duration.ofSeconds(10), Optional.empty(), 1000);
    }

    private JournalConfig configured(String replica) {
        return new Config(Optional.of(replica), statementTimeout, Optional.empty(), 1000);
    }

    private record Input(
            io.vertx.core.Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    record Config(Optional<String> replica, Duration statementTimeout, Optional<Duration> retention, int retentionBatch)
            implements JournalConfig {}
}
