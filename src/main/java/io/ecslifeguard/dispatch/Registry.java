package io.ecslifeguard.dispatch;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The reactions that this version knows, by their names. */
@ApplicationScoped
class Registry {

    private final Map<String, Reaction> byName = new TreeMap<>();

    Registry(@All List<Reaction> reactions) {
        for (var reaction : reactions) {
            if (byName.putIfAbsent(reaction.name(), reaction) != null) {
                throw new IllegalStateException("Two reactions are named " + reaction.name());
            }
        }
    }

    Set<String> names() {
        return byName.keySet();
    }

    Reaction named(String name) {
        return byName.get(name);
    }
}
