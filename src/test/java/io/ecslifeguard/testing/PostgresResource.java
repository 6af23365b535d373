package io.ecslifeguard.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Gives a {@code @QuarkusTest} a database of its own, with the schema: a test may ask before the service has migrated it. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var database = TestDatabase.fresh();
        var unused = Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
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
