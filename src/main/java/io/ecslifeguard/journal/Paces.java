package io.ecslifeguard.journal;

import io.ecslifeguard.cloud.Pace;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The next free slot of each API. By the database's clock, so that the replicas' own need not agree. */
@ApplicationScoped
class Paces implements Pace {

    // clock_timestamp() and not now(): a statement may have waited for the row.
    private static final String RESERVE = """
            with reserved as (
                insert into pace as held (api, next_at) values ($1, clock_timestamp() + $2 * interval '1 microsecond')
                on conflict (api) do update
                    set next_at = greatest(clock_timestamp(), held.next_at) + $2 * interval '1 microsecond'
                    where held.next_at - clock_timestamp() <= $3 * interval '1 microsecond'
                returning cast(ceil(1000000 * extract(epoch from
                    next_at - $2 * interval '1 microsecond' - clock_timestamp())) as bigint) as wait
            )
            select wait from reserved
            union all
            select cast(greatest($3 + 1, (
                select ceil(1000000 * extract(epoch from next_at - clock_timestamp())) from pace where api = $1)) as bigint)
            where not exists (select from reserved)
            """;

    private final Database database;

    Paces(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Duration> reserve(String api, Duration spacing, Duration patience) {
        var micros = spacing.toNanos() / 1000;
        return database.run(RESERVE, Tuple.of(api, micros, patience.toNanos() / 1000))
                .map(rows -> rows.iterator().next().getLong(0))
                .map(wait -> Duration.ofNanos(Math.max(0, wait) * 1000));
    }
}
