package io.ecslifeguard.localcloud.openapi;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nonces of the last quarter of an hour: a signed request can be sent once. */
final class Nonces {

    private static final int LIMIT = 500_000;

    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /** False where the nonce was used before. */
    boolean use(String nonce, Instant now) {
        var oldest = seen.entrySet().iterator();
        while (oldest.hasNext()) {
            var entry = oldest.next();
            if (seen.size() < LIMIT
                    && entry.getValue().plus(WINDOW.multipliedBy(2)).isAfter(now)) {
                break;
            }
            oldest.remove();
        }
        return seen.putIfAbsent(nonce, now) == null;
    }

    /** How far a request's date may be from the time here. */
    static final Duration WINDOW = Duration.ofMinutes(15);
}
