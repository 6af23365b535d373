package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.InstanceCopy;
import io.ecslifeguard.cloud.LaunchTemplate;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From what the orders of a generation are made, kept so that it stays the same when the instance is gone.
 *
 * @param tags of the interrupted instance, for a template; a copy has its own
 */
@RegisterForReflection(registerFullHierarchy = true)
record Source(Optional<LaunchTemplate> template, Optional<InstanceCopy> copy, Map<String, String> tags) {

    Source {
        tags = new TreeMap<>(tags);
    }

    /** What a copy lacks, as an addition to a note. */
    String missing() {
        return copy.map(InstanceCopy::missing)
                .filter(all -> !all.isEmpty())
                .map(all -> " What it lacks: " + String.join(" ", all))
                .orElse("");
    }
}
