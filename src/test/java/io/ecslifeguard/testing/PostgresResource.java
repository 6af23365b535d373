package io.ecslifeguard.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives a {@code @QuarkusTest} a database of its own. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var database = TestDatabase.fresh();
        return Map.of(
                "lifeguard.database.url", database.url(),
                "lifeguard.database.username", database.username(),
                "lifeguard.database.password", database.password());
    }

    @Override
    public void stop() {
        // The server is shared, and ends with the JVM.
    }
}
