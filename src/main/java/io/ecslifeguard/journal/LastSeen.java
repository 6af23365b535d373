package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the cloud last showed of an instance that it may not show any more. */
@ApplicationScoped
public class LastSeen {

    private static final String SHOWN =
            "select type, vswitch, tags::text from instance where id = $1 and described_at is not null";

    private final Database database;

    LastSeen(Database database) {
        this.database = database;
    }

    /** Empty where it was never shown. */
    public Uni<Optional<Seen>> of(InstanceId instance) {
        return database.run(SHOWN, Tuple.of(instance.value())).map(rows -> {
            var iterator = rows.iterator();
            return iterator.hasNext() ? Optional.of(seen(iterator.next())) : Optional.empty();
        });
    }

    private static Seen seen(Row row) {
        return new Seen(
                Optional.ofNullable(row.getString(0)),
                Optional.ofNullable(row.getString(1)),
                new JsonObject(row.getString(2))
                        .stream().collect(Collectors.toMap(Map.Entry::getKey, tag -> String.valueOf(tag.getValue()))));
    }

    /** How an instance was when the cloud last showed it. */
    public record Seen(Optional<String> type, Optional<String> vSwitch, Map<String, String> tags) {

        public Seen {
            tags = Map.copyOf(tags);
        }
    }
}
