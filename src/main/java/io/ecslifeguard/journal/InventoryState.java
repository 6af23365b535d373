package io.ecslifeguard.journal;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * How complete the inventory is, and how old.
 *
 * @param began when the last pass that read everything began; empty where none has
 * @param ended when that ended
 * @param loadBalancers how many it read
 * @param groups how many it read, default groups among them
 * @param backends how many it read
 * @param problem why it does not hold all there is, although a pass was made
 * @param at when that was asked
 */
public record InventoryState(
        Optional<Instant> began,
        Optional<Instant> ended,
        int loadBalancers,
        int groups,
        int backends,
        Optional<String> problem,
        Instant at) {

    /** Whether what it does not know was nowhere, a little while ago, and that while is at most {@code oldest}. */
    public boolean isComplete(Duration oldest) {
        return problem.isEmpty()
                && began.filter(time -> !time.plus(oldest).isBefore(at)).isPresent();
    }

    static InventoryState of(Row row) {
        return new InventoryState(
                time(row, "began_at"),
                time(row, "ended_at"),
                number(row, "load_balancers"),
                number(row, "groups"),
                number(row, "backends"),
                Optional.ofNullable(row.getString("problem")),
                time(row, "at").orElseThrow());
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static int number(Row row, String column) {
        var number = row.getInteger(column);
        return number == null ? 0 : number;
    }
}
