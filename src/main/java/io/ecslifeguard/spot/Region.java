package io.ecslifeguard.spot;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** All groups of the region, or the configured ones: what costs many reads, and misses nothing. */
@ApplicationScoped
class Region {

    private final SharedPicture picture;

    Region(SpotConfig config, Discovery discovery, Clock clock) {
        this.picture = new SharedPicture(config, clock, "everything", discovery::into);
    }

    /** As {@link SharedPicture#recent}. */
    Uni<Picture> recent() {
        return picture.recent();
    }

    /** As {@link SharedPicture#since}. */
    Uni<Picture> since(Instant instant) {
        return picture.since(instant);
    }

    /** As {@link SharedPicture#sinceWithoutHurry}. */
    Uni<Picture> sinceWithoutHurry(Instant instant) {
        return picture.sinceWithoutHurry(instant);
    }

    /** As {@link SharedPicture#completeSince}. */
    Optional<Picture> completeSince(Instant instant) {
        return picture.completeSince(instant);
    }
}
