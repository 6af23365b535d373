package io.ecslifeguard.restart;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ecslifeguard.journal.Circuit;
import java.time.Instant;

/**
 * An instance's restart circuit as the API shows it: the one that is open or else, with {@code open} false, the last one.
 *
 * @param open whether the instance is left alone
 * @param reaction the restart that opened it
 * @param until when it closes by itself
 * @param closedBy {@code time} or {@code hand}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CircuitItem(
        boolean open,
        String instance,
        Long id,
        Long reaction,
        String reason,
        String openedAt,
        String until,
        String closedAt,
        String closedBy,
        String closedByUser) {

    /** It never was open. */
    static CircuitItem never(String instance) {
        return new CircuitItem(false, instance, null, null, null, null, null, null, null, null);
    }

    static CircuitItem of(Circuit circuit) {
        return new CircuitItem(
                circuit.isOpen(),
                circuit.instance().value(),
                circuit.id(),
                circuit.reaction(),
                circuit.reason(),
                circuit.openedAt().toString(),
                circuit.until().toString(),
                circuit.closedAt().map(Instant::toString).orElse(null),
                circuit.closedBy().orElse(null),
                circuit.closedByUser().orElse(null));
    }
}
