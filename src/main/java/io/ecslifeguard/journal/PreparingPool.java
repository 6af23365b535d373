package io.ecslifeguard.journal;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The reactive client's pool, whose connections prepare every statement once. By default they do so up to 2048
 * characters only, and the statement that takes a page is longer: to plan it takes longer than to run it. PostgreSQL ends
 * what nobody waits for any more: statements that hang on one table would else take all connections in the end.
 */
@ApplicationScoped
class PreparingPool implements PgPoolCreator {

    private static final int LONGEST_STATEMENT = 16_384;
    /** After the client, which has begun to wait before. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final long timeout;

    PreparingPool(JournalConfig config) {
        timeout = Math.min(
                Integer.MAX_VALUE, config.statementTimeout().plus(GRACE).toMillis());
    }

    @Override
    public Pool create(Input input) {
        var options = input.pgConnectOptionsList();
        options.forEach(one -> one.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
                .addProperty("statement_timeout", Long.toString(timeout)));
        return new ListeningPool(PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(options.get(0))
                .using(input.vertx())
                .build());
    }
}
