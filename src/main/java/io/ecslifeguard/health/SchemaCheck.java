package io.ecslifeguard.health;

import io.ecslifeguard.journal.Schema;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started when the schema is migrated. */
@Startup
@ApplicationScoped
class SchemaCheck implements AsyncHealthCheck {

    private final Schema schema;

    SchemaCheck(Schema schema) {
        this.schema = schema;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> find(schema.problem()).as("schema"));
    }

    static Finding find(Optional<String> problem) {
        return new Finding(
                problem.map(why -> why + "; it is tried again by itself. lifeguard.database.url"
                        + " (LIFEGUARD_DATABASE_URL) says where PostgreSQL is"),
                Map.of());
    }
}
