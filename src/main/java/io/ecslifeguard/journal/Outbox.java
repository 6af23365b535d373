package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The messages that tell destinations of notices. For all replicas together, one sender at a time takes what waits for a
 * destination into one message, and commits that before it sends: whoever takes over from a sender that died sends the
 * same message, with the same id.
 */
@ApplicationScoped
public class Outbox {

    private static final String TAKE = """
            insert into destination as d (name, sender, until) values ($1, $2, now() + $3 * interval '1 millisecond')
            on conflict (name) do update set sender = excluded.sender, until = excluded.until
            where (d.sender is null or d.until < now()) and d.due_at <= now()
            returning 1
            """;

    // In a statement of its own after TAKE, so that it sees all that the last sender has committed.
    private static final String COMPOSE = """
            with unsent as materialized (
                select m.id from notification m
                where m.destination = $1 and m.sent_at is null and m.failed_at is null
                    and exists (select 1 from delivery d where d.message_id = m.id)
                order by m.composed_at limit 1
            ), waiting as materialized (
                select d.notice_id from delivery d
                where d.destination = $1 and d.message_id is null and d.failed_at is null
                    and not exists (select 1 from unsent)
                    and not exists (select 1 from delivery t
                        where t.destination = $1 and t.instance_id = d.instance_id
                            and t.sent_at > now() - $3 * interval '1 millisecond')
                order by d.notice_id
            ), composed as (
                insert into notification (destination, more)
                select $1, greatest(count(*) - $2, 0) from waiting having count(*) > 0
                returning id
            ), bound as (
                update delivery d set message_id = c.id from composed c
                where d.destination = $1
                    and d.notice_id in (select notice_id from waiting order by notice_id limit $2)
            ), chosen as (
                select id from unsent union all select id from composed
            ), spaced as (
                update destination set due_at = now() + $4 * interval '1 millisecond'
                where name = $1 and exists (select 1 from chosen)
            )
            select id from chosen
            """;

    private static final String READ = """
            select m.id, m.more, n.id, n.kind, n.created_at, n.instance_id, i.name, n.reaction_id, n.text
            from notification m
                join delivery d on d.message_id = m.id
                join notice n on n.id = d.notice_id
                left join instance i on i.id = n.instance_id
            where m.id = $1 order by n.id
            """;

    private static final String SENT = """
            with told as (
                update delivery set sent_at = coalesce(sent_at, now()), failed_at = null, problem = null
                where message_id = $1
            ), free as (
                update destination set sender = null, until = null, failures = 0 where name = $2 and sender = $3
            )
            update notification set sent_at = coalesce(sent_at, now()), failed_at = null, attempts = attempts + 1,
                problem = null
            where id = $1
            """;

    private static final String FAILED = """
            with free as (
                update destination set sender = null, until = null, failures = failures + 1,
                    due_at = greatest(due_at, now() + least($6::bigint, $5::bigint * 2 ^ least(failures, 20))
                        * (0.75 + random() / 2) * interval '1 millisecond')
                where name = $2 and sender = $3
                returning failures
            ), tried as (
                update notification m set attempts = attempts + 1, problem = $4,
                    failed_at = case when (select max(d.wanted_at) from delivery d where d.message_id = m.id)
                        < now() - $7 * interval '1 millisecond' then now() end
                from free where m.id = $1 and m.sent_at is null
                returning m.failed_at
            ), given_up as (
                update delivery d set failed_at = t.failed_at, problem = $4 from tried t
                where d.message_id = $1 and t.failed_at is not null
            )
            select coalesce((select failures from free), 0),
                coalesce((select failed_at is not null from tried), false)
            """;

    private static final String GIVE_BACK = """
            update destination set sender = null, until = null where name = $1 and sender = $2
            """;

    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    /**
     * Becomes the one sender to a destination for a while; false when there is another, or when no message may be sent
     * yet.
     *
     * @param sender a name that nobody else has, another attempt of this replica included
     */
    public Uni<Boolean> take(String destination, String sender, Duration lease) {
        return database.run(TAKE, Tuple.of(destination, sender, lease.toMillis()))
                .map(rows -> rows.size() > 0);
    }

    /**
     * The message that is to be sent next, committed: the one that was not sent before or, where there is none, a new one
     * of what waits. To be asked for only by the sender.
     *
     * @param most how many notices it may tell of
     * @param interval how long after a notice on an instance the next ones on it are gathered
     * @param spacing how long after this message the next one may be sent
     */
    public Uni<Optional<Notification>> next(String destination, int most, Duration interval, Duration spacing) {
        var parameters = Tuple.of(destination, (long) most, interval.toMillis(), spacing.toMillis());
        return database.run(COMPOSE, parameters)
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : database.run(READ, Tuple.of(rows.iterator().next().getUUID(0)))
                                .map(Outbox::notification));
    }

    /** Commits that a message has arrived. */
    public Uni<Void> sent(UUID message, String destination, String sender) {
        return database.run(SENT, Tuple.of(message, destination, sender)).replaceWithVoid();
    }

    /**
     * Commits that a message has not arrived. The waits between tries double, with jitter; a message is given up when the
     * last of its notices has waited for {@code patience}.
     */
    public Uni<Failure> failed(
            UUID message,
            String destination,
            String sender,
            String problem,
            Duration first,
            Duration longest,
            Duration patience) {
        var parameters = Tuple.tuple()
                .addUUID(message)
                .addString(destination)
                .addString(sender)
                .addString(problem)
                .addLong(first.toMillis())
                .addLong(longest.toMillis())
                .addLong(patience.toMillis());
        return database.run(FAILED, parameters).map(rows -> {
            var row = rows.iterator().next();
            return new Failure(row.getInteger(0), row.getBoolean(1));
        });
    }

    /** Is the sender no longer: there was nothing to send. */
    public Uni<Void> giveBack(String destination, String sender) {
        return database.run(GIVE_BACK, Tuple.of(destination, sender)).replaceWithVoid();
    }

    private static Optional<Notification> notification(RowSet<Row> rows) {
        var lines = StreamSupport.stream(rows.spliterator(), false).toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var first = lines.get(0);
        return Optional.of(new Notification(
                first.getUUID(0),
                first.getInteger(1),
                lines.stream().map(Outbox::item).toList()));
    }

    private static Notification.Item item(Row row) {
        return new Notification.Item(
                row.getLong(2),
                row.getString(3),
                row.getOffsetDateTime(4).toInstant(),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                Optional.ofNullable(row.getLong(7)),
                row.getString(8));
    }

    /**
     * What became of a message that has not arrived.
     *
     * @param inARow how many tries at the destination have failed in a row; 0 where another sender has taken over
     * @param givenUp whether it is sent no more
     */
    public record Failure(int inARow, boolean givenUp) {}
}
