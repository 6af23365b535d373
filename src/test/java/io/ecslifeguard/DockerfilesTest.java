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
        assertThat(lines)
                .noneMatch(line -> line.startsWith("RUN ") || line.startsWith("CMD ") || line.startsWith("ADD "));
        var entrypoint = lines.get(lines.size() - 1);
        assertThat(entrypoint).startsWith("ENTRYPOINT [");
        assertThat(new JsonArray(entrypoint.substring("ENTRYPOINT ".length()))).isNotEmpty();
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

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(DIRECTORY.resolve(file)).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }
}
