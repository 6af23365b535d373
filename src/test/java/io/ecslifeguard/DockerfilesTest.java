package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfilesTest {

    private static final Path DIRECTORY = Path.of("src/main/docker");
    private static final String NATIVE = "Dockerfile.native-micro";
    private static final String JVM = "Dockerfile.jvm";

    @ParameterizedTest
    @ValueSource(strings = {NATIVE, JVM})
    void runAsNobodyAndWithoutAShell(String file) throws IOException {
        // When
        var lines = lines(file);

        // Then
        assertThat(lines).contains("USER 1001", "EXPOSE 8080 9000");
        assertThat(lines).noneMatch(line -> line.startsWith("CMD ") || line.startsWith("ADD "));
        assertThat(lines).filteredOn(line -> line.startsWith("RUN ")).hasSize(file.equals(JVM) ? 1 : 0);
        assertThat(lines.get(lines.size() - 1)).startsWith("ENTRYPOINT ");
        assertThat(program(lines, "ENTRYPOINT")).isNotEmpty();
    }

    @Test
    void trainTheJvmThatTheyRun() throws IOException {
        // When
        var lines = lines(JVM);

        // Then
        var trained = program(lines, "RUN");
        var cache = "/work/app.aot";
        var compiler = "-XX:TieredStopAtLevel=1";
        var collector = "-XX:+UseSerialGC";
        assertThat(trained)
                .startsWith("java")
                .contains("-XX:AOTCacheOutput=" + cache, compiler, collector)
                .endsWith("-jar", "/work/quarkus-run.jar", TrainingRun.ARGUMENT);
        assertThat(program(lines, "ENTRYPOINT"))
                .startsWith("java")
                .contains("-XX:AOTCache=" + cache, compiler, collector)
                .endsWith("-jar", "/work/quarkus-run.jar");
    }

    @Test
    void areSentWhatTheyCopyAndNothingElse() throws IOException {
        // When
        var sent = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        // Then
        var copied = Stream.concat(lines(NATIVE).stream(), lines(JVM).stream())
                .filter(line -> line.startsWith("COPY "))
                .map(line -> line.split(" "))
                .map(words -> "!" + words[words.length - 2])
                .toList();
        assertThat(sent).first().isEqualTo("*");
        assertThat(sent.subList(1, sent.size())).containsExactlyInAnyOrderElementsOf(copied);
    }

    /** What an instruction runs, given as JSON so that no shell is needed. */
    private static List<String> program(List<String> lines, String instruction) {
        var given = lines.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .findFirst()
                .orElseThrow();
        return new JsonArray(given.substring(instruction.length()))
                .stream().map(String.class::cast).toList();
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(DIRECTORY.resolve(file)).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }
}
