package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** Brings the database to this version's schema, and waits for a database that is not there yet. */
@ApplicationScoped
public class Schema {

    /** What {@link #FOUND} gives of a database in which exactly this version's scripts were run. */
    static final String CURRENT = "f13e3a172351433257519642cc6c2a7e2ba79273af4eb69b7f4c6377e428498f";

    /** Of the table in which Flyway keeps which scripts were run. */
    static final String FOUND = """
            select encode(sha256(convert_to(
                string_agg(concat_ws(' ', version, checksum, success), ', ' order by installed_rank), 'UTF8')), 'hex'),
                max(version::numeric)::text
            from flyway_schema_history
            """;

    private static final Logger LOG = Logger.getLogger(Schema.class);

    private final Database database;
    private final Instance<Flyway> flyway;
    private volatile String state = "The schema has not been migrated yet";
    private volatile boolean migrated;

    Schema(Database database, Instance<Flyway> flyway) {
        this.database = database;
        this.flyway = flyway;
    }

    /** Migrates, again and again until it succeeds; replicas that start together wait for each other. */
    public Uni<Void> migrate() {
        return versionInPlace()
                .chain(version -> version.isPresent() ? Uni.createFrom().item(version.get()) : migratedByFlyway())
                .onFailure()
                .invoke(this::remember)
                // A database that starts later than the service is no reason to die: the startup probe tells the
                // reason.
                .onFailure()
                .retry()
                .withBackOff(Duration.ofSeconds(1), Duration.ofSeconds(10))
                .indefinitely()
                .invoke(version -> {
                    LOG.infof("The journal's schema is at version %s", version);
                    migrated = true;
                })
                .replaceWithVoid();
    }

    /** Why the schema is not ready, or empty when it is. */
    public Optional<String> problem() {
        return migrated ? Optional.empty() : Optional.of(state);
    }

    /**
     * The version of a schema with which Flyway would find nothing to do, which it takes ten times as long to see: nearly every
     * start is of a version that has run before.
     */
    private Uni<Optional<String>> versionInPlace() {
        return database.run(FOUND, Tuple.tuple())
                .map(rows -> rows.iterator().next())
                .map(found ->
                        Optional.ofNullable(found.getString(1)).filter(version -> CURRENT.equals(found.getString(0))))
                // There is no such table in a new database, and what else PostgreSQL says is Flyway's to tell.
                .onFailure(PgException.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<String> migratedByFlyway() {
        return Uni.createFrom()
                .item(() -> flyway.get().migrate())
                // Flyway speaks JDBC and blocks.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                // There is no target where nothing was to be done.
                .map(result -> Optional.ofNullable(result.targetSchemaVersion).orElse(result.initialSchemaVersion));
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
