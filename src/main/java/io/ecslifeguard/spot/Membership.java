package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.ServerGroupId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group with an instance in it, as it was found, and how far the evacuation has come there.
 *
 * @param group the vServer group; empty for a load balancer's default group
 * @param loadBalancer the load balancer, where it is known
 * @param backends the instance's entries, one for each port, with the weights they had
 * @param turn how often it was found in it again; each turn asks for edits of its own
 * @param triedAt when their weight was first asked to be set to 0
 * @param silencedAt when it was 0
 * @param removedAt when they were removed
 * @param attachedAt when the replacement was put in
 */
record Membership(
        Optional<ServerGroupId> group,
        Optional<LoadBalancerId> loadBalancer,
        List<Backend> backends,
        int turn,
        Optional<Instant> triedAt,
        Optional<Instant> silencedAt,
        Optional<Instant> removedAt,
        Optional<Instant> attachedAt) {

    Membership {
        backends = List.copyOf(backends);
    }

    static Membership found(
            Optional<ServerGroupId> group, Optional<LoadBalancerId> loadBalancer, List<Backend> backends, Instant now) {
        var none = Optional.<Instant>empty();
        var silent = takesRequests(backends) ? none : Optional.of(now);
        return new Membership(group, loadBalancer, backends, 0, none, silent, none, none);
    }

    String where() {
        return group.map(ServerGroupId::value)
                .orElseGet(() -> "the default group of "
                        + loadBalancer.map(LoadBalancerId::value).orElse("?"));
    }

    boolean removed() {
        return removedAt.isPresent();
    }

    boolean attached() {
        return attachedAt.isPresent();
    }

    Membership tried(Instant now) {
        return changed(triedAt.or(() -> Optional.of(now)), silencedAt, removedAt, attachedAt);
    }

    Membership silenced(Instant at) {
        return changed(triedAt, silencedAt.or(() -> Optional.of(at)), removedAt, attachedAt);
    }

    Membership removed(Instant at) {
        return changed(triedAt, silencedAt, removedAt.or(() -> Optional.of(at)), attachedAt);
    }

    Membership attached(Instant at) {
        return changed(triedAt, silencedAt, removedAt, attachedAt.or(() -> Optional.of(at)));
    }

    /** What was put in is not there any more. */
    Membership detached() {
        return new Membership(
                group, loadBalancer, backends, turn + 1, triedAt, silencedAt, removedAt, Optional.empty());
    }

    /** Seen in it again: entries that are new come in addition, and those that were removed must be removed again. */
    Membership seenAgain(List<Backend> seen) {
        var added = seen.stream().filter(backend -> !has(backend)).toList();
        if (added.isEmpty() && !removed()) {
            return this;
        }
        var all = new ArrayList<>(backends);
        all.addAll(added);
        return new Membership(
                group,
                loadBalancer,
                all,
                turn + 1,
                triedAt.or(() -> silencedAt),
                takesRequests(added) ? Optional.empty() : silencedAt,
                Optional.empty(),
                // nothing is in the place of entries that are new
                added.isEmpty() ? attachedAt : Optional.empty());
    }

    boolean isSameGroupAs(Membership other) {
        return group.equals(other.group) && (group.isPresent() || loadBalancer.equals(other.loadBalancer));
    }

    private Membership changed(
            Optional<Instant> tried, Optional<Instant> silenced, Optional<Instant> gone, Optional<Instant> replaced) {
        return new Membership(group, loadBalancer, backends, turn, tried, silenced, gone, replaced);
    }

    private boolean has(Backend wanted) {
        return backends.stream()
                .anyMatch(backend -> backend.serverId().equals(wanted.serverId())
                        && backend.port().equals(wanted.port())
                        && backend.serverIp().equals(wanted.serverIp()));
    }

    private static boolean takesRequests(List<Backend> backends) {
        return backends.stream().anyMatch(backend -> backend.weight() > 0);
    }
}
