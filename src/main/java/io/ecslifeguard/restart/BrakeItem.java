package io.ecslifeguard.restart;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ecslifeguard.journal.Brake;
import java.time.Instant;

/**
 * The brake as the API shows it: the one that is on or else, with {@code on} false, the last one there was.
 *
 * @param on whether restarts pause
 * @param stopped how many instances had stopped, of {@code fleet}; absent where a hand put it on
 * @param until when it is released by itself
 * @param releasedBy {@code time} or {@code hand}
 * @param putOnByUser whose hand put it on; absent where nobody was asked
 * @param releasedByUser whose hand released it; absent where nobody was asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BrakeItem(
        boolean on,
        Long id,
        String reason,
        Integer stopped,
        Integer fleet,
        String since,
        String until,
        String releasedAt,
        String releasedBy,
        String releaseReason,
        String putOnByUser,
        String releasedByUser) {

    /** There was none ever. */
    static final BrakeItem NEVER =
            new BrakeItem(false, null, null, null, null, null, null, null, null, null, null, null);

    static BrakeItem of(Brake brake) {
        return new BrakeItem(
                brake.isOn(),
                brake.id(),
                brake.reason(),
                brake.stopped().orElse(null),
                brake.fleet().orElse(null),
                brake.since().toString(),
                brake.until().toString(),
                brake.releasedAt().map(Instant::toString).orElse(null),
                brake.releasedBy().orElse(null),
                brake.releaseReason().orElse(null),
                brake.putOnByUser().orElse(null),
                brake.releasedByUser().orElse(null));
    }
}
