package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.cloud.Slb;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Changes an instance's entries in a group. A group that is gone needs nothing. */
@ApplicationScoped
class ServerGroups {

    private final Slb slb;

    ServerGroups(Slb slb) {
        this.slb = slb;
    }

    /** Sets the weight of the instance's entries to 0. */
    Uni<List<CloudReply>> silence(Membership membership, CallBy by) {
        var backends = membership.atWeightZero();
        return orGone(membership
                .group()
                .map(group -> slb.setWeights(group, backends, by))
                .orElseGet(() -> slb.setWeights(membership.loadBalancer().orElseThrow(), backends, by)));
    }

    /** Removes the instance's entries, on every port. */
    Uni<List<CloudReply>> remove(Membership membership, CallBy by) {
        var backends = membership.backends();
        return orGone(membership
                .group()
                .map(group -> slb.remove(group, backends, by))
                .orElseGet(() -> slb.remove(membership.loadBalancer().orElseThrow(), backends, by)));
    }

    private static Uni<List<CloudReply>> orGone(Uni<List<CloudReply>> call) {
        return call.onFailure(
                        failure -> failure instanceof CloudException error && error.meaning() == Meaning.NOT_FOUND)
                .recoverWithItem(List.of());
    }
}
