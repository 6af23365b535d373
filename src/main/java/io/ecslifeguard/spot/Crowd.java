package io.ecslifeguard.spot;

import io.ecslifeguard.event.InstanceId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many evacuations this process has had to do with of late. It decides on the price of a look only, and not on what
 * must hold, so that each process may have its own view.
 */
@ApplicationScoped
class Crowd {

    /** For so many, each may cost a reading of everything; for more, that would keep the cloud busy with nothing else. */
    private static final int FEW = 20;

    private final SpotConfig config;
    private final Clock clock;
    private final Map<InstanceId, Instant> seen = new LinkedHashMap<>();

    Crowd(SpotConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Counts this one; tells whether there are many now. */
    synchronized boolean isLargeWith(InstanceId instance) {
        var now = clock.instant();
        // those who came last are at the end
        seen.remove(instance);
        seen.put(instance, now);
        var oldest = seen.values().iterator();
        while (oldest.hasNext()) {
            // one more than few is all there is to know
            if (!oldest.next().plus(config.notice()).isBefore(now) && seen.size() <= FEW + 1) {
                break;
            }
            oldest.remove();
        }
        return seen.size() > FEW;
    }
}
