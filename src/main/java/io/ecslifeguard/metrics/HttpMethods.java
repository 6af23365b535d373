package io.ecslifeguard.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Set;

/** Whoever sends a request chooses its method, and each would begin meters of its own. */
@Singleton
class HttpMethods implements MeterFilter {

    private static final String METHOD = "method";
    private static final Tag OTHER = Tag.of(METHOD, "OTHER");
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("http.server.")) {
            return id;
        }
        var method = id.getTag(METHOD);
        return method == null || KNOWN.contains(method) ? id : id.replaceTags(replaced(id));
    }

    private static Iterable<Tag> replaced(Meter.Id id) {
        return id.getTags().stream()
                .map(tag -> tag.getKey().equals(METHOD) ? OTHER : tag)
                .toList();
    }
}
