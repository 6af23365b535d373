package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The pools that were reclaimed or without stock a short while ago. All replicas know of them. */
@ApplicationScoped
public class Pools {

    private static final String REMEMBER = """
            insert into pool as known (type, vswitch, spot, why, until)
            values ($1, $2, $3, $4, now() + $5 * interval '1 millisecond')
            on conflict (type, vswitch, spot) do update
                set why = excluded.why, until = greatest(known.until, excluded.until)
            """;

    private static final String UNAVAILABLE = "select type, vswitch, spot from pool where until > now()";

    private final Database database;

    Pools(Database database) {
        this.database = database;
    }

    /** Commits that there is nothing to be had for {@code period}. */
    public Uni<Void> remember(Pool pool, String why, Duration period) {
        return database.run(REMEMBER, Tuple.of(pool.type(), pool.vSwitch(), pool.spot(), why, period.toMillis()))
                .replaceWithVoid();
    }

    /** Those that count as unavailable now. */
    public Uni<Set<Pool>> unavailable() {
        return database.run(UNAVAILABLE, Tuple.tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Pool(row.getString(0), row.getString(1), row.getBoolean(2)))
                        .collect(Collectors.toSet()));
    }
}
