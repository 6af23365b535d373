package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Counts the starts of each instance, for all replicas and across its stops. */
@ApplicationScoped
public class StartCounts {

    private static final String ASKING = """
            insert into start (reaction_id, number, instance_id) values ($1, $2, $3)
            on conflict (reaction_id, number) do update set asked_at = now(), refused = false
            """;

    private static final String REFUSED = "update start set refused = true where reaction_id = $1 and number = $2";

    private static final String COUNT = """
            select count(*) filter (where asked_at > now() - $2 * interval '1 millisecond')::int, count(*)::int,
                cast(extract(epoch from now() - max(asked_at)) * 1000 as bigint)
            from start
            where instance_id = $1 and not refused and asked_at > now() - interval '24 hours'
                and asked_at > coalesce((select max(closed_at) from circuit where instance_id = $1), '-infinity')
            """;

    private final Database database;

    StartCounts(Database database) {
        this.database = database;
    }

    /**
     * Counts a start that is about to be asked for.
     *
     * @param number of the reaction's starts
     */
    public Uni<Void> asking(InstanceId instance, long reaction, int number) {
        return database.run(ASKING, Tuple.of(reaction, number, instance.value()))
                .replaceWithVoid();
    }

    /** Takes a start back that was refused, or of which no effect was seen. */
    public Uni<Void> refused(long reaction, int number) {
        return database.run(REFUSED, Tuple.of(reaction, number)).replaceWithVoid();
    }

    /** How often the instance was started. */
    public Uni<StartCount> of(InstanceId instance, Duration window) {
        return database.run(COUNT, Tuple.of(instance.value(), window.toMillis()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new StartCount(
                            row.getInteger(0),
                            row.getInteger(1),
                            Optional.ofNullable(row.getLong(2)).map(Duration::ofMillis));
                });
    }
}
