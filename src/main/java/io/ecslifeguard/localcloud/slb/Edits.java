package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Time;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Changes of a group's backends: checked as a whole before anything is changed. */
final class Edits {

    private final Time time;
    private final Servers servers;
    private final Supplier<Duration> configuring;

    /** @param configuring how long a load balancer refuses changes after one */
    Edits(Time time, Servers servers, Supplier<Duration> configuring) {
        this.time = time;
        this.servers = servers;
        this.configuring = configuring;
    }

    /** Adds backends; one that is there already takes the new weight and description. */
    void add(VServerGroup group, List<Backend> added) {
        replace(group, List.of(), added);
    }

    /** Removes backends; what is absent is ignored. */
    void remove(VServerGroup group, List<Backend> removed) {
        replace(group, removed, List.of());
    }

    /** Removes and adds, both or none. */
    void replace(VServerGroup group, List<Backend> removed, List<Backend> added) {
        checkIdle(group);
        checkRunning(added);
        var gone = removed.stream().map(Backend::key).filter(group::has).collect(Collectors.toSet());
        checkQuota(group, gone, added);
        gone.forEach(group::remove);
        added.forEach(group::put);
        changed(group);
    }

    /** Gives backends of the group the weights; what is absent is ignored. */
    void weigh(VServerGroup group, List<Backend> weighed) {
        checkIdle(group);
        weighed.forEach(group::weigh);
        changed(group);
    }

    /** Fails where a group to be created with these backends could not have them. */
    void checkAddable(LoadBalancer loadBalancer, List<Backend> added) {
        checkRunning(added);
        checkQuota(new VServerGroup("", "", loadBalancer, time.now()), Set.of(), added);
    }

    void checkIdle(VServerGroup group) {
        if (time.now().isBefore(group.loadBalancer.configuringUntil)) {
            throw group == group.loadBalancer.defaultGroup
                    ? new ApiError(
                            409,
                            "BackendServer.configuring",
                            "The specified backend servers are being configured; please try again later.")
                    : new ApiError(
                            400,
                            "ServiceIsConfiguring",
                            "A previous configuration is pending; please try again later.");
        }
    }

    private void changed(VServerGroup group) {
        group.loadBalancer.configuringUntil = time.now().plus(configuring.get());
    }

    private void checkRunning(List<Backend> added) {
        for (var backend : added) {
            // Network interfaces and containers are not modelled: they are taken as running
            if (backend.type().equals("ecs") && !servers.running(backend.serverId())) {
                throw new ApiError(
                        400, "ObtainIpFail", "some of the specified backend servers do not exist or are not running.");
            }
        }
    }

    private static void checkQuota(VServerGroup group, Set<Backend.Key> gone, List<Backend> added) {
        var fresh = added.stream()
                .map(Backend::key)
                .distinct()
                .filter(key -> gone.contains(key) || !group.has(key))
                .count();
        if (group.loadBalancer.backends() - gone.size() + fresh > LoadBalancer.MOST_BACKENDS) {
            throw new ApiError(
                    400,
                    "QuotaLimitExceeds",
                    "The number of backend servers of the load balancer exceeds the quota of "
                            + LoadBalancer.MOST_BACKENDS + ".");
        }
    }
}
