package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged application as a process of its own, told everything by environment variables: the native executable, where
 * one was built.
 */
final class ServiceProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    /** Set by the profile {@code native}. */
    private static final Optional<String> EXECUTABLE = Optional.ofNullable(System.getProperty("native.image.path"));

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern MANAGEMENT =
            Pattern.compile("Management interface listening on (http://[\\w.]+:[0-9]+)");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Longer than any time-out within a check. */
    private static final Duration PROBE = Duration.ofSeconds(10);

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ServiceProcess(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(Files.createTempDirectory("ecs-lifeguard-").toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        // No profile of whoever runs the tests, and no service that gives keys to machines.
        builder.environment().put("HOME", builder.directory().toString());
        builder.environment().put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
        builder.environment().putAll(environment);
        process = builder.start();
        reader = new Thread(this::read, "service-output");
        reader.setDaemon(true);
        reader.start();
    }

    static ServiceProcess start(Map<String, String> environment, String... arguments) {
        return start(List.of(), environment, arguments);
    }

    /** @param properties as {@code -Dname=value}, which a JVM and an executable take alike */
    static ServiceProcess start(List<String> properties, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<String>();
        if (EXECUTABLE.isPresent()) {
            command.addAll(List.of(EXECUTABLE.get(), "-Xmx256m"));
            command.addAll(properties);
        } else {
            command.addAll(java(Stream.concat(ClassArchive.options().stream(), properties.stream())
                    .toList()));
        }
        command.addAll(List.of(arguments));
        return run(command, environment);
    }

    /** Starts a training run on a JVM with such an option. */
    static ServiceProcess training(String option) {
        var command = new ArrayList<>(java(List.of(option)));
        command.add(TrainingRun.ARGUMENT);
        return run(command, Map.of());
    }

    private static ServiceProcess run(List<String> command, Map<String, String> environment) {
        try {
            return new ServiceProcess(command, environment);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> java(List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        // The tests start it often: quick to start, and not to run.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-jar"));
        command.add(JAR.toAbsolutePath().toString());
        return command;
    }

    /** Starts it and waits until it listens. */
    static ServiceProcess started(Map<String, String> environment) {
        var service = start(environment);
        var unused = service.awaitLine("Listening on");
        return service;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    String output() {
        return String.join("\n", lines);
    }

    /** Lines that show a stack trace, as text or within JSON. */
    List<String> stackTraces() {
        return lines.stream().filter(ServiceProcess::showsAStackTrace).toList();
    }

    static boolean showsAStackTrace(String line) {
        return line.contains("\tat ") || line.contains("\\tat ");
    }

    /** The first line that contains {@code text}. */
    String awaitLine(String text) {
        await().atMost(PATIENCE)
                .failFast(() -> assertThat(process.isAlive() || said(text))
                        .as("it lives until it says %s, and not only:%n%s", text, output())
                        .isTrue())
                .until(() -> said(text));
        return lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    /** The body of a probe such as {@code started} or {@code group/queue}. */
    String health(String probe) {
        var matcher = MANAGEMENT.matcher(awaitLine("Management interface listening on"));
        assertThat(matcher.find()).isTrue();
        var url = matcher.group(1).replace("0.0.0.0", "127.0.0.1") + "/q/health/" + probe;
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(PROBE).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** How long it has kept processors busy. */
    Duration work() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The most memory that it has had, in MiB. */
    long peakMemory() {
        try (var status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            var peak =
                    status.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
            return Long.parseLong(peak.replaceAll("\\D", "")) / 1024;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        var unused = exit();
    }

    /** As Kubernetes ends a pod: SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end, and gives the exit code. */
    int exit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the process has ended")
                    .isTrue();
            reader.join(PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private boolean said(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    private void read() {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            // With the process.
        }
    }
}
