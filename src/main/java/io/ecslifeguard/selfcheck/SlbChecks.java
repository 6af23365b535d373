package io.ecslifeguard.selfcheck;

import static io.ecslifeguard.selfcheck.Check.expect;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.BareGateways;
import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.ServerGroupId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the service does with SLB. */
record SlbChecks(CannedCloud cloud, BareGateways gateways) {

    private static final ServerGroupId GROUP = new ServerGroupId("rsp-1");
    private static final LoadBalancerId BALANCER = new LoadBalancerId("lb-1");
    private static final List<Backend> BACKENDS =
            List.of(new Backend("i-selfcheck", Optional.of(80), 100, "ecs", Optional.empty(), Optional.empty()));

    List<Check> all() {
        var slb = gateways.slb();
        return List.of(
                Check.of(
                        "SLB: groups and their members",
                        members(),
                        found -> expect("the members", List.of("i-selfcheck", "i-selfcheck"), found)),
                changed("weights", slb.setWeights(GROUP, BACKENDS, CallBy.nobody()), "R-11"),
                changed("a swap", slb.swap(GROUP, BACKENDS, BACKENDS, CallBy.nobody()), "R-13"),
                changed("a removal", slb.remove(GROUP, BACKENDS, CallBy.nobody()), "R-14"),
                changed("weights of a default group", slb.setWeights(BALANCER, BACKENDS, CallBy.nobody()), "R-15"),
                changed("an addition to a default group", slb.add(BALANCER, BACKENDS, CallBy.nobody()), "R-16"),
                changed("a removal from a default group", slb.remove(BALANCER, BACKENDS, CallBy.nobody()), "R-17"),
                Check.of(
                        "SLB: an error with its code",
                        slb.add(GROUP, BACKENDS, CallBy.nobody())
                                .map(reply -> "none")
                                .onFailure(CloudException.class)
                                .recoverWithItem(failure -> ((CloudException) failure).code()),
                        code -> expect("the code", "InvalidParameter.VServerGroupNotExist", code)));
    }

    private Uni<List<String>> members() {
        var groups = gateways.groups();
        return groups.loadBalancers(Duration.ZERO)
                .onItem()
                .transformToMulti(balancers -> Multi.createFrom().iterable(balancers))
                .onItem()
                .transformToUniAndConcatenate(groups::groups)
                .onItem()
                .transformToIterable(all -> all)
                .onItem()
                .transformToUniAndConcatenate(groups::members)
                .onItem()
                .transformToIterable(group -> group.orElseThrow().backends())
                .map(Backend::serverId)
                .collect()
                .asList();
    }

    private static Check changed(String what, Uni<CloudReply> call, String requestId) {
        return Check.of(
                "SLB: the answer to " + what,
                call,
                reply -> expect("the request id", Optional.of(requestId), reply.requestId()));
    }
}
