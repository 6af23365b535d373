package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.BackendGroup;
import io.ecslifeguard.journal.Inventory;
import io.ecslifeguard.journal.Inventory.Known;
import io.ecslifeguard.journal.Inventory.Place;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells which groups an instance is in, at the price of reading these. The inventory names them and a read of them
 * confirms it; where it does not know the instance, or cannot be relied on, all groups are searched.
 */
@ApplicationScoped
class Whereabouts {

    /** Asking the inventory must cost less than what it saves. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SpotConfig config;
    private final Inventory inventory;
    private final Region region;
    private final GroupReadings groups;
    private final Crowd crowd;

    Whereabouts(SpotConfig config, Inventory inventory, Region region, GroupReadings groups, Crowd crowd) {
        this.config = config;
        this.inventory = inventory;
        this.region = region;
        this.groups = groups;
        this.crowd = crowd;
    }

    /**
     * The groups that the instance is in; incomplete where reading takes long, or fails.
     *
     * @param asked when that was asked: what was read before and does not show the instance is no answer
     */
    Uni<Picture> of(Sought sought, Instant asked) {
        return Uni.createFrom().deferred(() -> {
            var unused = crowd.isLargeWith(sought.instance());
            return known(sought)
                    .chain(known -> known.filter(this::isReliable)
                            .map(reliable -> places(reliable))
                            .filter(places -> !places.isEmpty())
                            .map(places -> read(places, sought, asked))
                            .orElseGet(() -> search(sought, asked)));
        });
    }

    /**
     * What a fresh read shows once the instance has been removed. Where few are evacuated, it is a read of everything.
     * Where many are, it is a read of the groups that each was in or is known to be in, beside one of everything that
     * began after its notice; that one they share, whenever it was made.
     *
     * @param was the groups that it was removed from
     * @param noticed when the evacuation began
     * @param removed when it was removed from the last of them
     */
    Uni<Picture> confirm(List<Membership> was, Sought sought, Instant noticed, Instant removed) {
        return Uni.createFrom().deferred(() -> {
            if (!crowd.isLargeWith(sought.instance())) {
                return region.since(removed);
            }
            return region.sinceWithoutHurry(noticed).chain(everything -> besides(everything, was, sought, removed));
        });
    }

    private Uni<Picture> besides(Picture everything, List<Membership> was, Sought sought, Instant removed) {
        var young = region.completeSince(removed);
        return young.isPresent()
                ? Uni.createFrom().item(young.get())
                : known(sought)
                        .map(known -> known.map(this::places).orElse(List.of()))
                        .chain(places -> groups.since(candidates(was, everything, sought, places), removed))
                        .map(fresh -> beside(everything, fresh));
    }

    /** What was changed is in the inventory once this has read it; the groups as they are by then. */
    Uni<Picture> changed(Collection<BackendGroup> changed, Instant at) {
        return groups.since(changed, at);
    }

    private Uni<Picture> read(List<BackendGroup> places, Sought sought, Instant asked) {
        return groups.recent(places)
                // it has left all of them since, so that it may be anywhere
                .chain(picture -> picture.isComplete() && picture.with(sought).isEmpty()
                        ? search(sought, asked)
                        : Uni.createFrom().item(picture));
    }

    private Uni<Picture> search(Sought sought, Instant asked) {
        // where reading takes long, the picture is complete only when those who asked for it have begun without it
        return region.completeSince(asked)
                .map(picture -> Uni.createFrom().item(picture))
                .orElseGet(() -> searchNow(sought, asked));
    }

    private Uni<Picture> searchNow(Sought sought, Instant asked) {
        return region.recent()
                // what an older picture does not show may have come since
                .chain(picture -> picture.isComplete() && picture.with(sought).isEmpty()
                        ? region.since(asked)
                        : Uni.createFrom().item(picture));
    }

    private Uni<Optional<Known>> known(Sought sought) {
        if (config.inventoryAge().isZero()) {
            return Uni.createFrom().item(Optional.empty());
        }
        var asked = inventory.of(sought.servers(), sought.addresses()).map(Optional::of);
        return Limit.otherwise(asked, PATIENCE, Optional::empty)
                // a search needs no journal
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private boolean isReliable(Known known) {
        return known.state().isComplete(config.inventoryAge());
    }

    /** As far as this service is to look there. */
    private List<BackendGroup> places(Known known) {
        return known.places().stream()
                .filter(this::isLookedIn)
                .map(place -> BackendGroup.of(place.id(), place.loadBalancer(), place.vpc()))
                .toList();
    }

    private boolean isLookedIn(Place place) {
        return config.serverGroups()
                .map(named -> named.stream().map(String::strip).anyMatch(place.id()::equals))
                .orElse(true);
    }

    /** Each group once; where it comes from several, with the VPC, without which a stranger's address would do. */
    private static Collection<BackendGroup> candidates(
            List<Membership> was, Picture everything, Sought sought, List<BackendGroup> places) {
        var all = new LinkedHashMap<String, BackendGroup>();
        var removedFrom = was.stream().map(one -> new BackendGroup(one.group(), one.loadBalancer(), Optional.empty()));
        Stream.of(everything.with(sought).stream(), places.stream(), removedFrom)
                .flatMap(groups -> groups)
                .forEach(group ->
                        all.merge(group.key(), group, (one, other) -> one.vpc().isPresent() ? one : other));
        everything.groups().stream()
                .map(Members::backendGroup)
                .filter(group -> group.vpc().isPresent())
                .forEach(group -> all.computeIfPresent(group.key(), (key, known) -> group));
        return all.values();
    }

    private static Picture beside(Picture everything, Picture fresh) {
        var unread = Stream.concat(fresh.unread().stream(), everything.unread().stream())
                .distinct()
                .toList();
        return new Picture(fresh.groups(), unread, everything.missing(), everything.hidden());
    }
}
