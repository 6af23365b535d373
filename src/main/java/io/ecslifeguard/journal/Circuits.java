package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The circuits of instances that were restarted too often. One that is closed, by time or by hand, calls for its reaction
 * again in the same statement, since the instance may be down still.
 */
@ApplicationScoped
public class Circuits {

    private static final String COLUMNS =
            "id, instance_id, reaction_id, reason, opened_at, until, closed_at, closed_by, closed_by_user";

    private static final String OPEN = """
            insert into circuit (instance_id, reaction_id, reason, until)
            values ($1, $2, $3, now() + $4 * interval '1 millisecond')
            on conflict (instance_id) where closed_at is null do nothing
            """;

    private static final String OPEN_ON =
            "select " + COLUMNS + " from circuit where instance_id = $1 and closed_at is null";

    private static final String LAST_OF =
            "select " + COLUMNS + " from circuit where instance_id = $1 order by id desc limit 1";

    private static final String ALL_OPEN = "select " + COLUMNS + " from circuit where closed_at is null order by id";

    // $2: the instance, or null for all whose time is over
    private static final String CLOSE = """
            with closed as (
                update circuit set closed_at = now(), closed_by = $1, closed_by_user = $3
                where closed_at is null and (instance_id = $2 or $2::text is null and until <= now())
                returning %s
            ), called as (
                insert into reaction (name, event_seq, instance_id, waits_for)
                select r.name, r.event_seq, r.instance_id, r.instance_id
                from closed c join reaction r on r.id = c.reaction_id
                on conflict do nothing
                returning 1
            )
            select %s from closed
            """.formatted(COLUMNS, COLUMNS);

    private final Database database;

    Circuits(Database database) {
        this.database = database;
    }

    /** Opens the instance's circuit, unless it is open already; gives the one that is open. */
    public Uni<Circuit> open(InstanceId instance, long reaction, String reason, Duration time) {
        return database.run(OPEN, Tuple.of(instance.value(), reaction, reason, time.toMillis()))
                .chain(() -> openOn(instance))
                .map(Optional::orElseThrow);
    }

    /** The instance's circuit, where it is open. */
    public Uni<Optional<Circuit>> openOn(InstanceId instance) {
        return database.run(OPEN_ON, Tuple.of(instance.value())).map(Circuits::first);
    }

    /** The instance's circuit that was opened last, be it open or closed. */
    public Uni<Optional<Circuit>> lastOf(InstanceId instance) {
        return database.run(LAST_OF, Tuple.of(instance.value())).map(Circuits::first);
    }

    /** All that are open. */
    public Uni<List<Circuit>> allOpen() {
        return database.run(ALL_OPEN, Tuple.tuple()).map(Circuits::circuits);
    }

    /** Closes the instance's circuit by hand; empty where it is not open. */
    public Uni<Optional<Circuit>> close(InstanceId instance, Optional<String> user) {
        return database.run(CLOSE, Tuple.of("hand", instance.value(), user.orElse(null)))
                .map(Circuits::first);
    }

    /** Closes the circuits whose time is over, and gives them. */
    public Uni<List<Circuit>> closeDue() {
        return database.run(CLOSE, Tuple.of("time", null, null)).map(Circuits::circuits);
    }

    private static Optional<Circuit> first(RowSet<Row> rows) {
        return circuits(rows).stream().findFirst();
    }

    private static List<Circuit> circuits(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Circuit(
                        row.getLong(0),
                        new InstanceId(row.getString(1)),
                        row.getLong(2),
                        row.getString(3),
                        row.getOffsetDateTime(4).toInstant(),
                        row.getOffsetDateTime(5).toInstant(),
                        Optional.ofNullable(row.getOffsetDateTime(6)).map(OffsetDateTime::toInstant),
                        Optional.ofNullable(row.getString(7)),
                        Optional.ofNullable(row.getString(8))))
                .toList();
    }
}
