package io.ecslifeguard.cloud;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from the region to the backends: load balancers, their groups, the groups' members. What goes away meanwhile
 * is no failure. Each step is a call of its own, so that whoever takes the way decides on its pace and on what a failure
 * on it means.
 */
@ApplicationScoped
public class GroupReader {

    private final Slb slb;

    GroupReader(Slb slb) {
        this.slb = slb;
    }

    /**
     * All load balancers of the region.
     *
     * @param pause between two pages
     */
    public Uni<List<LoadBalancer>> loadBalancers(Duration pause) {
        var all = new ArrayList<LoadBalancer>();
        return pages(1, all, pause).replaceWith(() -> List.copyOf(all));
    }

    private Uni<Void> pages(int number, List<LoadBalancer> all, Duration pause) {
        return slb.loadBalancers(number).chain(page -> {
            all.addAll(page.loadBalancers());
            return page.next()
                    .map(next -> wait(pause).chain(() -> pages(next, all, pause)))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        });
    }

    /** The groups of a load balancer; its default group is the last, since few have members there. */
    public Uni<List<BackendGroup>> groups(LoadBalancer loadBalancer) {
        return slb.vServerGroups(loadBalancer.id())
                .map(names -> {
                    var groups = new ArrayList<BackendGroup>();
                    names.forEach(name -> groups.add(new BackendGroup(
                            Optional.of(name.id()), Optional.of(loadBalancer.id()), loadBalancer.vpc())));
                    groups.add(BackendGroup.defaultOf(loadBalancer));
                    return List.copyOf(groups);
                })
                // the load balancer is gone, and its groups with it
                .onFailure(GroupReader::isGone)
                .recoverWithItem(List.of());
    }

    /** The group with its members; empty where there is no such group, or not any more. */
    public Uni<Optional<GroupMembers>> members(BackendGroup group) {
        return read(group)
                .map(Optional::of)
                // the group is gone, and its members with it
                .onFailure(GroupReader::isGone)
                .recoverWithItem(Optional.empty());
    }

    private Uni<GroupMembers> read(BackendGroup group) {
        return group.group()
                .map(id -> slb.vServerGroup(id)
                        .map(found -> new GroupMembers(
                                new BackendGroup(
                                        group.group(), group.loadBalancer().or(found::loadBalancer), group.vpc()),
                                found.backends())))
                .orElseGet(() -> slb.defaultGroup(group.loadBalancer().orElseThrow())
                        .map(backends -> new GroupMembers(group, backends)));
    }

    private static Uni<Void> wait(Duration pause) {
        var now = Uni.createFrom().voidItem();
        return pause.isZero() ? now : now.onItem().delayIt().by(pause);
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof CloudException error && error.meaning() == Meaning.NOT_FOUND;
    }
}
