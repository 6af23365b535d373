package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.LoadBalancer;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.LoadBalancerPage;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.cloud.ServerGroup;
import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.cloud.ServerGroupName;
import io.ecslifeguard.cloud.Slb;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds the groups that an instance is in, and changes its entries there. */
@ApplicationScoped
class ServerGroups {

    /** Reads under way at once for one instance; the gateway's pool bounds them all. */
    private static final int READS = 4;

    private final SpotConfig config;
    private final Slb slb;

    ServerGroups(SpotConfig config, Slb slb) {
        this.config = config;
        this.slb = slb;
    }

    /** Every group with the instance: the configured ones, or all of all load balancers. */
    Uni<List<Membership>> of(InstanceId instance) {
        var memberships = config.serverGroups()
                .map(named -> Multi.createFrom()
                        .iterable(named)
                        .onItem()
                        .transformToUni(id -> inGroup(new ServerGroupId(id.strip()), instance))
                        .merge(READS))
                .orElseGet(() -> discover(instance));
        return memberships
                .select()
                .where(membership -> !membership.backends().isEmpty())
                .collect()
                .asList();
    }

    /** Of the groups of {@code known}, those that the instance is still in. */
    Uni<List<Membership>> stillAmong(List<Membership> known, InstanceId instance) {
        return Multi.createFrom()
                .iterable(known)
                .onItem()
                .transformToUni(membership -> membership
                        .group()
                        .map(group -> inGroup(group, instance))
                        .orElseGet(
                                () -> inDefaultGroup(membership.loadBalancer().orElseThrow(), instance)))
                .merge(READS)
                .select()
                .where(membership -> !membership.backends().isEmpty())
                .collect()
                .asList();
    }

    /** Sets the weight of the instance's entries to 0; a group that is gone needs nothing. */
    Uni<List<CloudReply>> silence(Membership membership, CallBy by) {
        var backends = membership.atWeightZero();
        return orGone(
                membership.group().isPresent()
                        ? slb.setWeights(membership.group().get(), backends, by)
                        : slb.setWeights(membership.loadBalancer().orElseThrow(), backends, by));
    }

    /** Removes the instance's entries, on every port. */
    Uni<List<CloudReply>> remove(Membership membership, CallBy by) {
        return orGone(
                membership.group().isPresent()
                        ? slb.remove(membership.group().get(), membership.backends(), by)
                        : slb.remove(membership.loadBalancer().orElseThrow(), membership.backends(), by));
    }

    private static Uni<List<CloudReply>> orGone(Uni<List<CloudReply>> call) {
        return call.onFailure(ServerGroups::isGone).recoverWithItem(List.of());
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof CloudException error && error.meaning() == Meaning.NOT_FOUND;
    }

    private Multi<Membership> discover(InstanceId instance) {
        return loadBalancers(1)
                .onItem()
                .transformToMultiAndConcatenate(found -> Multi.createBy()
                        .merging()
                        .streams(
                                inDefaultGroup(found.id(), instance).toMulti(),
                                slb.vServerGroups(found.id())
                                        .onFailure(ServerGroups::isGone)
                                        .recoverWithItem(List.<ServerGroupName>of())
                                        .onItem()
                                        .transformToMulti(
                                                groups -> Multi.createFrom().iterable(groups))
                                        .onItem()
                                        .transformToUni(group -> inGroup(group.id(), instance))
                                        .merge(READS)));
    }

    private Multi<LoadBalancer> loadBalancers(int first) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new java.util.concurrent.atomic.AtomicReference<>(Optional.of(first)),
                        page -> slb.loadBalancers(page.get().orElse(first)).invoke(found -> page.set(found.next())))
                .whilst(found -> found.next().isPresent())
                .onItem()
                .transformToIterable(LoadBalancerPage::loadBalancers);
    }

    private Uni<Membership> inGroup(ServerGroupId id, InstanceId instance) {
        return slb.vServerGroup(id)
                .onFailure(ServerGroups::isGone)
                .recoverWithItem(() -> new ServerGroup(id, "", Optional.empty(), List.of()))
                .map(group ->
                        new Membership(Optional.of(id), group.loadBalancer(), entries(group.backends(), instance)));
    }

    private Uni<Membership> inDefaultGroup(LoadBalancerId id, InstanceId instance) {
        return slb.defaultGroup(id)
                .onFailure(ServerGroups::isGone)
                .recoverWithItem(List.<Backend>of())
                .map(backends -> new Membership(Optional.empty(), Optional.of(id), entries(backends, instance)));
    }

    private static List<Backend> entries(List<Backend> backends, InstanceId instance) {
        return backends.stream()
                .filter(backend -> backend.instance().filter(instance::equals).isPresent())
                .toList();
    }
}
