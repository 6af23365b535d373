package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.LoadBalancer;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.cloud.ServerGroupName;
import io.ecslifeguard.cloud.Slb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the groups: the configured ones, or all of all load balancers. What cannot be read does not hold up the rest. */
@ApplicationScoped
class Discovery {

    private static final int LOAD_BALANCERS_AT_ONCE = 4;
    private static final int GROUPS_AT_ONCE = 2;
    /** So many reads without an answer, and the rest of a load balancer is left for the next reading. */
    private static final int MOST_SILENT = 2;

    private static final String LIST = "the list of load balancers";

    private final SpotConfig config;
    private final Slb slb;

    Discovery(SpotConfig config, Slb slb) {
        this.config = config;
        this.slb = slb;
    }

    /** Reads all there is into {@code reading}; never fails. */
    Uni<Void> into(Reading reading) {
        return config.serverGroups()
                .map(named -> configured(
                        reading,
                        named.stream().map(id -> new ServerGroupId(id.strip())).toList()))
                .orElseGet(() -> ofTheRegion(reading));
    }

    private Uni<Void> configured(Reading reading, List<ServerGroupId> named) {
        named.forEach(id -> reading.begins(id.value()));
        return inTurns(
                named,
                LOAD_BALANCERS_AT_ONCE,
                id -> group(reading, id, Optional.empty(), () -> reading.isMissing(id.value(), id.value())));
    }

    private Uni<Void> ofTheRegion(Reading reading) {
        reading.begins(LIST);
        var all = new ArrayList<LoadBalancer>();
        return step(reading, LIST, pages(1, all).invoke(() -> reading.succeeded(LIST)))
                .invoke(() -> all.forEach(one -> reading.begins(named(one))))
                .chain(() -> inTurns(all, LOAD_BALANCERS_AT_ONCE, one -> loadBalancer(reading, one)));
    }

    private Uni<Void> pages(int number, List<LoadBalancer> all) {
        return slb.loadBalancers(number).chain(page -> {
            all.addAll(page.loadBalancers());
            return page.next()
                    .map(next -> pages(next, all))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        });
    }

    private Uni<Void> loadBalancer(Reading reading, LoadBalancer one) {
        var groups = new ArrayList<ServerGroupName>();
        var silent = new AtomicInteger();
        return step(
                        reading,
                        named(one),
                        slb.vServerGroups(one.id())
                                .onFailure(failure -> is(failure, Meaning.NOT_FOUND))
                                .recoverWithItem(List.of())
                                .invoke(names -> begin(reading, one, names))
                                .invoke(groups::addAll))
                .invoke(answered -> silent.addAndGet(answered ? 0 : MOST_SILENT))
                .chain(() -> inTurns(
                        groups,
                        GROUPS_AT_ONCE,
                        group -> unlessSilent(
                                silent,
                                () -> group(
                                        reading,
                                        group.id(),
                                        Optional.of(one.id()),
                                        () -> reading.succeeded(group.id().value())))))
                // last, since few have members there
                .chain(() -> unlessSilent(silent, () -> defaultGroup(reading, one.id())))
                .replaceWithVoid();
    }

    /** A load balancer that hangs must not hold up the whole reading; what is left out stays unread. */
    private static Uni<Boolean> unlessSilent(AtomicInteger silent, Supplier<Uni<Boolean>> read) {
        return silent.get() >= MOST_SILENT
                ? Uni.createFrom().item(false)
                : read.get().invoke(answered -> silent.addAndGet(answered ? 0 : 1));
    }

    private static void begin(Reading reading, LoadBalancer one, List<ServerGroupName> groups) {
        reading.succeeded(named(one));
        groups.forEach(group -> reading.begins(group.id().value()));
        reading.begins(defaultGroupOf(one.id()));
    }

    private Uni<Boolean> group(
            Reading reading, ServerGroupId id, Optional<LoadBalancerId> loadBalancer, Runnable gone) {
        return step(
                reading,
                id.value(),
                slb.vServerGroup(id)
                        .invoke(group -> reading.has(
                                id.value(),
                                new Members(Optional.of(id), loadBalancer.or(group::loadBalancer), group.backends())))
                        .replaceWithVoid()
                        .onFailure(failure -> is(failure, Meaning.NOT_FOUND))
                        .recoverWithUni(() -> Uni.createFrom().voidItem().invoke(gone)));
    }

    private Uni<Boolean> defaultGroup(Reading reading, LoadBalancerId id) {
        var what = defaultGroupOf(id);
        return step(
                reading,
                what,
                slb.defaultGroup(id)
                        .invoke(backends -> reading.has(what, new Members(Optional.empty(), Optional.of(id), backends)))
                        .replaceWithVoid()
                        .onFailure(failure -> is(failure, Meaning.NOT_FOUND))
                        .recoverWithUni(() -> Uni.createFrom().voidItem().invoke(() -> reading.succeeded(what)))
                        // vServer groups need no permission for it
                        .onFailure(failure -> is(failure, Meaning.DENIED))
                        .recoverWithUni(() -> Uni.createFrom().voidItem().invoke(() -> reading.isHidden(what, id))));
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

    private static boolean is(Throwable failure, Meaning meaning) {
        return failure instanceof CloudException error && error.meaning() == meaning;
    }

    private static String named(LoadBalancer one) {
        return "load balancer " + one.id();
    }

    private static String defaultGroupOf(LoadBalancerId id) {
        return "the default group of " + id;
    }
}
