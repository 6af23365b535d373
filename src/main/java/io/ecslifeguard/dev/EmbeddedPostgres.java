package io.ecslifeguard.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.postgresql.Driver;

/**
 * A PostgreSQL server for development and tests: a child process that listens on 127.0.0.1 alone, trusts whoever
 * connects, and ends with this JVM, even with one that was killed.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The superuser; any password is accepted. */
    public static final String USER = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** A commit survives {@link #kill()}, and not the machine. */
    private static final Map<String, String> FAST = Map.of("fsync", "off", "full_page_writes", "off");

    // The server takes the shell's place, so that its process is ours. The watcher, whose parent is not the server
    // (which would wonder about a child it does not know), reads from this JVM and gets its answer when the JVM is
    // gone.
    private static final String WATCHED = """
            ( ( read -r line <&3 && exit
                kill -INT $$ 2>/dev/null || exit
                for i in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do
                  kill -0 $$ 2>/dev/null || break
                  sleep 0.2
                done
                test -z "$1" || rm -rf "$1" ) & ) 3<&0
            shift
            exec "$@" </dev/null
            """;

    private final Path data;
    private final boolean temporary;
    private final Map<String, String> options;
    private final Path binaries;
    private final ServerAccount account;
    private final Path log;
    private int port;
    private Process server;

    private EmbeddedPostgres(Path data, boolean temporary, Map<String, String> options) throws IOException {
        this.data = data.toAbsolutePath().normalize();
        this.temporary = temporary;
        this.options = options;
        this.log = this.data.resolveSibling(this.data.getFileName() + ".log");
        Files.createDirectories(this.data.getParent());
        binaries = PostgresBinaries.unpacked(ServerAccount.isRoot());
        account = ServerAccount.choose(binaries, this.data);
        DataDirectory.initialise(this.data, binaries, account);
        if (temporary) {
            // so that the watcher may delete it when this JVM no longer can
            account.own(this.data.getParent());
        }
    }

    /** Starts a server whose data are gone with it, without regard for a crash of the machine. */
    public static EmbeddedPostgres temporary() {
        return temporary(Map.of());
    }

    /** As {@link #temporary()}, with settings of {@code postgresql.conf} beside or above the usual ones. */
    public static EmbeddedPostgres temporary(Map<String, String> options) {
        try {
            var parent = Files.createTempDirectory("ecs-lifeguard-postgres-");
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
            var all = new HashMap<>(FAST);
            all.putAll(options);
            try {
                return started(parent.resolve("data"), true, all);
            } catch (IOException e) {
                DataDirectory.delete(parent);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Starts a server on the data of an earlier one, or on new data, which stay where they are. */
    public static EmbeddedPostgres keeping(Path data, Map<String, String> options) {
        try {
            return started(data, false, Map.copyOf(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static EmbeddedPostgres started(Path data, boolean temporary, Map<String, String> options)
            throws IOException {
        var postgres = new EmbeddedPostgres(data, temporary, options);
        postgres.start();
        return postgres;
    }

    /** The TCP port on 127.0.0.1; it stays the same when the server is restarted. */
    public int port() {
        return port;
    }

    /** The server's process id, which changes when it is restarted. */
    public long pid() {
        return server.pid();
    }

    /** What Quarkus' reactive client takes as {@code quarkus.datasource.reactive.url}. */
    public String reactiveUrl(String database) {
        return "postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** What JDBC takes. */
    public String jdbcUrl(String database) {
        return "jdbc:" + reactiveUrl(database);
    }

    /** Makes an empty database; the name is taken as it is, so that it needs no quotes in a URL: {@code [a-z0-9_]+}. */
    public void createDatabase(String name) {
        if (!name.matches("[a-z0-9_]{1,63}")) {
            throw new IllegalArgumentException("Not a name for a database: " + name + "; use a-z, 0-9 and _");
        }
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    /** Ends the server as a power cut would; {@link #restart()} brings it back. */
    public synchronized void kill() {
        // A backend that outlives the server for a moment holds on to the shared memory, and the restart waits for it.
        var processes = new ArrayList<>(server.descendants().toList());
        disarm();
        server.destroyForcibly();
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** Starts the server again, on the same port and the same data, after a fast shutdown where it still runs. */
    public synchronized void restart() {
        try {
            stop();
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** A fast shutdown: open transactions are rolled back, connections are closed. */
    @Override
    public synchronized void close() {
        stop();
        if (temporary) {
            try {
                DataDirectory.delete(data.getParent());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + data.getParent() + ": " + e.getMessage(), e);
            }
        }
    }

    private void stop() {
        if (!server.isAlive()) {
            return;
        }
        disarm();
        var interrupt = Command.run(List.of("kill", "-INT", Long.toString(server.pid())));
        if (interrupt.status() != 0) {
            server.destroyForcibly();
        }
        awaitEnd();
    }

    /** Tells the watcher that this end is wanted. */
    private void disarm() {
        try (var out = server.getOutputStream()) {
            out.write('\n');
        } catch (IOException e) {
            // the server, and with it the pipe, is gone already
        }
    }

    private void awaitEnd() {
        try {
            if (!server.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() throws IOException {
        var deadline = Instant.now().plus(START_LIMIT);
        var chosen = port;
        while (true) {
            port = chosen == 0 ? freePort() : chosen;
            server = launch();
            if (answers(deadline)) {
                return;
            }
            var said = said();
            stop();
            // The port was taken in the meantime, or a killed predecessor is about to leave the data.
            var passing = said.contains("Address already in use")
                    || said.contains("could not create any TCP/IP sockets")
                    || said.contains("pre-existing shared memory block")
                    || said.contains("lock file \"postmaster.pid\" already exists");
            if (!passing || Instant.now().isAfter(deadline.minus(START_LIMIT).plusSeconds(15))) {
                throw new IOException("The embedded PostgreSQL does not start on " + data
                        + " (if the data are damaged, delete them to begin anew): " + said);
            }
            Command.pause();
        }
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(Command.ownSession());
        command.addAll(account.prefix());
        command.addAll(List.of(
                "sh", "-c", WATCHED, "postgres", temporary ? data.getParent().toString() : ""));
        command.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", data.toString()));
        command.addAll(List.of("-p", Integer.toString(port), "-c", "listen_addresses=127.0.0.1"));
        // TCP alone: the path of a socket may not be longer than 107 bytes, which a deep checkout is.
        command.addAll(List.of("-c", "unix_socket_directories="));
        options.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new ProcessBuilder(command)
                .directory(data.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private boolean answers(Instant deadline) {
        while (server.isAlive() && Instant.now().isBefore(deadline)) {
            try (var connection = connect("postgres")) {
                // Somebody else's server may have taken the port first.
                return connection.isValid(1) && server.isAlive() && isOurs(connection);
            } catch (SQLException e) {
                Command.pause();
            }
        }
        return false;
    }

    private boolean isOurs(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SHOW data_directory")) {
            return result.next() && data.toString().equals(result.getString(1));
        }
    }

    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "20");
        return new Driver().connect(jdbcUrl(database), properties);
    }

    private String said() throws IOException {
        var lines = Files.exists(log) ? Files.readString(log).strip() : "";
        return lines.isEmpty() ? "it said nothing" : lines;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
