package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.ServerGroup;
import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.cloud.Slb;
import io.ecslifeguard.journal.Edit.Kind;
import io.ecslifeguard.journal.SentEdit;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Makes edits of one group and kind in one call. */
@ApplicationScoped
class GroupCalls {

    private final Slb slb;

    GroupCalls(Slb slb) {
        this.slb = slb;
    }

    /** The API of such a call, by which the vendor counts it. */
    static String api(Kind step, boolean isDefaultGroup) {
        return "SLB "
                + switch (step) {
                    case WEIGH -> isDefaultGroup ? "SetBackendServers" : "SetVServerGroupAttribute";
                    case SWAP -> "ModifyVServerGroupBackendServers";
                    case REMOVE -> isDefaultGroup ? "RemoveBackendServers" : "RemoveVServerGroupBackendServers";
                    case ADD -> isDefaultGroup ? "AddBackendServers" : "AddVServerGroupBackendServers";
                };
    }

    /**
     * One call for edits of one group and step, in a slot that is reserved.
     *
     * @param permit whether an attempt may still begin
     */
    Uni<CloudReply> make(List<SentEdit> edits, BooleanSupplier permit) {
        var first = edits.get(0);
        var by = CallBy.reactions(
                        edits.stream().map(SentEdit::reaction).distinct().toList())
                .onlyWhile(permit);
        return first.serverGroup()
                .map(group -> inGroup(new ServerGroupId(group), edits, by))
                .orElseGet(() ->
                        inDefaultGroup(new LoadBalancerId(first.loadBalancer().orElseThrow()), edits, by));
    }

    /** Who is in the group of this edit now. */
    Uni<List<Backend>> members(SentEdit edit) {
        return edit.serverGroup()
                .map(group -> slb.vServerGroup(new ServerGroupId(group)).map(ServerGroup::backends))
                .orElseGet(() ->
                        slb.defaultGroup(new LoadBalancerId(edit.loadBalancer().orElseThrow())));
    }

    private Uni<CloudReply> inGroup(ServerGroupId group, List<SentEdit> edits, CallBy by) {
        return switch (edits.get(0).step()) {
            case WEIGH -> slb.setWeights(group, wanted(edits), by);
            case SWAP -> slb.swap(group, old(edits), wanted(edits), by);
            case REMOVE -> slb.remove(group, old(edits), by);
            case ADD -> slb.add(group, wanted(edits), by);
        };
    }

    private Uni<CloudReply> inDefaultGroup(LoadBalancerId loadBalancer, List<SentEdit> edits, CallBy by) {
        return switch (edits.get(0).step()) {
            case WEIGH -> slb.setWeights(loadBalancer, wanted(edits), by);
            case REMOVE -> slb.remove(loadBalancer, old(edits), by);
            case ADD -> slb.add(loadBalancer, wanted(edits), by);
            case SWAP -> throw new IllegalStateException("A default group has no call that swaps");
        };
    }

    private static List<Backend> old(List<SentEdit> edits) {
        return all(edits, SentEdit::oldBackends);
    }

    private static List<Backend> wanted(List<SentEdit> edits) {
        return all(edits, SentEdit::newBackends);
    }

    private static List<Backend> all(List<SentEdit> edits, Function<SentEdit, String> backends) {
        return edits.stream()
                .flatMap(edit -> BackendList.read(backends.apply(edit)).stream())
                .distinct()
                .toList();
    }
}
