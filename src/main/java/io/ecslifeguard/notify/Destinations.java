package io.ecslifeguard.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The destinations that are set, by their names. */
@ApplicationScoped
class Destinations {

    private final NotifyConfig config;
    private volatile Map<String, Destination> byName;

    Destinations(NotifyConfig config) {
        this.config = config;
    }

    /** All of them; not read before they are asked for, when the settings have been found to make sense. */
    Map<String, Destination> all() {
        var known = byName;
        if (known == null) {
            known = new TreeMap<>();
            for (var entry : config.webhooks().entrySet()) {
                known.put(entry.getKey(), Destination.of(entry.getKey(), entry.getValue(), config));
            }
            byName = known;
        }
        return known;
    }

    /** Those that hear of notices of this kind. */
    List<Destination> hearingOf(String kind) {
        return all().values().stream()
                .filter(destination -> destination.hearsOf(kind))
                .toList();
    }
}
