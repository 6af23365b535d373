package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the journal knows of an instance that bears on whether to act. */
@ApplicationScoped
public class InstanceEvents {

    private static final String INTERRUPTED = """
            select occurred_at from event
            where instance_id = $1 and kind = 'interruption' and occurred_at > now() - $2 * interval '1 millisecond'
            order by occurred_at desc limit 1
            """;

    // The event of each status is a row of its own; the id of the system event binds them together, where it is told.
    private static final String PLATFORM_AT_WORK = """
            select b.name from event b
            where b.instance_id = $1 and b.kind = 'system' and b.detail = 'Executing'
                and b.occurred_at > now() - $2 * interval '1 millisecond'
                and (b.name like '%SystemFailure.%' or b.name like '%InstanceFailure.Reboot%'
                    or b.name like '%SystemMaintenance.%')
                and not exists (
                    select 1 from event e
                    where e.instance_id = b.instance_id and e.kind = 'system'
                        and e.detail in ('Executed', 'Avoided', 'Canceled', 'Failed')
                        and e.occurred_at >= b.occurred_at
                        and case when e.system_event_id is null or b.system_event_id is null
                            then split_part(e.name, ':', 2) = split_part(b.name, ':', 2)
                            else e.system_event_id = b.system_event_id end)
            order by b.occurred_at desc limit 1
            """;

    private static final String RAN = """
            select 1 from event
            where instance_id = $1 and kind = 'state' and detail = 'Running' and occurred_at > $2 limit 1
            """;

    private static final String STARTED = """
            select 1 from event
            where instance_id = $1 and kind = 'state' and detail in ('Starting', 'Running') and occurred_at > $2 limit 1
            """;

    private final Database database;

    InstanceEvents(Database database) {
        this.database = database;
    }

    /** When the instance was last announced to be reclaimed, within {@code period} before now. */
    public Uni<Optional<Instant>> interruptedWithin(InstanceId instance, Duration period) {
        return database.run(INTERRUPTED, Tuple.of(instance.value(), period.toMillis()))
                .map(rows -> first(rows).map(row -> row.getOffsetDateTime(0).toInstant()));
    }

    /**
     * The platform's own reboot or maintenance of the instance that began within {@code period} before now and has not
     * ended, by its name.
     */
    public Uni<Optional<String>> platformAtWork(InstanceId instance, Duration period) {
        return database.run(PLATFORM_AT_WORK, Tuple.of(instance.value(), period.toMillis()))
                .map(rows -> first(rows).map(row -> row.getString(0)));
    }

    /** Whether the instance is known to have run after {@code since}. */
    public Uni<Boolean> ranSince(InstanceId instance, Instant since) {
        return database.run(RAN, Tuple.of(instance.value(), since.atOffset(UTC)))
                .map(rows -> first(rows).isPresent());
    }

    /** Whether the instance is known to have begun to start after {@code since}. */
    public Uni<Boolean> startedSince(InstanceId instance, Instant since) {
        return database.run(STARTED, Tuple.of(instance.value(), since.atOffset(UTC)))
                .map(rows -> first(rows).isPresent());
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }
}
