package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.BackendGroup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads single groups; all evacuations of this process share what is read of a group, as {@link Region} shares what is
 * read of all of them. A group that cannot be read does not hold up the others.
 */
@ApplicationScoped
class GroupReadings {

    private static final int AT_ONCE = 4;

    private final SpotConfig config;
    private final Discovery discovery;
    private final Clock clock;
    private final Map<String, SharedPicture> pictures = new HashMap<>();

    GroupReadings(SpotConfig config, Discovery discovery, Clock clock) {
        this.config = config;
        this.discovery = discovery;
        this.clock = clock;
    }

    /** The groups as they were a few seconds ago, or are. */
    Uni<Picture> recent(Collection<BackendGroup> groups) {
        return all(groups, SharedPicture::recent);
    }

    /** The groups from readings that began later than {@code instant}. */
    Uni<Picture> since(Collection<BackendGroup> groups, Instant instant) {
        return all(groups, picture -> picture.since(instant));
    }

    private Uni<Picture> all(Collection<BackendGroup> groups, Function<SharedPicture, Uni<Picture>> ask) {
        return Multi.createFrom()
                .items(groups.stream())
                .onItem()
                .transformToUni(group -> Uni.createFrom().deferred(() -> ask.apply(of(group))))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(Picture::of);
    }

    private synchronized SharedPicture of(BackendGroup group) {
        pictures.values().removeIf(SharedPicture::isOld);
        return pictures.computeIfAbsent(
                group.key(),
                key -> new SharedPicture(config, clock, group.name(), reading -> discovery.into(reading, group)));
    }
}
