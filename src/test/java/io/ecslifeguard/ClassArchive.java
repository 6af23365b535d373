package io.ecslifeguard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The classes of the packaged service as a JVM can map them. It nearly halves what a start costs, and the tests are mostly
 * starts. Made once for all of them, of what a start loads where neither a database nor a cloud is there.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class Data Sharing</a>
 */
final class ClassArchive {

    private static final Path FILE = Path.of("target/service.jsa").toAbsolutePath();
    private static final String NOWHERE = "127.0.0.1:1";

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
        var settings = Map.of(
                "LIFEGUARD_DATABASE_URL", "postgresql://" + NOWHERE + "/none",
                "LIFEGUARD_DATABASE_USERNAME", "nobody",
                "LIFEGUARD_DATABASE_PASSWORD", "none",
                "LIFEGUARD_QUEUE_ENDPOINT", "http://" + NOWHERE,
                "LIFEGUARD_QUEUE_NAMES", "none",
                "LIFEGUARD_CLOUD_REGION", "cn-hangzhou",
                "LIFEGUARD_CLOUD_ECS_ENDPOINT", "http://" + NOWHERE,
                "LIFEGUARD_CLOUD_SLB_ENDPOINT", "http://" + NOWHERE,
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "test",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test");
        try {
            Files.deleteIfExists(FILE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        try (var service = ServiceProcess.startWith(List.of("-XX:ArchiveClassesAtExit=" + FILE), settings)) {
            var unused = service.awaitLine("Listening on");
            service.terminate();
            var ended = service.exit();
        }
        return List.of("-XX:SharedArchiveFile=" + FILE);
    }
}
