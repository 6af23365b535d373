package io.ecslifeguard.cloud;

import java.util.Optional;
import org.jboss.logging.MDC;

/** The request id of the last call of an attempt, as a field of all further lines that it logs. */
final class LastRequest {

    private LastRequest() {}

    /** To be called on the context of whoever called. Lines that are no attempt's have no fields. */
    static void was(Optional<String> requestId) {
        if (MDC.get("reaction") != null) {
            requestId.ifPresent(id -> MDC.put("requestId", id));
        }
    }
}
