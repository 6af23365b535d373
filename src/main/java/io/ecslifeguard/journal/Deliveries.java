package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Which destinations are to hear of a notice, and how that stands. What they are sent is in {@link Outbox}. */
@ApplicationScoped
public class Deliveries {

    private static final String KIND = "select kind from notice where id = $1";

    private static final String WANT = """
            insert into delivery (notice_id, destination, instance_id)
            select n.id, name, n.instance_id from notice n, unnest($2::text[]) name where n.id = $1
            on conflict do nothing
            """;

    private static final String STANDING = """
            select d.destination,
                case when d.sent_at is not null then 'sent' when d.failed_at is not null then 'failed' else 'open' end,
                coalesce(d.problem, m.problem),
                (extract(epoch from greatest(now(), w.due_at, last.sent_at + $2 * interval '1 millisecond') - now())
                    * 1000)::bigint,
                (extract(epoch from now() - d.wanted_at) * 1000)::bigint
            from delivery d
                left join destination w on w.name = d.destination
                left join notification m on m.id = d.message_id
                left join lateral (
                    select max(t.sent_at) as sent_at from delivery t
                    where d.message_id is null and t.destination = d.destination and t.instance_id = d.instance_id
                        and t.sent_at is not null
                ) last on true
            where d.notice_id = $1 order by d.destination
            """;

    private static final String ABANDON = """
            update delivery set failed_at = now(), problem = $3
            where notice_id = $1 and destination = $2 and sent_at is null
            """;

    private final Database database;

    Deliveries(Database database) {
        this.database = database;
    }

    /** The kind of a notice, as the journal keeps it; empty where the notice is gone. */
    public Uni<Optional<String>> kind(long notice) {
        return database.run(KIND, Tuple.of(notice))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /** Commits that these destinations are to hear of a notice; what was committed before stays. */
    public Uni<Void> want(long notice, Collection<String> destinations) {
        return database.run(WANT, Tuple.of(notice, destinations.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /**
     * How it stands with a notice, by destination.
     *
     * @param interval how long after a notice on an instance the next ones on it are gathered
     */
    public Uni<List<Standing>> standing(long notice, Duration interval) {
        return database.run(STANDING, Tuple.of(notice, interval.toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Deliveries::standing)
                        .toList());
    }

    /** Commits that a destination will not hear of a notice, and why. */
    public Uni<Void> abandon(long notice, String destination, String reason) {
        return database.run(ABANDON, Tuple.of(notice, destination, reason)).replaceWithVoid();
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getString(0),
                State.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString(2)),
                Duration.ofMillis(row.getLong(3)),
                Duration.ofMillis(row.getLong(4)));
    }

    /** What a delivery can be. */
    public enum State {
        OPEN,
        SENT,
        FAILED
    }

    /**
     * How it stands with a notice at one destination.
     *
     * @param problem what the last try came to, where it did not succeed
     * @param pause how long nothing can be done about it
     * @param age since when the destination is to hear of it
     */
    public record Standing(String destination, State state, Optional<String> problem, Duration pause, Duration age) {}
}
