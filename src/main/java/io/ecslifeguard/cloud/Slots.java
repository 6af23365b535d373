package io.ecslifeguard.cloud;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The moments at which calls may be made. Those of one API are evenly spaced, so that neither a minute of the vendor's nor
 * any other 60 seconds hold more calls than the quota.
 *
 * <p>A slot may be used up to a second late, for an answer of the database, a timer and a free thread take their time: so
 * the calls of any 60 seconds come from slots within 61 seconds, and slots are a little more than 61 s / quota apart, of
 * which no more than the quota fit. What this gives up is a sixtieth of the quota.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-throttling">API throttling</a>
 */
class Slots {

    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration LATENESS = Duration.ofSeconds(1);

    private final CloudConfig.Quotas quotas;
    private final Pace pace;
    private final CallTally tally;
    private final ScheduledExecutorService timer;
    /** By action, whatever the case of its letters: environment variables have none. */
    private final Map<String, Integer> byAction = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Slots(CloudConfig.Quotas quotas, Pace pace, CallTally tally, ScheduledExecutorService timer) {
        this.quotas = quotas;
        this.pace = pace;
        this.tally = tally;
        this.timer = timer;
        byAction.putAll(quotas.apis());
    }

    /** Which quota counts where an API has none of its own. */
    enum Kind {
        READ,
        CHANGE
    }

    /** When a call may be made. */
    record Slot(long lastNanos, boolean anyTime) {

        static final Slot ANY_TIME = new Slot(0, true);

        /** Whether it is too late to use it. */
        boolean isMissed() {
            return !anyTime && System.nanoTime() - lastNanos > 0;
        }
    }

    /** Reserves a slot, and gives how long to wait for it; longer than {@code patience} where none is reserved. */
    Uni<Duration> reserve(String api, Kind kind, Duration patience) {
        if (!quotas.enabled()) {
            return Uni.createFrom().item(Duration.ZERO);
        }
        var quota = quota(api, kind);
        return pace.reserve(api, spacing(quota), patience)
                .invoke(wait -> tally.reserved(api, quota, spacing(quota), wait))
                // nobody knows how much the other replicas call: this call would be one too many
                .onFailure()
                .transform(failure -> CloudErrors.noSlot(api, failure));
    }

    /**
     * Reserves a slot and waits for it, without a thread.
     *
     * @param patience fails where the wait would be longer, and then takes no slot
     */
    Uni<Slot> next(String api, Kind kind, Duration patience) {
        if (!quotas.enabled()) {
            return Uni.createFrom().item(Slot.ANY_TIME);
        }
        return Uni.createFrom().deferred(() -> {
            // before the database is asked, and so not after the slot's own time
            var asked = System.nanoTime();
            return reserve(api, kind, patience)
                    .chain(wait -> wait.compareTo(patience) > 0
                            ? Uni.createFrom().failure(CloudErrors.slotTooFar(api, wait))
                            : after(wait, api))
                    .map(waited -> new Slot(asked + waited.plus(LATENESS).toNanos(), false));
        });
    }

    /** Lets {@code wait} pass, without a thread; gives it back. */
    Uni<Duration> after(Duration wait, String api) {
        var now = Uni.createFrom().item(wait);
        return wait.isZero()
                ? now
                : now.onItem()
                        .delayIt()
                        .onExecutor(timer)
                        .by(wait)
                        // the timer takes nothing more when the service stops
                        .onFailure(RejectedExecutionException.class)
                        .transform(stopping -> CloudErrors.closed(api));
    }

    private int quota(String api, Kind kind) {
        var own = byAction.get(CloudApis.action(api));
        if (own != null) {
            return own;
        }
        return kind == Kind.READ ? quotas.reads() : quotas.changes();
    }

    /** Of {@code quota} slots and one more, the first and the last are more than 61 seconds apart. */
    static Duration spacing(int quota) {
        return WINDOW.plus(LATENESS).dividedBy(quota).plusNanos(1000);
    }
}
