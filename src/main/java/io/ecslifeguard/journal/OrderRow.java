package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;

/** Reads the rows of orders. */
class OrderRow {

    static final String COLUMNS = """
            id, round, candidate, token, request::text, status,
            %s, %s, asks, %s, case when looked_at > last_asked_at then %s end, code, message, instance_id
            """.formatted(
                    millis("not_before - now()"),
                    millis("slot_at - now()"),
                    millis("now() - asked_at"),
                    millis("now() - looked_at"));

    private OrderRow() {}

    static Order order(Row row) {
        return new Order(
                row.getLong(0),
                row.getInteger(1),
                row.getInteger(2),
                row.getString(3),
                row.getString(4),
                Order.Status.of(row.getString(5)),
                Duration.ofMillis(row.getLong(6)),
                duration(row, 7),
                row.getInteger(8),
                duration(row, 9),
                duration(row, 10),
                Optional.ofNullable(row.getString(11)),
                Optional.ofNullable(row.getString(12)),
                Optional.ofNullable(row.getString(13)).map(InstanceId::new));
    }

    private static String millis(String interval) {
        return "cast(extract(epoch from " + interval + ") * 1000 as bigint)";
    }

    private static Optional<Duration> duration(Row row, int column) {
        return Optional.ofNullable(row.getLong(column)).map(Duration::ofMillis);
    }
}
