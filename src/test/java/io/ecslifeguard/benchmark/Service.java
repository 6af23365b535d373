package io.ecslifeguard.benchmark;

import io.ecslifeguard.dev.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged service as a process. */
final class Service implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Child process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Service(Child process) {
        this.process = process;
    }

    static Service start(Path log, List<String> program, Map<String, String> environment) {
        return new Service(Child.start(log, program, environment));
    }

    /** What starts it: an executable, or a JVM that has been trained as that of the image is. */
    static List<String> program(Options options) {
        return options.executable().isEmpty() ? onAJvm(options) : options.executable();
    }

    private static List<String> onAJvm(Options options) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: package the service first");
        }
        var command = new ArrayList<>(List.of(Child.java()));
        command.addAll(options.java());
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        command.add(1, Training.option(Stage.DIRECTORY, command));
        return command;
    }

    /** Where everything is, and nothing else than the defaults. */
    static Map<String, String> environment(String cloud, String database) {
        var settings = new HashMap<String, String>();
        settings.put("HOME", Stage.DIRECTORY.toAbsolutePath().toString());
        settings.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
        settings.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "test");
        settings.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test");
        settings.put("QUARKUS_HTTP_PORT", "0");
        settings.put("QUARKUS_MANAGEMENT_PORT", "0");
        // one client asks as fast as it is answered
        settings.put("LIFEGUARD_API_REQUESTS_PER_SECOND", "100000");
        settings.put("LIFEGUARD_API_BURST", "100000");
        settings.put("LIFEGUARD_QUEUE_ENDPOINT", cloud);
        settings.put("LIFEGUARD_QUEUE_NAMES", Smq.QUEUE);
        settings.put("LIFEGUARD_CLOUD_REGION", "cn-hangzhou");
        settings.put("LIFEGUARD_CLOUD_ECS_ENDPOINT", cloud);
        settings.put("LIFEGUARD_CLOUD_SLB_ENDPOINT", cloud);
        settings.put("LIFEGUARD_DATABASE_URL", database);
        settings.put("LIFEGUARD_DATABASE_USERNAME", EmbeddedPostgres.USER);
        settings.put("LIFEGUARD_DATABASE_PASSWORD", EmbeddedPostgres.USER);
        return settings;
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it listens, and gives the time since the process was started. */
    Duration awaitListening() {
        var unused = process.awaitLine("Management interface listening on");
        return Duration.between(process.startedAt(), Instant.now());
    }

    /** Waits until the readiness probe is up, and gives the time since the process was started. */
    Duration awaitReady() {
        var port = process.awaitLine("Management interface listening on http://[0-9.]+:([0-9]+)")
                .group(1);
        var probe = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        while (status(probe) != 200) {
            if (Duration.between(process.startedAt(), Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("The service is not ready after " + PATIENCE);
            }
            Pause.millis(20);
        }
        return Duration.between(process.startedAt(), Instant.now());
    }

    /** Where the API answers. */
    URI api() {
        var port = process.awaitLine("Listening on: http://[0-9.]+:([0-9]+)").group(1);
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Fails where the service has complained: its figures would not be those of a service that works. */
    void check() {
        process.complaint().ifPresent(line -> {
            throw new IllegalStateException("The service says: " + line);
        });
    }

    @Override
    public void close() {
        process.close();
    }

    private int status(URI uri) {
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
