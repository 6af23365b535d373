package io.ecslifeguard.journal;

import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;

/** Whether it is said where PostgreSQL is. */
@ApplicationScoped
class DatabaseSettings implements Settings {

    private static final Pattern URL = Pattern.compile("postgresql://[^/\\s@]+/[^/\\s]+");
    private static final String EXAMPLE = "for example postgresql://postgres.example.internal:5432/lifeguard.";

    private final DatabaseConfig config;

    DatabaseSettings(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        if (config.url().isEmpty()) {
            return List.of("Set lifeguard.database.url (LIFEGUARD_DATABASE_URL): it is not said where PostgreSQL is; "
                    + EXAMPLE);
        }
        if (!URL.matcher(config.url().get()).matches()) {
            // Not repeated: somebody may have put a password into it.
            return List.of("Set lifeguard.database.url (LIFEGUARD_DATABASE_URL): it is not of the form "
                    + "postgresql://host:port/database without user and password; " + EXAMPLE);
        }
        return List.of();
    }
}
