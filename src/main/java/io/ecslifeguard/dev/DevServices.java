package io.ecslifeguard.dev;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * What {@code quarkus:dev} starts before the service: an embedded PostgreSQL and the local cloud, each unless the
 * developer has configured another. They outlive a live reload, and end with the JVM.
 */
public final class DevServices {
    private static final String DATABASE = "lifeguard.database.url";
    private static final String QUEUE = "lifeguard.queue.endpoint";
    /** Set where the local cloud is the one that was started here. */
    static final String LOCAL_CLOUD = "lifeguard.dev.local-cloud";

    private static final String STARTED = "lifeguard.dev.started";
    private static final Path DIRECTORY = Path.of("target", "dev");

    private DevServices() {}

    /** Starts what is not there, and tells the service by system properties where it is. */
    public static void start() {
        endWithMaven();
        try {
            var cloud = configured(QUEUE) ? null : LocalCloudProcess.launch(DIRECTORY);
            if (!configured(DATABASE)) {
                var postgres = EmbeddedPostgres.keeping(DIRECTORY.resolve("postgres"), Map.of("fsync", "off"));
                System.setProperty("lifeguard.database.username", EmbeddedPostgres.USER);
                System.setProperty("lifeguard.database.password", EmbeddedPostgres.USER);
                System.setProperty(DATABASE, postgres.reactiveUrl("postgres"));
            }
            if (cloud != null) {
                cloud.awaitReady();
                cloud.settings().forEach(DevServices::setUnlessConfigured);
                System.setProperty(LOCAL_CLOUD, cloud.url());
            }
        } catch (IOException | RuntimeException e) {
            // A stack trace would hide the sentence, and without these there is nothing to reload.
            System.err.println("\n" + e.getMessage() + "\n");
            System.exit(1);
        }
    }

    /** Quarkus ends with Maven where Maven ends well; killed, it would leave the service behind, and this with it. */
    private static void endWithMaven() {
        if (System.getProperty(STARTED) == null) {
            System.setProperty(STARTED, "true");
            ProcessHandle.current()
                    .parent()
                    .ifPresent(maven ->
                            maven.onExit().thenRun(() -> Runtime.getRuntime().exit(1)));
        }
    }

    private static void setUnlessConfigured(String name, String value) {
        if (!configured(name)) {
            System.setProperty(name, value);
        }
    }

    /** Whether the developer has set it, by system property, environment or {@code .env}; Quarkus is not up yet. */
    static boolean configured(String name) {
        return value(name) != null;
    }

    static String value(String name) {
        var variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        var value = System.getProperty(name, System.getenv(variable));
        if (value != null) {
            return value;
        }
        var file = Path.of(".env");
        var settings = new Properties();
        if (Files.exists(file)) {
            try (var reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
                settings.load(reader);
            } catch (IOException e) {
                throw new IllegalStateException("Cannot read " + file.toAbsolutePath() + ": " + e.getMessage(), e);
            }
        }
        return settings.getProperty(variable, settings.getProperty(name));
    }
}
