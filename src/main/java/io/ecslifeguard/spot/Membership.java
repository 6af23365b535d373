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
 * @param triedAt when their weight was first tried to be set to 0
 * @param silencedAt when it was 0
 * @param removedAt when they were removed
 * @param failures how many tries have failed
 */
record Membership(
        Optional<ServerGroupId> group,
        Optional<LoadBalancerId> loadBalancer,
        List<Backend> backends,
        Optional<Instant> triedAt,
        Optional<Instant> silencedAt,
        Optional<Instant> removedAt,
        int failures) {

    Membership {
        backends = List.copyOf(backends);
    }

    static Membership found(
            Optional<ServerGroupId> group, Optional<LoadBalancerId> loadBalancer, List<Backend> backends, Instant now) {
        var none = Optional.<Instant>empty();
        var silent = takesRequests(backends) ? none : Optional.of(now);
        return new Membership(group, loadBalancer, backends, none, silent, none, 0);
    }

    String where() {
        return group.map(ServerGroupId::value)
                .orElseGet(() -> "the default group of "
                        + loadBalancer.map(LoadBalancerId::value).orElse("?"));
    }

    /** Groups of one load balancer are changed one after the other. */
    String lane() {
        return loadBalancer.map(LoadBalancerId::value).orElseGet(this::where);
    }

    boolean removed() {
        return removedAt.isPresent();
    }

    List<Backend> atWeightZero() {
        return backends.stream().map(backend -> backend.withWeight(0)).toList();
    }

    Membership silenced(Instant tried, Instant now) {
        return new Membership(
                group,
                loadBalancer,
                backends,
                triedAt.or(() -> Optional.of(tried)),
                Optional.of(now),
                removedAt,
                failures);
    }

    Membership removed(Instant now) {
        return new Membership(group, loadBalancer, backends, triedAt, silencedAt, Optional.of(now), failures);
    }

    /** A try to set the weight to 0 failed. */
    Membership notSilenced(Instant tried) {
        return new Membership(
                group,
                loadBalancer,
                backends,
                triedAt.or(() -> Optional.of(tried)),
                silencedAt,
                removedAt,
                failures + 1);
    }

    Membership notRemoved() {
        return new Membership(group, loadBalancer, backends, triedAt, silencedAt, removedAt, failures + 1);
    }

    /** Seen in it again: entries that are new come in addition, and those that were removed must be removed again. */
    Membership seenAgain(List<Backend> seen) {
        var added = seen.stream().filter(backend -> !has(backend)).toList();
        var all = new ArrayList<>(backends);
        all.addAll(added);
        return new Membership(
                group,
                loadBalancer,
                all,
                triedAt.or(() -> silencedAt),
                takesRequests(added) ? Optional.empty() : silencedAt,
                Optional.empty(),
                failures);
    }

    boolean isSameGroupAs(Membership other) {
        return group.equals(other.group) && (group.isPresent() || loadBalancer.equals(other.loadBalancer));
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
