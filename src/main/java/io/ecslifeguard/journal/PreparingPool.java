package io.ecslifeguard.journal;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The reactive client's pool, whose connections prepare every statement once. By default they do so up to 2048
 * characters only, and the statement that takes a page is longer: to plan it takes longer than to run it.
 */
@ApplicationScoped
class PreparingPool implements PgPoolCreator {

    private static final int LONGEST_STATEMENT = 16_384;

    @Override
    public Pool create(Input input) {
        var options = input.pgConnectOptionsList();
        options.forEach(one -> one.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT));
        return new ListeningPool(PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(options.get(0))
                .using(input.vertx())
                .build());
    }
}
