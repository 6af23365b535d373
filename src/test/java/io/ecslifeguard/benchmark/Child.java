package io.ecslifeguard.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A process that ends with this one, however this one ends; what it says goes to a file. */
final class Child implements AutoCloseable {

    // The program takes the shell's place. The watcher reads from this JVM, and gets its answer when the JVM is gone.
    private static final String WATCHED = """
        ( ( read -r line <&3 && exit
            kill -KILL $$ ) & ) 3<&0
        exec "$@" </dev/null
        """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final Instant startedAt = Instant.now();

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a program with nothing in its environment but this. */
    static Child start(Path log, List<String> program, Map<String, String> environment) {
        try {
            Files.createDirectories(log.getParent());
            var command = new ArrayList<>(
                    List.of("sh", "-c", WATCHED, log.getFileName().toString()));
            command.addAll(program);
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            var path = System.getenv("PATH");
            builder.environment().clear();
            builder.environment().put("PATH", path);
            builder.environment().putAll(environment);
            return new Child(builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    long pid() {
        return process.pid();
    }

    Instant startedAt() {
        return startedAt;
    }

    /** Waits until it says so. */
    MatchResult awaitLine(String regex) {
        return awaitLine(regex, PATIENCE);
    }

    MatchResult awaitLine(String regex, Duration patience) {
        var pattern = Pattern.compile(regex);
        var deadline = Instant.now().plus(patience);
        while (true) {
            var ended = !process.isAlive();
            var said = said();
            var matcher = pattern.matcher(said);
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
            if (ended || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("'" + regex + "' was not said in " + log + ", but: " + said.strip());
            }
            Pause.millis(10);
        }
    }

    /** Waits until it ends by itself, and well. */
    void awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(log + " should have ended well, but: " + said().strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What the lines say that it has complained about. */
    Optional<String> complaint() {
        return said().lines()
                .filter(line -> line.contains("\"level\":\"ERROR\""))
                .findFirst();
    }

    @Override
    public void close() {
        tellWatcher();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** That the end is wanted, so that it kills nobody who gets the same process id. */
    private void tellWatcher() {
        try (var out = process.getOutputStream()) {
            out.write('\n');
        } catch (IOException gone) {
            // With the process.
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
