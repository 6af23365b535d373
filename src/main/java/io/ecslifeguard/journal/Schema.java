package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** Brings the database to this version's schema, and waits for a database that is not there yet. */
@ApplicationScoped
public class Schema {

    private static final Logger LOG = Logger.getLogger(Schema.class);

    private final Flyway flyway;
    private volatile String state = "The schema has not been migrated yet";
    private volatile boolean migrated;

    Schema(Flyway flyway) {
        this.flyway = flyway;
    }

    /** Migrates, again and again until it succeeds; replicas that start together wait for each other. */
    public Uni<Void> migrate() {
        return Uni.createFrom()
                .item(this::migrateNow)
                // Flyway speaks JDBC and blocks.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(this::remember)
                // A database that starts later than the service is no reason to die: the startup probe tells the
                // reason.
                .onFailure()
                .retry()
                .withBackOff(Duration.ofSeconds(1), Duration.ofSeconds(10))
                .indefinitely();
    }

    /** Why the schema is not ready, or empty when it is. */
    public Optional<String> problem() {
        return migrated ? Optional.empty() : Optional.of(state);
    }

    private Void migrateNow() {
        var result = flyway.migrate();
        // There is no target where nothing was to be done.
        var version = Optional.ofNullable(result.targetSchemaVersion).orElse(result.initialSchemaVersion);
        LOG.infof("The journal's schema is at version %s", version);
        migrated = true;
        return null;
    }

    private void remember(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        state = "The schema cannot be migrated: " + root.getMessage();
        LOG.warnf("%s. Trying again; lifeguard.database.url (LIFEGUARD_DATABASE_URL) says where PostgreSQL is", state);
    }
}
