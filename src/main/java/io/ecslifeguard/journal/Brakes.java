package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The brake on restarts, of which there is one for all replicas. */
@ApplicationScoped
public class Brakes {

    private static final String COLUMNS =
            "id, reason, stopped, fleet, since, until, released_at, released_by, release_reason, put_on_by_user,"
                    + " released_by_user";

    /** What Auto Scaling owns comes and goes in numbers, and is never restarted. */
    private static final String KNOWN = """
            i.released_at is null and i.missing_since is null and not i.tags ? 'acs:autoscaling:scalingGroupId'
                and ($6::text is null or i.region is null or i.region = $6)
                and ($7::text is null or i.account is null or i.account = $7)
            """;

    // Counted is what stopped within one window: up to now, up to the stop that is asked about, or from that stop on.
    // Stops may be recorded late. A release begins the count anew. The fleet is counted only where enough have stopped.
    // The index is to be searched for the windows alone: each has two ends, and the release is kept from being a third.
    private static final String CHECK = """
            with active as (
                select %1$s from brake where released_at is null
            ), stopped as materialized (
                select greatest(
                    count(distinct e.instance_id) filter (where e.occurred_at > now() - w.length),
                    count(distinct e.instance_id) filter (where e.occurred_at between w.stop - w.length and w.stop),
                    count(distinct e.instance_id) filter (where e.occurred_at between w.stop and w.stop + w.length)
                )::int as number
                from event e join instance i on i.id = e.instance_id,
                    (select $8::timestamptz as stop, $1 * interval '1 millisecond' as length) w
                where not exists (select 1 from active)
                    and e.kind = 'state' and e.detail = 'Stopped'
                    and (e.occurred_at between now() - w.length and 'infinity'
                        or e.occurred_at between w.stop - w.length and w.stop + w.length)
                    and coalesce(e.occurred_at > (select max(released_at) from brake), true)
                    and not exists (select 1 from event a where a.instance_id = e.instance_id and a.kind = 'interruption'
                        and a.occurred_at > e.occurred_at - $2 * interval '1 millisecond')
                    and %2$s
            ), fleet as (
                select count(*)::int as number from instance i where (select number from stopped) >= $3 and %2$s
            ), engaged as (
                insert into brake (reason, stopped, fleet, until)
                select s.number || ' of ' || f.number || ' instances stopped within ' || $1 / 1000 || ' s', s.number, f.number,
                    now() + $5 * interval '1 millisecond'
                from stopped s, fleet f
                where s.number >= $3 and s.number > $4::float8 * f.number
                -- another replica was quicker
                on conflict ((true)) where released_at is null do update set stopped = brake.stopped
                returning %1$s
            )
            select %1$s from active union all select %1$s from engaged
            """.formatted(COLUMNS, KNOWN);

    private static final String PUT_ON = """
            insert into brake (reason, until, put_on_by_user) values ($1, $2, $3)
            on conflict ((true)) where released_at is null
                do update set reason = excluded.reason, until = excluded.until, put_on_by_user = excluded.put_on_by_user
            returning %s
            """.formatted(COLUMNS);

    // Those that wait for it look again.
    private static final String RELEASE = """
            with released as (
                update brake set released_at = now(), released_by = $1, release_reason = $2, released_by_user = $4
                where released_at is null and ($1 = 'hand' or until <= now())
                returning %s
            ), woken as (
                update reaction set woken = true,
                    due_at = case when lease_until is null then least(due_at, now()) else due_at end
                where name = $3 and status = 'open' and exists (select 1 from released)
                returning 1
            )
            select %s from released
            """.formatted(COLUMNS, COLUMNS);

    private static final String LAST = "select " + COLUMNS + " from brake order by id desc limit 1";

    private final Database database;

    Brakes(Database database) {
        this.database = database;
    }

    /**
     * The brake that is on, which is put on here where the limits are exceeded.
     *
     * @param stop the moment of the stop after which a start is wanted: what stopped with it counts, however late it is
     */
    public Uni<Optional<Brake>> check(BrakeLimits limits, Instant stop) {
        var parameters = Tuple.tuple()
                .addLong(limits.window().toMillis())
                .addLong(limits.announced().toMillis())
                .addInteger(limits.number())
                .addDouble(limits.share())
                .addLong(limits.timeout().toMillis())
                .addString(limits.region().orElse(null))
                .addString(limits.account().orElse(null))
                .addOffsetDateTime(stop.atOffset(UTC));
        return database.run(CHECK, parameters).map(Brakes::first);
    }

    /** Puts it on by hand; where it is on already, reason and end are replaced. */
    public Uni<Brake> putOn(String reason, Instant until, Optional<String> user) {
        return database.run(PUT_ON, Tuple.of(reason, until.atOffset(UTC), user.orElse(null)))
                .map(rows -> first(rows).orElseThrow());
    }

    /**
     * Releases it by hand, and wakes the reactions that may wait for it; empty where it is not on.
     *
     * @param reaction the name of these reactions
     */
    public Uni<Optional<Brake>> release(Optional<String> reason, String reaction, Optional<String> user) {
        return database.run(RELEASE, Tuple.of("hand", reason.orElse(null), reaction, user.orElse(null)))
                .map(Brakes::first);
    }

    /** Releases it when its time is over; otherwise as {@link #release}. */
    public Uni<Optional<Brake>> releaseDue(String reaction) {
        return database.run(RELEASE, Tuple.of("time", null, reaction, null)).map(Brakes::first);
    }

    /** The one that was put on last, be it on or released. */
    public Uni<Optional<Brake>> last() {
        return database.run(LAST, Tuple.tuple()).map(Brakes::first);
    }

    private static Optional<Brake> first(RowSet<Row> rows) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(brake(iterator.next())) : Optional.empty();
    }

    private static Brake brake(Row row) {
        return new Brake(
                row.getLong(0),
                row.getString(1),
                Optional.ofNullable(row.getInteger(2)),
                Optional.ofNullable(row.getInteger(3)),
                row.getOffsetDateTime(4).toInstant(),
                row.getOffsetDateTime(5).toInstant(),
                Optional.ofNullable(row.getOffsetDateTime(6)).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString(7)),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getString(9)),
                Optional.ofNullable(row.getString(10)));
    }
}
