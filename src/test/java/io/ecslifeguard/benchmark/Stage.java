package io.ecslifeguard.benchmark;

import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.testing.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What surrounds the service: PostgreSQL, the local cloud, and whatever else runs for a while. Nothing outlives it. */
final class Stage implements AutoCloseable {

    static final Path DIRECTORY = Path.of("target", "benchmark");

    private static final Path DATA = DIRECTORY.resolve("postgres");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Options options;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final EmbeddedPostgres postgres;
    private List<String> program = List.of();
    private Child cloud;
    private String cloudUrl;

    private Stage(Options options) {
        this.options = options;
        delete(DATA);
        postgres = EmbeddedPostgres.keeping(DATA, postgresSettings(options));
        running.push(postgres);
    }

    static Stage set(Options options) {
        return new Stage(options);
    }

    /** As PostgreSQL comes, and so with what makes a commit last; and with the times of commits, to read them. */
    private static Map<String, String> postgresSettings(Options options) {
        var settings = new HashMap<String, String>();
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("track_commit_timestamp", "on");
        settings.putAll(options.postgres());
        return settings;
    }

    /** An empty database. */
    Ledger database() {
        var name = "benchmark_" + NUMBER.incrementAndGet();
        postgres.createDatabase(name);
        return new Ledger(postgres.jdbcUrl(name), postgres.reactiveUrl(name));
    }

    /** A local cloud with so many instances; the one before it ends. */
    Console cloud(int fleet) {
        end(cloud);
        var command = new ArrayList<>(List.of(Child.java(), "-Xmx3g", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.ecslifeguard.localcloud.LocalCloudMain", "--port", "0", "--state-delay", "0.2"));
        // what is sent faster than it is taken
        command.addAll(List.of("--messages", "1000000", "--megabytes", "1024"));
        command.addAll(List.of("--fleet", fleet == 0 ? "none" : Integer.toString(fleet)));
        cloud = started(Child.start(log("local-cloud"), command, Map.of()));
        cloudUrl = cloud.awaitLine("listens on (http://[0-9.]+:[0-9]+)").group(1);
        return new Console(cloudUrl);
    }

    String cloudUrl() {
        return cloudUrl;
    }

    /** The packaged service, with settings beside those that lead it to this stage. */
    Service service(Ledger database, Map<String, String> settings) {
        var all = new HashMap<>(Service.environment(cloudUrl, database.reactiveUrl()));
        all.putAll(options.service());
        all.putAll(settings);
        if (program.isEmpty()) {
            program = Service.program(options);
        }
        return started(Service.start(log("service"), program, all));
    }

    /** Another program of this benchmark, in a process of its own. */
    Child program(Class<?> main, List<String> arguments) {
        var command = new ArrayList<>(List.of(Child.java(), "-Xmx1g", "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        return started(Child.start(log(main.getSimpleName()), command, Map.of()));
    }

    /** Ends what was started here, before the stage itself does. */
    synchronized void end(AutoCloseable started) {
        if (started != null && running.remove(started)) {
            close(started);
        }
    }

    /** The processes to watch, with one more or none. */
    Map<String, Proc> processes(String name, Long pid) {
        var processes = new LinkedHashMap<String, Proc>();
        if (pid != null) {
            processes.put(name, new Proc(pid, false));
        }
        processes.put("local cloud", new Proc(cloud.pid(), false));
        processes.put("PostgreSQL", new Proc(postgres.pid(), true));
        processes.put("generator", Proc.self());
        return processes;
    }

    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            close(running.pop());
        }
        delete(DATA);
    }

    private synchronized <T extends AutoCloseable> T started(T child) {
        running.push(child);
        return child;
    }

    private static void close(AutoCloseable child) {
        try {
            child.close();
        } catch (Exception failure) {
            System.err.println("It does not end well: " + failure);
        }
    }

    private static Path log(String name) {
        return DIRECTORY
                .resolve("logs")
                .resolve(name + "-" + NUMBER.incrementAndGet() + ".log")
                .toAbsolutePath();
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot delete " + directory, failure);
        }
    }
}
