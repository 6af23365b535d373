package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Work that one replica does for all, such as asking the cloud for the whole fleet. */
@ApplicationScoped
public class Leases {

    private static final String TAKE = """
            insert into lease as held (name, owner, until) values ($1, $2, now() + $3 * interval '1 millisecond')
            on conflict (name) do update set owner = excluded.owner, until = excluded.until
            where held.until < now() or held.owner = excluded.owner
            returning 1
            """;

    private static final String GIVE_BACK = "delete from lease where name = $1 and owner = $2";

    private final Database database;
    private final Replica replica;

    Leases(Database database, Replica replica) {
        this.database = database;
        this.replica = replica;
    }

    /** Takes or extends the lease of this name; false when another replica holds it. */
    public Uni<Boolean> take(String name, Duration lease) {
        return database.run(TAKE, Tuple.of(name, replica.name(), lease.toMillis()))
                .map(rows -> rows.size() > 0);
    }

    /** Gives the lease back early, so that another replica need not wait for its end. */
    public Uni<Void> giveBack(String name) {
        return database.run(GIVE_BACK, Tuple.of(name, replica.name())).replaceWithVoid();
    }
}
