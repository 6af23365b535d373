package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The reactions that events called for, as work that the replicas share. A lease gives one of them a reaction for a
 * while, by the database's clock; its fencing number tells a replica that was too slow that its word no longer counts.
 */
@ApplicationScoped
public class Reactions {

    /** The note of a reaction that was called for, or was still open, while it is switched off. */
    public static final String SWITCHED_OFF = "The reaction is switched off";

    private static final String CLAIM = """
            with urgent as (
                select id from reaction
                where status = 'open' and deadline is not null and due_at <= now() and name = any ($1)
                    and (lease_until is null or lease_until < now() or lease_owner = $4 and id <> all ($6))
                order by attempts > 0 and deadline > now() + interval '2 minutes', date_trunc('minute', deadline),
                    batch nulls first, deadline, due_at
                limit $2 for update skip locked
            ), other as (
                select id from reaction
                where status = 'open' and deadline is null and due_at <= now() and name = any ($1)
                    and (lease_until is null or lease_until < now() or lease_owner = $4 and id <> all ($6))
                -- Where a row was changed since the statement began, PostgreSQL evaluates this again, without the limit above.
                order by due_at, id limit (select greatest(0, $3 - count(*)) from urgent) for update skip locked
            ), claimed as (
                update reaction r
                set lease_owner = $4, lease_until = now() + $5 * interval '1 millisecond', fence = fence + 1,
                    attempts = attempts + 1, woken = false, called_again = null
                from (select id from urgent union all select id from other) due
                where r.id = due.id
                returning r.*
            )
            select c.id, c.name, c.fence, c.attempts, e.payload::text, e.message_id,
                coalesce(e.occurred_at, c.created_at), c.deadline, c.memory::text, c.instance_id, c.errors, c.notice_id,
                c.traceparent
            from claimed c
                -- Row by row, by the index: the planner would rather read all events where it does not know how many there are.
                left join lateral (select * from event where seq = c.event_seq offset 0) e on true
            order by c.deadline nulls last, c.due_at
            """;

    private static final String FINISH = """
            with ended as (
                update reaction
                set status = $3, note = $4, memory = coalesce($5::text::json, memory), result = $15::text::json,
                    batch = coalesce($16, batch),
                    waits_for = case when $10 = 'error' then waits_for else $6 end,
                    errors = case when $10 = 'error' then errors + 1 else 0 end,
                    due_at = case when woken then now() else now() + $7 * interval '1 millisecond' end,
                    finished_at = case when $3 = 'open' then null else now() end,
                    woken = false, lease_owner = null, lease_until = null
                -- The owner is gone once it has ended: where the answer was lost, the same word does not count twice.
                where id = $1 and fence = $2 and status = 'open' and lease_owner = $9
                returning *
            ), told as (
                insert into attempt (reaction_id, number, started_at, replica, outcome, note)
                select id, attempts, $8, $9, $10, $4 from ended
            ), called_again as (
                -- An event that called for it while its last attempt was under way may tell of something newer.
                insert into reaction (name, event_seq, instance_id, deadline, waits_for, traceparent)
                select name, called_again, instance_id, deadline, instance_id, traceparent from ended
                where status <> 'open' and called_again is not null
                returning 1
            ), news as (
                select n.key, n.kind, n.instance_id, e.id as reaction_id, n.text
                from ended e, unnest($11::text[], $12::text[], $13::text[], $14::text[])
                    as n (key, kind, instance_id, text)
            ), %s
            select (select count(*)::int from ended), (select count(*)::int from called_again)
            """.formatted(Notices.RECORD);

    private static final String IS_TOLD = """
            select 1 from attempt where reaction_id = $1 and number = $2 and replica = $3 and started_at = $4
            """;

    private static final String MINE = """
            select 1 from reaction
            where id = $1 and fence = $2 and status = 'open' and lease_until > now()
            """;

    private static final String REMEMBER = """
            update reaction set memory = $3::text::json
            where id = $1 and fence = $2 and status = 'open' and lease_until > now()
            returning 1
            """;

    private static final String UNKNOWN = """
            select name, count(*)::int from reaction where status = 'open' and name <> all ($1) group by name order by name
            """;

    private static final String BACKLOG = """
            select name, count(*)::int, (count(*) filter (where due_at < now() - $1 * interval '1 millisecond'))::int
            from reaction
            where status = 'open' and (lease_until is null or lease_until < now()) group by name
            """;

    private final Database database;
    private final Replica replica;

