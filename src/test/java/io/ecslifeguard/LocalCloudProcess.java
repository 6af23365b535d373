package io.ecslifeguard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A local cloud without instances as a process of its own; it ends with this one. */
final class LocalCloudProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("listens on (http://127[.0-9]+:[0-9]+)");

    private final Process process;
    private final String url;

    private LocalCloudProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it, and waits until it listens. */
    static LocalCloudProcess started() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As the services beside it: quick to start, and no load.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        // not out of the package, which may be an executable
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.ecslifeguard.localcloud.LocalCloudMain", "--port", "0", "--fleet", "none"));
        command.add("--exit-with-stdin");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new LocalCloudProcess(process, url(process));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String url(Process process) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            var matcher = LISTENS.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new IllegalStateException("The local cloud does not start: " + String.join("\n", said));
    }
}
