package io.ecslifeguard.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What it ran on: figures of another machine are other figures. */
final class Machine {

    private Machine() {}

    static String describe(Options options) {
        try {
            Files.createDirectories(Stage.DIRECTORY);
            return "%d cores (%s), %s MB of memory, Linux %s, %s on disk, Java %s; the service: `%s`; PostgreSQL %s"
                    .formatted(
                            Runtime.getRuntime().availableProcessors(),
                            field("/proc/cpuinfo", "model name"),
                            Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "")) / 1024,
                            System.getProperty("os.version"),
                            Files.getFileStore(Stage.DIRECTORY).type(),
                            System.getProperty("java.version"),
                            service(options),
                            options.postgres().isEmpty() ? "as it comes" : "with " + options.postgres());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String field(String file, String name) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static String service(Options options) {
        var executable = options.executable();
        return executable.isEmpty() ? "java " + String.join(" ", options.java()) : String.join(" ", executable);
    }
}
