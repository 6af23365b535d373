package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.BackendGroup;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.GroupMembers;
import io.ecslifeguard.cloud.GroupReader;
import io.ecslifeguard.cloud.LoadBalancer;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.cloud.ServerGroupId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the groups: the configured ones, all of all load balancers, or a single one. What cannot be read does not hold
 * up the rest; what can is noted in the inventory.
 */
@ApplicationScoped
class Discovery {

    private static final int LOAD_BALANCERS_AT_ONCE = 4;
    private static final int GROUPS_AT_ONCE = 2;
    /** So many reads without an answer, and the rest of a load balancer is left for the next reading. */
    private static final int MOST_SILENT = 2;

    private static final String LIST = "the list of load balancers";

    private final SpotConfig config;
    private final GroupReader reader;
    private final InventoryNotes notes;

    Discovery(SpotConfig config, GroupReader reader, InventoryNotes notes) {
        this.config = config;
        this.reader = reader;
        this.notes = notes;
    }

    /** Reads all there is into {@code reading}; never fails. */
    Uni<Void> into(Reading reading) {
        return config.serverGroups()
                .map(named -> configured(
                        reading,
                        named.stream().map(id -> new ServerGroupId(id.strip())).toList()))
                .orElseGet(() -> ofTheRegion(reading));
    }

    /** Reads this group alone into {@code reading}; never fails. */
    Uni<Void> into(Reading reading, BackendGroup group) {
        reading.begins(group.name());
        return notes.now()
                .chain(readAt -> group(reading, readAt, group, () -> reading.succeeded(group.name())))
                .replaceWithVoid();
    }

    private Uni<Void> configured(Reading reading, List<ServerGroupId> named) {
        named.forEach(id -> reading.begins(id.value()));
        return notes.now()
                .chain(readAt -> inTurns(
                        named,
                        LOAD_BALANCERS_AT_ONCE,
                        id -> group(
                                reading,
                                readAt,
                                BackendGroup.of(id),
                                () -> reading.isMissing(id.value(), id.value()))));
    }

    private Uni<Void> ofTheRegion(Reading reading) {
        reading.begins(LIST);
        var all = new ArrayList<LoadBalancer>();
        return notes.now()
                .chain(readAt -> step(
                                reading,
                                LIST,
                                reader.loadBalancers(Duration.ZERO)
                                        .invoke(all::addAll)
                                        .invoke(() -> all.forEach(one -> reading.begins(named(one))))
                                        .invoke(() -> reading.succeeded(LIST)))
                        .chain(() -> inTurns(all, LOAD_BALANCERS_AT_ONCE, one -> loadBalancer(reading, readAt, one))));
    }

    private Uni<Void> loadBalancer(Reading reading, Optional<Instant> readAt, LoadBalancer one) {
        var groups = new ArrayList<BackendGroup>();
        var silent = new AtomicInteger();
        return step(
                        reading,
                        named(one),
                        reader.groups(one)
                                .invoke(found -> found.forEach(group -> reading.begins(group.name())))
                                .invoke(groups::addAll)
                                .invoke(() -> reading.succeeded(named(one))))
                .invoke(answered -> silent.addAndGet(answered ? 0 : MOST_SILENT))
                // where its vServer groups may not be listed, its default group may well be read
                .map(answered -> groups.isEmpty() ? List.of(BackendGroup.defaultOf(one)) : groups)
                .chain(all -> inTurns(
                        all,
                        GROUPS_AT_ONCE,
                        group -> unlessSilent(
                                silent, () -> group(reading, readAt, group, () -> reading.succeeded(group.name())))));
    }

    /** A load balancer that hangs must not hold up the whole reading; what is left out stays unread. */
    private static Uni<Boolean> unlessSilent(AtomicInteger silent, Supplier<Uni<Boolean>> read) {
        return silent.get() >= MOST_SILENT
                ? Uni.createFrom().item(false)
                : read.get().invoke(answered -> silent.addAndGet(answered ? 0 : 1));
    }

    private Uni<Boolean> group(Reading reading, Optional<Instant> readAt, BackendGroup group, Runnable gone) {
        var seen = new AtomicReference<GroupMembers>();
        return step(
                        reading,
                        group.name(),
                        reader.members(group)
                                .invoke(found -> found.map(Members::of)
                                        .ifPresentOrElse(members -> reading.has(group.name(), members), gone))
                                .invoke(found -> seen.set(found.orElseGet(() -> new GroupMembers(group, List.of()))))
                                .replaceWithVoid()
                                // vServer groups need no permission for it
                                .onFailure(failure -> group.group().isEmpty() && isDenied(failure))
                                .recoverWithUni(() -> hidden(reading, group)))
                // beside the group's own time, and whoever waits for the picture has it already
                .call(() -> seen.get() == null ? Uni.createFrom().voidItem() : notes.note(seen.get(), readAt));
    }

    private static Uni<Void> hidden(Reading reading, BackendGroup group) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() ->
                        reading.isHidden(group.name(), group.loadBalancer().orElseThrow()));
    }

    /** A part that may fail by itself: its reason is kept, and the others go on. Tells whether it was answered at all. */
    private Uni<Boolean> step(Reading reading, String what, Uni<?> work) {
        return Limit.failing(work.replaceWith(true), config.groupTimeout(), "group-timeout")
                .onFailure()
                .recoverWithItem(failure -> {
                    reading.failed(what, String.valueOf(failure.getMessage()));
                    return !(failure instanceof Limit.NoAnswer);
                });
    }

    private static <T> Uni<Void> inTurns(List<T> all, int atOnce, Function<T, Uni<?>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUni(work::apply)
                .merge(atOnce)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static boolean isDenied(Throwable failure) {
        return failure instanceof CloudException error && error.meaning() == Meaning.DENIED;
    }

    private static String named(LoadBalancer one) {
        return "load balancer " + one.id();
    }
}
