package io.ecslifeguard.journal;

import io.vertx.mutiny.sqlclient.Pool;

/** The journal without the service around it. */
public final class JournalOnPool {

    private JournalOnPool() {}

    public static Journal of(Pool pool) {
        return new Journal(new Database(pool, JournalDatabase.config("any")));
    }
}
