package io.ecslifeguard.localcloud.slb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A group of backend servers; the default group of a load balancer is one too, whose backends have no port. */
final class VServerGroup {

    final String id;
    final LoadBalancer loadBalancer;
    final Instant created;
    String name;
    private final Map<Backend.Key, Backend> backends = new LinkedHashMap<>();

    VServerGroup(String id, String name, LoadBalancer loadBalancer, Instant created) {
        this.id = id;
        this.name = name;
        this.loadBalancer = loadBalancer;
        this.created = created;
    }

    List<Backend> backends() {
        return new ArrayList<>(backends.values());
    }

    boolean has(Backend.Key key) {
        return backends.containsKey(key);
    }

    boolean hasServer(String serverId) {
        return backends.keySet().stream().anyMatch(key -> key.serverId().equals(serverId));
    }

    void put(Backend backend) {
        backends.put(backend.key(), backend);
    }

    /** Gives the backend of this key the weight; nothing where there is none. */
    void weigh(Backend wanted) {
        backends.computeIfPresent(wanted.key(), (key, is) -> is.weighing(wanted.weight(), wanted.description()));
    }

    void remove(Backend.Key key) {
        backends.remove(key);
    }

    void removeServer(String serverId) {
        backends.keySet().removeIf(key -> key.serverId().equals(serverId));
    }
}
