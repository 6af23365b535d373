package io.ecslifeguard.spot;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The picture of the groups that all evacuations of this process share: in a storm they all ask at once, and one reading
 * answers them. Only one reading is under way at a time, and only the last one is kept.
 */
@ApplicationScoped
class Region {

    private final SpotConfig config;
    private final Discovery discovery;
    private final Clock clock;
    private Reading latest;

    Region(SpotConfig config, Discovery discovery, Clock clock) {
        this.config = config;
        this.discovery = discovery;
        this.clock = clock;
    }

    /** A picture that may be a few seconds old; incomplete where reading takes long. */
    Uni<Picture> recent() {
        return Uni.createFrom().deferred(() -> soon(recentReading()));
    }

    /** A picture from a reading that began later than {@code instant}; incomplete where reading takes long. */
    Uni<Picture> since(Instant instant) {
        return Uni.createFrom().deferred(() -> {
            var now = current();
            if (now != null && now.began().isAfter(instant) && isUsable(now)) {
                return soon(now);
            }
            if (now == null || now.isOver()) {
                return soon(after(now));
            }
            // One at a time: those who come meanwhile share the next one.
            var next = now.end().chain(() -> whole(after(now)));
            return Limit.otherwise(next, config.discoveryWait(), () -> notYet(now));
        });
    }

    private Uni<Picture> soon(Reading reading) {
        return Limit.otherwise(whole(reading), config.discoveryWait(), reading::soFar);
    }

    private static Uni<Picture> whole(Reading reading) {
        return reading.end().map(ended -> reading.soFar());
    }

    private static Picture notYet(Reading tooOld) {
        var picture = tooOld.soFar();
        return new Picture(
                List.of(),
                List.of("everything (a reading from before is still under way: " + String.join(", ", picture.unread())
                        + ")"),
                picture.missing(),
                picture.hidden());
    }

    private synchronized Reading current() {
        return latest;
    }

    private synchronized Reading recentReading() {
        return latest != null && isUsable(latest) ? latest : begin();
    }

    private boolean isUsable(Reading reading) {
        return !reading.isOver() || reading.began().plus(config.discoveryAge()).isAfter(clock.instant());
    }

    /** The reading after {@code old}, begun by whoever asks first. */
    private synchronized Reading after(Reading old) {
        return latest == old ? begin() : latest;
    }

    private Reading begin() {
        latest = new Reading(clock.instant(), discovery::into);
        return latest;
    }
}
