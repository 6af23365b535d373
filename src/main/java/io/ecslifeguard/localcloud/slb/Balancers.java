package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiError;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All load balancers and their groups. */
final class Balancers {

    private static final int MOST = 1_000;
    private static final int MOST_GROUPS = 200;

    private final Map<String, LoadBalancer> byId = new LinkedHashMap<>();
    private final Map<String, VServerGroup> groups = new LinkedHashMap<>();
    private int last;

    LoadBalancer create(String name, List<Integer> listeners, Map<String, String> tags, Instant now) {
        if (byId.size() >= MOST) {
            throw new ApiError(400, "QuotaLimitExceeds", "The local cloud holds at most " + MOST + " load balancers.");
        }
        var number = ++last;
        var address = "198.51.%d.%d".formatted(100 + number / 250, 1 + number % 250);
        var created = new LoadBalancer("lb-local%05d".formatted(number), name, address, now, listeners, tags);
        byId.put(created.id, created);
        return created;
    }

    VServerGroup createGroup(LoadBalancer loadBalancer, String name, Instant now) {
        if (loadBalancer.groups.size() >= MOST_GROUPS) {
            throw new ApiError(
                    400, "QuotaLimitExceeds", "A load balancer has at most " + MOST_GROUPS + " vServer groups.");
        }
        var created = new VServerGroup("rsp-local%06d".formatted(++last), name, loadBalancer, now);
        loadBalancer.groups.put(created.id, created);
        groups.put(created.id, created);
        return created;
    }

    void delete(VServerGroup group) {
        group.loadBalancer.groups.remove(group.id);
        groups.remove(group.id);
    }

    Collection<LoadBalancer> all() {
        return byId.values();
    }

    Collection<VServerGroup> allGroups() {
        return groups.values();
    }

    Optional<LoadBalancer> find(String idOrName) {
        return Optional.ofNullable(byId.get(idOrName))
                .or(() -> byId.values().stream()
                        .filter(it -> it.name.equals(idOrName))
                        .findFirst());
    }

    Optional<VServerGroup> findGroup(String idOrName) {
        return Optional.ofNullable(groups.get(idOrName))
                .or(() -> groups.values().stream()
                        .filter(it -> it.name.equals(idOrName))
                        .findFirst());
    }

    LoadBalancer known(String id) {
        var found = byId.get(id);
        if (found == null) {
            throw new ApiError(404, "InvalidLoadBalancerId.NotFound", "The specified LoadBalancerId does not exist.");
        }
        return found;
    }

    VServerGroup knownGroup(String id) {
        var found = groups.get(id);
        if (found == null) {
            // The vendor's code is this general one; clients tell the case by the text
            throw new ApiError(404, "InvalidParameter", "The specified VServerGroupId does not exist.");
        }
        return found;
    }
}
