package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.NetworkInterface;
import java.util.List;
import java.util.Optional;

/** How a replacement is. */
sealed interface Standing {

    /** It may run soon, or could not be looked at this time. */
    record Coming(String note) implements Standing {}

    /** It runs, and can be attached. */
    record Running(List<String> addresses, Optional<NetworkInterface> primaryInterface) implements Standing {

        public Running {
            addresses = List.copyOf(addresses);
        }
    }

    /** It will not take over any more. */
    record Dead(String reason) implements Standing {}
}
