package io.ecslifeguard.fleet;

import io.ecslifeguard.cloud.BackendGroup;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.GroupMembers;
import io.ecslifeguard.cloud.GroupReader;
import io.ecslifeguard.cloud.LoadBalancer;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.journal.Inventory;
import io.ecslifeguard.journal.InventoryGroup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads all groups of all load balancers into the inventory, once, one call after the other. A load balancer or group that
 * cannot be read does not keep the others out of it, but the pass is not complete without it.
 */
@ApplicationScoped
class GroupsPass {

    private static final String AT_WORK = "groups";

    private final FleetConfig config;
    private final GroupReader reader;
    private final Inventory inventory;
    private final Turns turns;

    GroupsPass(FleetConfig config, GroupReader reader, Inventory inventory, Turns turns) {
        this.config = config;
        this.reader = reader;
        this.inventory = inventory;
        this.turns = turns;
    }

    /**
     * Makes a pass, unless another replica is at it or has made one for all: then it gives nothing. Fails where it cannot
     * be completed, and then what it has not read stays as it was; with too many backends it ends early.
     *
     * @param first whether to make one although another replica may have: what has just started may know better
     */
    Uni<Optional<GroupsCount>> run(boolean first) {
        return turns.take(AT_WORK, config.groupsEvery(), first, this::pass);
    }

    private Uni<GroupsCount> pass() {
        return inventory
                .begin(config.inventoryLimit())
                .chain(began -> reader.loadBalancers(config.pagePause())
                        .chain(all -> eachOf(all).chain(count -> end(began, count))));
    }

    private Uni<GroupsCount> eachOf(List<LoadBalancer> all) {
        var count = new GroupsCount();
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(one -> Uni.createFrom()
                        .deferred(() -> count.mustStop() ? Uni.createFrom().voidItem() : loadBalancer(one, count)))
                .collect()
                .asList()
                .replaceWith(count);
    }

    private Uni<Void> loadBalancer(LoadBalancer one, GroupsCount count) {
        return inTurn(reader.groups(one))
                .invoke(groups -> count.sees(one))
                .chain(groups -> Multi.createFrom()
                        .iterable(groups)
                        .onItem()
                        .transformToUniAndConcatenate(group -> Uni.createFrom()
                                .deferred(() ->
                                        count.mustStop() ? Uni.createFrom().voidItem() : group(group, count)))
                        .collect()
                        .asList()
                        .replaceWithVoid())
                // the others can be read nevertheless
                .onFailure(CloudException.class)
                .recoverWithUni(failure -> Uni.createFrom().voidItem().invoke(() -> count.fails(failure)));
    }

    private Uni<Void> group(BackendGroup group, GroupsCount count) {
        return inventory
                .now()
                .chain(readAt -> inTurn(reader.members(group))
                        .call(found -> found.map(members -> inventory
                                        .read(entry(members), readAt)
                                        .invoke(enough -> count.sees(members, enough)))
                                .orElseGet(() -> Uni.createFrom().item(true))))
                .replaceWithVoid()
                // vServer groups need no permission for it, and a search may not look there either
                .onFailure(failure -> group.group().isEmpty() && isDenied(failure))
                .recoverWithNull()
                .onFailure(CloudException.class)
                .recoverWithUni(failure -> Uni.createFrom().voidItem().invoke(() -> count.fails(failure)));
    }

    private Uni<GroupsCount> end(Instant began, GroupsCount count) {
        if (count.isFull()) {
            return inventory
                    .incomplete(
                            began,
                            "there are more than " + config.inventoryLimit()
                                    + " backends (lifeguard.fleet.inventory-limit)")
                    .replaceWith(count);
        }
        return count.failure()
                .<Uni<GroupsCount>>map(failure -> Uni.createFrom().failure(failure))
                .orElseGet(
                        () -> inventory.complete(began, count.loadBalancers()).replaceWith(count));
    }

    /** After the pause, and while it is still this replica's turn. */
    private <T> Uni<T> inTurn(Uni<T> call) {
        var ours = turns.keep(AT_WORK);
        return (config.pagePause().isZero() ? ours : ours.onItem().delayIt().by(config.pagePause())).chain(() -> call);
    }

    private static InventoryGroup entry(GroupMembers read) {
        var group = read.group();
        return new InventoryGroup(
                group.key(),
                group.loadBalancer().map(LoadBalancerId::value),
                group.vpc(),
                read.backends().stream()
                        .map(backend -> new InventoryGroup.Member(
                                backend.serverId(),
                                backend.serverIp(),
                                backend.port(),
                                backend.weight(),
                                backend.type(),
                                backend.description()))
                        .toList());
    }

    private static boolean isDenied(Throwable failure) {
        return failure instanceof CloudException error && error.meaning() == Meaning.DENIED;
    }
}
