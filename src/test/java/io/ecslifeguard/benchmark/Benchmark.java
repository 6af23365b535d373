package io.ecslifeguard.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs the parts that are asked for one after the other, prints their tables, and keeps them in {@code target/benchmark}. */
final class Benchmark {

    private Benchmark() {}

    public static void main(String[] arguments) throws IOException {
        endWithMaven();
        var options = Options.of(arguments);
        var compare = options.compare();
        if (compare.size() == 2) {
            print(Results.read(compare.get(1)).ratioTo(Results.read(compare.get(0))));
            return;
        }
        var results = measure(options);
        for (var before : compare) {
            print(results.ratioTo(Results.read(before)));
        }
        System.exit(0);
    }

    private static Results measure(Options options) throws IOException {
        Files.createDirectories(Stage.DIRECTORY);
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        var file = Stage.DIRECTORY.resolve(at.replace(":", "") + ".json");
        var tables = new ArrayList<Table>();
        var results = new Results(at, Machine.describe(options), tables);
        System.out.println(results.heading());
        for (var name : options.parts()) {
            for (var table : measure(name, options)) {
                System.out.println(table.markdown());
                tables.add(table);
            }
            results.write(file);
        }
        var markdown = Path.of(file.toString().replace(".json", ".md"));
        Files.writeString(markdown, results.markdown());
        System.out.println(
                "\nKept as " + file + " (to compare with: -Dbenchmark.compare=" + file + ") and " + markdown);
        return results;
    }

    private static List<Table> measure(String name, Options options) {
        var stage = Stage.set(options);
        // However this ends, nothing is left behind.
        var end = new Thread(stage::close, "end");
        Runtime.getRuntime().addShutdownHook(end);
        try (stage) {
            return part(name, stage, options).measure();
        } finally {
            forget(end);
        }
    }

    private static Part part(String name, Stage stage, Options options) {
        return switch (name) {
            case "intake" -> new IntakePart(stage, options);
            case "shapes" -> new ShapesPart(stage, options);
            case "reaction" -> new ReactionPart(stage, options);
            case "growth" -> new GrowthPart(stage, options);
            case "rest" -> new RestPart(stage, options);
            default -> throw new IllegalArgumentException("There is no part " + name);
        };
    }

    private static void forget(Thread hook) {
        try {
            var unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endsAlready) {
            // It is the hook that ends it.
        }
    }

    private static void print(Results results) {
        System.out.println(results.markdown());
    }

    /** A Maven that was killed cannot end what it has started. */
    private static void endWithMaven() {
        ProcessHandle.current()
                .parent()
                .ifPresent(maven ->
                        maven.onExit().thenRun(() -> Runtime.getRuntime().exit(1)));
    }
}
