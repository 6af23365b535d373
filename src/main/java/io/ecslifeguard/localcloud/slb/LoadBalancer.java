package io.ecslifeguard.localcloud.slb;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A load balancer with its default group and its vServer groups. */
final class LoadBalancer {

    /** How many backends all its groups together can have. */
    static final int MOST_BACKENDS = 200;

    final String id;
    final String name;
    final String address;
    final Instant created;
    final List<Integer> listeners;
    final Map<String, String> tags;
    final VServerGroup defaultGroup;
    final Map<String, VServerGroup> groups = new LinkedHashMap<>();
    /** Until when it refuses changes, since one is being made. */
    Instant configuringUntil = Instant.MIN;

    LoadBalancer(
            String id,
            String name,
            String address,
            Instant created,
            List<Integer> listeners,
            Map<String, String> tags) {
        this.id = id;
        this.name = name;
        this.address = address;
        this.created = created;
        this.listeners = List.copyOf(listeners);
        this.tags = new LinkedHashMap<>(tags);
        this.defaultGroup = new VServerGroup(id, "default", this, created);
    }

    int backends() {
        return defaultGroup.backends().size()
                + groups.values().stream()
                        .mapToInt(group -> group.backends().size())
                        .sum();
    }

    boolean hasServer(String serverId, boolean inGroupsToo) {
        return defaultGroup.hasServer(serverId)
                || inGroupsToo && groups.values().stream().anyMatch(group -> group.hasServer(serverId));
    }
}
