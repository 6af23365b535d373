package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of the packaged service as a JVM can map them. It halves what a start costs, and the tests are mostly starts. Made
 * once for all of them, of a training run.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class Data Sharing</a>
 */
final class ClassArchive {

    private static final Path FILE = Path.of("target/service.jsa").toAbsolutePath();

    private ClassArchive() {}

    /** Options that make a JVM use it. The JVM goes on without where it cannot. */
    static List<String> options() {
        return Made.OPTIONS;
    }

    /** Whoever asks first makes it, and the others wait. */
    private static final class Made {

        static final List<String> OPTIONS = make();
    }

    private static List<String> make() {
        try {
            Files.deleteIfExists(FILE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        try (var training = ServiceProcess.training("-XX:ArchiveClassesAtExit=" + FILE)) {
            assertThat(training.exit()).as(training.output()).isZero();
        }
        return List.of("-XX:SharedArchiveFile=" + FILE);
    }
}
