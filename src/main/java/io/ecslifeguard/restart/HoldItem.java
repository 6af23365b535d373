package io.ecslifeguard.restart;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Hold;

/** A hold as the API shows it; without an instance it is on the whole fleet, without a user nobody was asked. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HoldItem(long id, String instance, String reason, String until, String createdAt, String placedByUser) {

    static HoldItem of(Hold hold) {
        return new HoldItem(
                hold.id(),
                hold.instance().map(InstanceId::value).orElse(null),
                hold.reason(),
                hold.until().toString(),
                hold.createdAt().toString(),
                hold.placedByUser().orElse(null));
    }
}
