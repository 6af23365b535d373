package io.ecslifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Messages that were not understood, to be read anew. */
@ApplicationScoped
public class Quarantine {

    private static final String MESSAGE =
            "select queue, message_id, enqueued_at, dequeue_count, body from quarantine where id = $1";

    private static final String REPLAYED = """
            update quarantine set replayed_at = now(), event_seq = (select seq from event where key = $2),
                reason = coalesce($3, reason), replayed_by_user = $4
            where id = $1 returning replayed_at, event_seq, reason
            """;

    private final Database database;

    Quarantine(Database database) {
        this.database = database;
    }

    /** The message of this number as it was received; empty where there is none. */
    public Uni<Optional<Source>> message(long id) {
        return database.run(MESSAGE, Tuple.of(id))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Source(
                                row.getString(0),
                                row.getString(1),
                                row.getOffsetDateTime(2).toInstant(),
                                row.getInteger(3),
                                new String(row.getBuffer(4).getBytes(), UTF_8))));
    }

    /** Notes that the message was read anew and is this event; empty where there is no such message any more. */
    public Uni<Optional<Replayed>> understood(long id, String key, Optional<String> user) {
        return replayed(Tuple.of(id, key, null, user.orElse(null)));
    }

    /** Notes that the message was read anew and is still not understood. */
    public Uni<Optional<Replayed>> notUnderstood(long id, String reason, Optional<String> user) {
        return replayed(Tuple.of(id, null, reason, user.orElse(null)));
    }

    private Uni<Optional<Replayed>> replayed(Tuple parameters) {
        return database.run(REPLAYED, parameters)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Replayed(
                                row.getOffsetDateTime(0).toInstant(),
                                Optional.ofNullable(row.getLong(1)),
                                row.getString(2))));
    }

    /**
     * What became of a message that was read anew.
     *
     * @param event the seq of the event that it is; empty where it is not understood, or PostgreSQL refuses to store it
     * @param reason why it was not understood, the last time that it was not
     */
    public record Replayed(Instant at, Optional<Long> event, String reason) {}
}
