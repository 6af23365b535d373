package io.ecslifeguard.spot;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A picture that all evacuations of this process share: in a storm they all ask at once, and one reading answers them.
 * Only one reading is under way at a time, and only the last one is kept, and the last that was complete.
 */
final class SharedPicture {

    /** Those who did not wait for the end of a reading come back for it within half of this. */
    private static final Duration UNTIL_FETCHED = Duration.ofMinutes(1);

    private final SpotConfig config;
    private final Clock clock;
    private final String what;
    private final Function<Reading, Uni<Void>> reads;
    private Reading latest;
    private Reading complete;

    /**
     * @param what it shows
     * @param reads fills a reading
     */
    SharedPicture(SpotConfig config, Clock clock, String what, Function<Reading, Uni<Void>> reads) {
        this.config = config;
        this.clock = clock;
        this.what = what;
        this.reads = reads;
    }

    /** A picture that may be a few seconds old; incomplete where reading takes long. */
    Uni<Picture> recent() {
        return Uni.createFrom().deferred(() -> soon(recentReading()));
    }

    /**
     * A picture from a reading that began later than {@code instant}; incomplete where reading takes long. A complete one
     * does however old it is by now: it may take longer to read than pictures are kept for the others.
     */
    Uni<Picture> since(Instant instant) {
        return Uni.createFrom().deferred(() -> {
            var made = completeSince(instant);
            if (made.isPresent()) {
                return Uni.createFrom().item(made.get());
            }
            var now = current();
            if (now != null && now.began().isAfter(instant) && isUsable(now)) {
                return soon(now);
            }
            if (now == null || now.isOver()) {
                return soon(after(now));
            }
            // One at a time: those who come meanwhile share the next one.
            var next = now.end().chain(() -> whole(after(now)));
            return Limit.otherwise(
                    next, config.discoveryWait(), () -> notYet(now, "a reading from before is still under way"));
        });
    }

    /**
     * As {@link #since}; a reading for those who ask so is begun no sooner than the last one would be too old for
     * anybody.
     */
    Uni<Picture> sinceWithoutHurry(Instant instant) {
        return Uni.createFrom().deferred(() -> {
            var now = current();
            return now != null && now.isOver() && isUsable(now) && !now.began().isAfter(instant)
                    ? Uni.createFrom().item(notYet(now, "the last reading is too young to be made again"))
                    : since(instant);
        });
    }

    /** The complete picture from a reading that began later than {@code instant}, where there is one already. */
    Optional<Picture> completeSince(Instant instant) {
        return kept().filter(reading -> reading.isOver() && reading.began().isAfter(instant))
                .map(Reading::soFar)
                .filter(Picture::isComplete)
                .findFirst();
    }

    /** Whether nobody would take its last reading any more. */
    boolean isOld() {
        var now = current();
        return now != null && now.isOver() && isOlderThan(config.discoveryAge().plus(UNTIL_FETCHED), now);
    }

    private Uni<Picture> soon(Reading reading) {
        return Limit.otherwise(whole(reading), config.discoveryWait(), reading::soFar);
    }

    private static Uni<Picture> whole(Reading reading) {
        return reading.end().map(ended -> reading.soFar());
    }

    private Picture notYet(Reading tooOld, String why) {
        var picture = tooOld.soFar();
        var left = picture.isComplete() ? "" : ": " + String.join(", ", picture.unread());
        return new Picture(List.of(), List.of(what + " (" + why + left + ")"), picture.missing(), picture.hidden());
    }

    private synchronized Reading current() {
        return latest;
    }

    private synchronized Reading recentReading() {
        return latest != null && isUsable(latest) ? latest : begin();
    }

    private synchronized Stream<Reading> kept() {
        return Stream.of(latest, complete).filter(Objects::nonNull);
    }

    private boolean isUsable(Reading reading) {
        return !reading.isOver() || !isOlderThan(config.discoveryAge(), reading);
    }

    private boolean isOlderThan(Duration age, Reading reading) {
        return !reading.began().plus(age).isAfter(clock.instant());
    }

    /** The reading after {@code old}, begun by whoever asks first. */
    private synchronized Reading after(Reading old) {
        return latest == old ? begin() : latest;
    }

    private Reading begin() {
        if (latest != null && latest.isOver() && latest.soFar().isComplete()) {
            complete = latest;
        }
        latest = new Reading(clock.instant(), reads);
        return latest;
    }
}
