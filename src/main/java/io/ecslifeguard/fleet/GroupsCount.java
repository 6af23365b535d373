package io.ecslifeguard.fleet;

import io.ecslifeguard.cloud.GroupMembers;
import io.ecslifeguard.cloud.LoadBalancer;
import java.util.Optional;

/** What a pass over the groups has seen so far. */
final class GroupsCount {

    /** Where so many things cannot be read, asking for the rest would only cost calls. */
    private static final int TOO_MANY = 10;

    private int loadBalancers;
    private int groups;
    private int backends;
    private int failures;
    private Throwable failure;
    private boolean full;

    synchronized void sees(LoadBalancer one) {
        loadBalancers++;
    }

    /** @param enough whether there was room for them */
    synchronized void sees(GroupMembers members, boolean enough) {
        groups++;
        backends += members.backends().size();
        full |= !enough;
    }

    synchronized void fails(Throwable why) {
        failures++;
        failure = failure == null ? why : failure;
    }

    synchronized boolean mustStop() {
        return full || failures >= TOO_MANY;
    }

    /** Whether there was no room for all. */
    synchronized boolean isFull() {
        return full;
    }

    /** The first failure. */
    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    synchronized int loadBalancers() {
        return loadBalancers;
    }

    synchronized int groups() {
        return groups;
    }

    synchronized int backends() {
        return backends;
    }
}
