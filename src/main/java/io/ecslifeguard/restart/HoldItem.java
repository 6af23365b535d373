package io.ecslifeguard.restart;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Hold;
import java.util.Optional;

/**
 * A hold as the API shows it; without an instance it is on the whole fleet, without a user nobody was asked.
 *
 * @param note what whoever places it has to see to, where there is something
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HoldItem(
        long id, String instance, String reason, String until, String createdAt, String placedByUser, String note) {

    static HoldItem of(Hold hold) {
        return of(hold, Optional.empty());
    }

    static HoldItem of(Hold hold, Optional<String> note) {
        return new HoldItem(
                hold.id(),
                hold.instance().map(InstanceId::value).orElse(null),
                hold.reason(),
                hold.until().toString(),
                hold.createdAt().toString(),
                hold.placedByUser().orElse(null),
                note.orElse(null));
    }
}
