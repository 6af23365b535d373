package io.ecslifeguard.health;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * What a check found.
 *
 * @param reason why it is not well, and what to do; empty when it is
 * @param data times and names
 */
record Finding(Optional<String> reason, Map<String, String> data) {

    Finding {
        requireNonNull(reason, "reason");
        // in the order in which it was told
        data = new LinkedHashMap<>(data);
    }

    HealthCheckResponse as(String check) {
        var response = HealthCheckResponse.named(check).status(reason.isEmpty());
        reason.ifPresent(why -> response.withData("reason", why));
        data.forEach(response::withData);
        return response.build();
    }
}
