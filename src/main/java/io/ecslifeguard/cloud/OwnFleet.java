package io.ecslifeguard.cloud;

import io.ecslifeguard.event.Header;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether an event is about this service's account and region: others' are recorded and not acted on. */
@ApplicationScoped
public class OwnFleet {

    private final CloudConfig config;

    OwnFleet(CloudConfig config) {
        this.config = config;
    }

    /** Why the event is none of this service's business, or empty when it is. What an event does not tell counts as ours. */
    public Optional<String> reasonNotToAct(Header header) {
        return differs("account", header.account(), config.account())
                .or(() -> differs("region", header.region(), config.region()));
    }

    private static Optional<String> differs(String what, Optional<String> theirs, Optional<String> ours) {
        if (theirs.isEmpty() || ours.isEmpty() || theirs.equals(ours)) {
            return Optional.empty();
        }
        return Optional.of("The event is of %s %s, and this service acts in %s only (lifeguard.cloud.%s)"
                .formatted(what, theirs.get(), ours.get(), what));
    }
}
