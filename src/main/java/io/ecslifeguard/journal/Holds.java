package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Holds for maintenance. They count for all replicas, and survive a restart. */
@ApplicationScoped
public class Holds {

    private static final String COLUMNS = "id, instance_id, reason, until, created_at, placed_by_user";

    private static final String PLACE = """
            insert into hold (instance_id, reason, until, placed_by_user) values ($1, $2, $3, $4) returning %s
            """.formatted(COLUMNS);

    private static final String IN_FORCE = """
            select %s from hold where lifted_at is null and until > now() order by id
            """.formatted(COLUMNS);

    private static final String ON = """
            select %s from hold
            where lifted_at is null and until > now() and (instance_id is null or instance_id = $1)
            order by until desc limit 1
            """.formatted(COLUMNS);

    private static final String LIFT = """
            update hold set lifted_at = now(), lifted_by_user = $2
            where id = $1 and lifted_at is null and until > now() returning 1
            """;

    private final Database database;

    Holds(Database database) {
        this.database = database;
    }

    /** Places a hold on an instance or, where none is given, on the fleet. */
    public Uni<Hold> place(Optional<InstanceId> instance, String reason, Instant until, Optional<String> user) {
        var parameters =
                Tuple.of(instance.map(InstanceId::value).orElse(null), reason, until.atOffset(UTC), user.orElse(null));
        return database.run(PLACE, parameters).map(rows -> holds(rows).get(0));
    }

    /** Those that are in force now. */
    public Uni<List<Hold>> inForce() {
        return database.run(IN_FORCE, Tuple.tuple()).map(Holds::holds);
    }

    /** The hold on this instance or on the fleet that lasts longest, where there is one now. */
    public Uni<Optional<Hold>> on(InstanceId instance) {
        return database.run(ON, Tuple.of(instance.value()))
                .map(rows -> holds(rows).stream().findFirst());
    }

    /** Ends a hold early; false when there is none of this number in force. */
    public Uni<Boolean> lift(long id, Optional<String> user) {
        return database.run(LIFT, Tuple.of(id, user.orElse(null))).map(rows -> rows.size() > 0);
    }

    private static List<Hold> holds(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Hold(
                        row.getLong(0),
                        Optional.ofNullable(row.getString(1)).map(InstanceId::new),
                        row.getString(2),
                        row.getOffsetDateTime(3).toInstant(),
                        row.getOffsetDateTime(4).toInstant(),
                        Optional.ofNullable(row.getString(5))))
                .toList();
    }
}
