package io.ecslifeguard.journal;

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

    // The event of each status is a row of its own; the same eventId binds them together, where there is one.
    private static final String PLATFORM_AT_WORK = """
            select b.name from event b
            where b.instance_id = $1 and b.kind = 'system' and b.detail = 'Executing'
                and b.occurred_at > now() - $2 * interval '1 millisecond'
                and (b.name like '%SystemFailure.%' or b.name like '%InstanceFailure.Reboot%'
                    or b.name like '%SystemMaintenance.%')
                and not exists (
                    select 1 from event e
                    where e.instance_id = b.instance_id and e.kind = 'system' and e.detail <> 'Executing'
                        and e.occurred_at >= b.occurred_at and e.seq <> b.seq
                        and coalesce(e.payload -> 'content' ->> 'eventId', '')
                            = coalesce(b.payload -> 'content' ->> 'eventId', ''))
            order by b.occurred_at desc limit 1
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

    private static Optional<Row> first(RowSet<Row> rows) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }
}
