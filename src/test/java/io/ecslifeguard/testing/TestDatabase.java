package io.ecslifeguard.testing;

import io.ecslifeguard.dev.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A database of one's own, on a server that all tests of this JVM share; the server ends with the JVM. A test that kills
 * the server starts an {@link EmbeddedPostgres} of its own.
 */
public record TestDatabase(int port, String name) {
    // Quarkus loads test classes several times over, so that a static field would mean a server for each class loader.
    private static final String PORT = "lifeguard.test.database.port";

    /** A database that nobody has written to. */
    public static TestDatabase fresh() {
        var server = new TestDatabase(sharedPort(), "postgres");
        var name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create a database for a test: " + e.getMessage(), e);
        }
        return new TestDatabase(server.port(), name);
    }

    private static int sharedPort() {
        // A constant is one object for all class loaders. The properties must not be locked while the server starts:
        // whoever asks for the time zone for the first time sets one of them, and the server's driver asks.
        synchronized (PORT) {
            if (System.getProperty(PORT) == null) {
                System.setProperty(
                        PORT, Integer.toString(EmbeddedPostgres.temporary().port()));
            }
            return Integer.parseInt(System.getProperty(PORT));
        }
    }

    /** As the reactive client and {@code lifeguard.database.url} take it. */
    public String url() {
        return "postgresql://127.0.0.1:%d/%s".formatted(port, name);
    }

    /** As JDBC takes it. */
    public String jdbcUrl() {
        return "jdbc:" + url();
    }

    public String username() {
        return EmbeddedPostgres.USER;
    }

    /** Not asked for by the server, but by clients that insist on having one. */
    public String password() {
        return "postgres";
    }

    /** A JDBC connection, for what a test prepares and asserts; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), username(), password());
    }
}