    Reactions(Database database, Replica replica) {
        this.database = database;
        this.replica = replica;
    }

    /**
     * Takes reactions that are due: those with a deadline before the others. Of these, those go first that were never
     * attempted or have less than two minutes left, so that of many none waits for its first step until others have had
     * their last; then those with the nearest deadline, to the minute, each batch together.
     *
     * @param names the reactions that this replica knows
     * @param urgent how many with a deadline it takes at most
     * @param all how many it takes at most
     * @param lease how long it may work on them
     * @param underWay what it works on; other leases in its name are of a claim whose answer it did not get
     */
    public Uni<List<Claimed>> claim(
            Collection<String> names, int urgent, int all, Duration lease, Collection<Long> underWay) {
        var parameters = Tuple.tuple()
                .addArrayOfString(names.toArray(String[]::new))
                .addInteger(urgent)
                .addInteger(all)
                .addString(replica.name())
                .addLong(lease.toMillis())
                .addArrayOfLong(underWay.toArray(Long[]::new));
        return database.run(CLAIM, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Reactions::claimed)
                        .toList());
    }

    /**
     * Commits how an attempt ended and gives the lease back. May be repeated where the answer was lost.
     *
     * @return whether it counted, and whether an event has called for the reaction anew
     */
    public Uni<Finished> finish(Claimed reaction, Ending ending) {
        var parameters = Tuple.tuple()
                .addLong(reaction.id())
                .addLong(reaction.fence())
                .addString(ending.status().column())
                .addString(ending.note())
                .addString(ending.memory().orElse(null))
                .addString(ending.waitsFor().orElse(null))
                .addLong(ending.after().toMillis())
                .addOffsetDateTime(ending.startedAt().atOffset(UTC))
                .addString(replica.name())
                .addString(ending.outcome());
        Notices.columns(ending.notices(), parameters);
        parameters.addString(ending.result().orElse(null));
        parameters.addString(ending.batch().orElse(null));
        return database.run(FINISH, parameters).chain(rows -> {
            var row = rows.iterator().next();
            return row.getInteger(0) > 0
                    ? Uni.createFrom().item(new Finished(true, row.getInteger(1) > 0))
                    : isTold(reaction, ending).map(told -> new Finished(told, false));
        });
    }

    /** Whether this ending is committed already. Asked apart: what was committed meanwhile is not seen by one statement. */
    private Uni<Boolean> isTold(Claimed reaction, Ending ending) {
        var parameters = Tuple.of(
                reaction.id(),
                reaction.attempt(),
                replica.name(),
                ending.startedAt().atOffset(UTC));
        return database.run(IS_TOLD, parameters).map(rows -> rows.size() > 0);
    }

    /** Commits what a reaction remembers; false when its lease has ended. */
    public Uni<Boolean> remember(Claimed reaction, String memory) {
        var parameters = Tuple.of(reaction.id(), reaction.fence(), memory);
        return database.run(REMEMBER, parameters).map(rows -> rows.size() > 0);
    }

    /** Whether the lease is still held. */
    public Uni<Boolean> isMine(Claimed reaction) {
        return database.run(MINE, Tuple.of(reaction.id(), reaction.fence())).map(rows -> rows.size() > 0);
    }

    /** Open reactions of names that are not among {@code known}, as sentences for the operator: a newer version left them. */
    public Uni<List<String>> unknown(Collection<String> known) {
        var parameters = Tuple.tuple().addArrayOfString(known.toArray(String[]::new));
        return database.run(UNKNOWN, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger(1) + " open reactions named " + row.getString(0))
                        .toList());
    }

    /** What waits, by the names of which something does. */
    public Uni<List<Backlog>> backlog(Duration overdue) {
        return database.run(BACKLOG, Tuple.of(overdue.toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Backlog(row.getString(0), row.getInteger(1), row.getInteger(2)))
                        .toList());
    }

    private static Claimed claimed(Row row) {
        return new Claimed(
                row.getLong(0),
                row.getString(1),
                Optional.ofNullable(row.getString(9)),
                row.getLong(2),
                row.getInteger(3),
                row.getInteger(10),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getLong(11)),
                row.getOffsetDateTime(6).toInstant(),
                Optional.ofNullable(row.getOffsetDateTime(7)).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getString(12)));
    }

    /**
     * What became of a finished attempt.
     *
     * @param counted false when the lease had passed to another replica, and nothing was changed
     * @param calledAgain whether an event that came meanwhile has now opened the reaction anew
     */
    public record Finished(boolean counted, boolean calledAgain) {}
}
