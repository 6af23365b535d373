package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** How fast quarantine grows. */
@ApplicationScoped
public class QuarantineGrowth {

    private static final String LOOK = """
            select count(*), (array_agg(reason order by received_at desc))[1],
                (extract(epoch from now()) * 1000)::bigint / $1::bigint,
                exists (select 1 from notice
                    where kind = $2 and created_at > now() - $1 * interval '1 millisecond')
            from quarantine where received_at > now() - $1 * interval '1 millisecond'
            """;

    private final Database database;

    QuarantineGrowth(Database database) {
        this.database = database;
    }

    /** What came into quarantine within the time that is just over. */
    public Uni<Growth> within(Duration window) {
        var parameters = Tuple.of(window.toMillis(), Notice.Kind.QUARANTINE_GROWS.column());
        return database.run(LOOK, parameters).map(rows -> {
            var row = rows.iterator().next();
            return new Growth(row.getLong(0), Optional.ofNullable(row.getString(1)), row.getLong(2), row.getBoolean(3));
        });
    }

    /**
     * What came into quarantine.
     *
     * @param messages how many
     * @param lastReason why the last of them was not understood
     * @param window the number of the present window, by the database's clock
     * @param told whether operators were told within it already
     */
    public record Growth(long messages, Optional<String> lastReason, long window, boolean told) {}
}
