package io.ecslifeguard.decode;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The message bodies under {@code events}, and what is expected of each. */
final class Fixtures {

    static final String MESSAGE_ID = "M-1";

    private static final Path FOLDER = Path.of("src/test/resources/events");
    private static final String EXPECTATIONS = "expectations.csv";

    private Fixtures() {}

    /** One line of the expectations; what is not there is empty. */
    record Expectation(
            String file,
            String kind,
            String name,
            String key,
            String instance,
            String detail,
            String level,
            String account,
            String region,
            String occurredAt,
            String product,
            String envelope,
            String reason) {}

    static Stream<String> files() {
        return bodies().keySet().stream();
    }

    static Map<String, String> bodies() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith(EXPECTATIONS))
                    .collect(toMap(file -> file.getFileName().toString(), Fixtures::read, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String body(String file) {
        return read(FOLDER.resolve(file));
    }

    static Map<String, Expectation> expectations() {
        return read(FOLDER.resolve(EXPECTATIONS))
                .lines()
                .skip(1)
                .map(line -> line.split(";", -1))
                .map(cell -> new Expectation(
                        cell[0], cell[1], cell[2], cell[3], cell[4], cell[5], cell[6], cell[7], cell[8], cell[9],
                        cell[10], cell[11], cell[12]))
                .collect(toMap(Expectation::file, expectation -> expectation));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
