package io.ecslifeguard.localcloud.ecs;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All instances that exist, the newest first as DescribeInstances lists them. */
final class Instances {

    private final Map<String, Instance> byId = new HashMap<>();
    private final NavigableMap<Long, Instance> byNumber = new TreeMap<>((a, b) -> Long.compare(b, a));
    private long last;

    long nextNumber() {
        return ++last;
    }

    void add(Instance instance) {
        byId.put(instance.id, instance);
        byNumber.put(instance.number, instance);
    }

    void remove(Instance instance) {
        byId.remove(instance.id);
        byNumber.remove(instance.number);
    }

    int size() {
        return byId.size();
    }

    Optional<Instance> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** By id, or by name where only one has it. */
    Optional<Instance> named(String idOrName) {
        var found = find(idOrName);
        if (found.isPresent()) {
            return found;
        }
        var named = byNumber.values().stream()
                .filter(instance -> instance.name.equals(idOrName))
                .limit(2)
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    Collection<Instance> newestFirst() {
        return byNumber.values();
    }

    /** Those that are listed after the instance of this number, which need not exist any more. */
    Collection<Instance> after(long number) {
        return byNumber.tailMap(number, false).values();
    }
}
