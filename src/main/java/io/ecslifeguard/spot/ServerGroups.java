package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.cloud.Slb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Changes an instance's entries in a group, in as many calls as are needed, one after the other. A group that is gone needs
 * nothing.
 */
@ApplicationScoped
class ServerGroups {

    private final Slb slb;

    ServerGroups(Slb slb) {
        this.slb = slb;
    }

    /** Sets the weight of the instance's entries to 0. */
    Uni<List<CloudReply>> silence(Membership membership, CallBy by) {
        return orGone(each(
                batches(membership.atWeightZero()),
                batch -> membership
                        .group()
                        .map(group -> slb.setWeights(group, batch, by))
                        .orElseGet(
                                () -> slb.setWeights(membership.loadBalancer().orElseThrow(), batch, by))
                        .map(List::of)));
    }

    /** Removes the instance's entries, on every port. */
    Uni<List<CloudReply>> remove(Membership membership, CallBy by) {
        Function<List<Backend>, Uni<CloudReply>> call = batch -> membership
                .group()
                .map(group -> slb.remove(group, batch, by))
                .orElseGet(() -> slb.remove(membership.loadBalancer().orElseThrow(), batch, by));
        return orGone(each(batches(membership.backends()), batch -> removed(batch, call)));
    }

    private static Uni<List<CloudReply>> removed(List<Backend> batch, Function<List<Backend>, Uni<CloudReply>> call) {
        return call.apply(batch)
                .map(List::of)
                // a server that does not exist is out of the group, and must not keep the others in
                .onFailure(ServerGroups::serverIsGone)
                .recoverWithUni(failure -> batch.size() == 1
                        ? Uni.createFrom().item(List.of(new CloudReply(((CloudException) failure).requestId(), false)))
                        : each(batch.stream().map(List::of).toList(), one -> removed(one, call)));
    }

    private static boolean serverIsGone(Throwable failure) {
        return failure instanceof CloudException error && "InvalidServerId.NotFound".equals(error.code());
    }

    private static List<List<Backend>> batches(List<Backend> backends) {
        return IntStream.iterate(0, from -> from < backends.size(), from -> from + Slb.MOST_BACKENDS)
                .mapToObj(from -> backends.subList(from, Math.min(backends.size(), from + Slb.MOST_BACKENDS)))
                .toList();
    }

    private static Uni<List<CloudReply>> each(
            List<List<Backend>> batches, Function<List<Backend>, Uni<List<CloudReply>>> call) {
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUniAndConcatenate(call::apply)
                .collect()
                .asList()
                .map(replies -> replies.stream().flatMap(List::stream).toList());
    }

    private static Uni<List<CloudReply>> orGone(Uni<List<CloudReply>> call) {
        return call.onFailure(
                        failure -> failure instanceof CloudException error && error.meaning() == Meaning.NOT_FOUND)
                .recoverWithItem(List.of());
    }
}
