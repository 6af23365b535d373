package io.ecslifeguard.dev;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The local cloud as a process beside the service, as the real one is: it keeps its state when the service reloads. */
final class LocalCloudProcess {
    private static final String MAIN = "io.ecslifeguard.localcloud.LocalCloudMain";
    private static final String PORT = "lifeguard.localcloud.port";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final int port;
    private final Path log;

    private LocalCloudProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it, with its log in the directory; {@link #awaitReady()} waits until it listens. */
    static LocalCloudProcess launch(Path directory) throws IOException {
        var port = port();
        Files.createDirectories(directory);
        var arguments = directory.resolve("local-cloud.args");
        Files.writeString(arguments, "-cp\n\"" + classPath().replace("\\", "\\\\") + "\"\n" + MAIN + "\n");
        var log = directory.resolve("local-cloud.log");
        var command = new ArrayList<>(Command.ownSession());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "@" + arguments,
                "--port",
                Integer.toString(port),
                "--fleet",
                "demo",
                "--exit-with-stdin"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new LocalCloudProcess(process, port, log);
    }

    private static int port() throws IOException {
        var setting = DevServices.value(PORT);
        var port = setting == null ? 4880 : Integer.parseInt(setting);
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return port;
        } catch (IOException e) {
            throw new IOException(
                    "Port %d on 127.0.0.1, where the local cloud is to listen, is taken (%s): end what listens there, or choose another port with -D%s=4881."
                            .formatted(port, e.getMessage(), PORT),
                    e);
        }
    }

    /**
     * {@code java.class.path} names only Quarkus' own bootstrap, and the application's jars are known to its class loader
     * alone: whatever has a manifest is one of them.
     */
    private static String classPath() throws IOException {
        var loader = DevServices.class.getClassLoader();
        var entries = new LinkedHashSet<String>();
        var main = MAIN.replace('.', '/') + ".class";
        var classes = loader.getResource(main);
        if (classes == null) {
            throw new IOException(
                    "The class " + MAIN + " is missing: build the project anew with ./mvnw clean compile.");
        }
        entries.add(entry(classes, main));
        for (var manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
            entries.add(entry(manifest, "META-INF/MANIFEST.MF"));
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String entry(URL resource, String name) {
        var url = resource.toString();
        var location = url.substring(url.startsWith("jar:") ? "jar:".length() : 0, url.length() - name.length());
        return Path.of(URI.create(location.replaceAll("!/$", ""))).toString();
    }

    /** Waits until it answers. */
    void awaitReady() throws IOException {
        var deadline = Instant.now().plus(START_LIMIT);
        while (process.isAlive() && Instant.now().isBefore(deadline)) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1000);
                return;
            } catch (IOException e) {
                Command.pause();
            }
        }
        process.destroyForcibly();
        throw new IOException("The local cloud does not start on port " + port + ": "
                + Files.readString(log).strip());
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What the service is told of it: where it is, and keys that only it accepts. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("alibabacloud.accessKeyId", "test");
        settings.put("alibabacloud.accessKeySecret", "test");
        settings.put("lifeguard.queue.names", "ecs-events");
        settings.put("lifeguard.cloud.region", "cn-hangzhou");
        settings.put("lifeguard.cloud.ecs-endpoint", url());
        settings.put("lifeguard.cloud.slb-endpoint", url());
        settings.put("lifeguard.restart.selection", "all");
        settings.put("lifeguard.queue.endpoint", url());
        return settings;
    }
}
