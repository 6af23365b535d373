package io.ecslifeguard.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lets a JVM note what the packaged service loads, as the image for a JVM does while it is built. */
final class Training {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Since Java 25 a cache holds profiles and linked classes as well. */
    private static final int WITH_CACHES = 25;

    private Training() {}

    /** Runs it once, and gives the option that makes use of what came of it. */
    static String option(Path directory, List<String> service) {
        var caches = Runtime.version().feature() >= WITH_CACHES;
        var file = directory.resolve(caches ? "service.aot" : "service.jsa").toAbsolutePath();
        var command = new ArrayList<>(service);
        command.add(1, (caches ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
        command.add("--training-run");
        try (var run = Child.start(directory.resolve("training.log"), command, Map.of())) {
            run.awaitEnd(PATIENCE);
        }
        return (caches ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
    }
}
