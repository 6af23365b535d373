package io.ecslifeguard.journal;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where PostgreSQL is. The reactive client and the migrations both take it from here. */
@ConfigMapping(prefix = "lifeguard.database")
public interface DatabaseConfig {

    /** Host, port and database, such as {@code postgresql://postgres.example.internal:5432/lifeguard}. */
    Optional<String> url();

    /** The role that owns the schema; it is created and migrated by the service itself. */
    Optional<String> username();

    /** That role's password; not needed where the server trusts the client otherwise. */
    Optional<String> password();
}
