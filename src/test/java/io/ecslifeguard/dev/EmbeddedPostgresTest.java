package io.ecslifeguard.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void answersWithItsVersion() throws SQLException {
        try (var postgres = EmbeddedPostgres.temporary()) {
            assertThat(query(postgres, "postgres", "SELECT version()")).startsWith("PostgreSQL 17.");
            assertThat(query(postgres, "postgres", "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(query(postgres, "postgres", "SHOW fsync")).isEqualTo("off");
        }
    }

    @Test
    void takesSettings() throws SQLException {
        try (var postgres = EmbeddedPostgres.temporary(Map.of("max_connections", "7"))) {
            assertThat(query(postgres, "postgres", "SHOW max_connections")).isEqualTo("7");
        }
    }

    @Test
    void keepsItsDataOverCrashAndRestart() throws SQLException {
        try (var postgres = EmbeddedPostgres.temporary()) {
            // Given
            postgres.createDatabase("kept");
            execute(postgres, "kept", "CREATE TABLE note AS SELECT 'still here' AS text");
            var port = postgres.port();

            // When
            postgres.kill();
            var answersWhileKilled = answers(postgres);
            postgres.restart();

            // Then
            assertThat(answersWhileKilled).isFalse();
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(query(postgres, "kept", "SELECT text FROM note")).isEqualTo("still here");
        }
    }

    @Test
    void findsTheDataOfAnEarlierRun() throws SQLException {
        // Given
        var data = directory.resolve("data");
        try (var postgres = EmbeddedPostgres.keeping(data, Map.of())) {
            execute(postgres, "postgres", "CREATE TABLE note AS SELECT 'from before' AS text");
        }

        // When
        try (var postgres = EmbeddedPostgres.keeping(data, Map.of())) {

            // Then
            assertThat(query(postgres, "postgres", "SELECT text FROM note")).isEqualTo("from before");
        }
    }

    @Test
    void beginsAnewWhereInitialisationWasInterrupted() throws IOException, SQLException {
        // Given
        var data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(data.resolve("half"), "");

        // When
        try (var postgres = EmbeddedPostgres.keeping(data, Map.of())) {

            // Then
            assertThat(answers(postgres)).isTrue();
        }
    }

    @Test
    void startsTwiceAtTheSameTime() throws ExecutionException, InterruptedException {
        var executor = Executors.newFixedThreadPool(2);
        try {
            // When
            var one = executor.submit(() -> EmbeddedPostgres.temporary());
            var other = executor.submit(() -> EmbeddedPostgres.temporary());

            // Then
            try (var first = one.get();
                    var second = other.get()) {
                assertThat(first.port()).isNotEqualTo(second.port());
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void leavesNeitherProcessNorDataAfterClose() throws SQLException {
        // Given
        var postgres = EmbeddedPostgres.temporary();
        var server = ProcessHandle.of(postgres.pid()).orElseThrow();
        var data = Path.of(query(postgres, "postgres", "SHOW data_directory"));

        // When
        postgres.close();

        // Then
        assertThat(server.isAlive()).isFalse();
        assertThat(answers(postgres)).isFalse();
        assertThat(data.getParent()).doesNotExist();
    }

    @Test
    void endsWithTheProcessThatHoldsIt() throws IOException {
        // Given
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var holder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Holder.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new BufferedReader(new InputStreamReader(holder.getInputStream()));
        var server = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        var data = Path.of(output.readLine());

        // When
        holder.destroyForcibly();

        // Then
        await().atMost(PATIENCE).until(() -> !server.isAlive());
        await().atMost(PATIENCE).until(() -> Files.notExists(data.getParent()));
    }

    @Test
    void saysWhyItDoesNotStart() {
        assertThatThrownBy(() -> EmbeddedPostgres.temporary(Map.of("no_such_setting", "1")))
                .hasMessageContaining("does not start")
                .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
    }

    @Test
    void refusesANameThatWouldNeedQuotes() {
        try (var postgres = EmbeddedPostgres.temporary()) {
            assertThatThrownBy(() -> postgres.createDatabase("a; DROP"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a; DROP");
        }
    }

    private static boolean answers(EmbeddedPostgres postgres) {
        try {
            return query(postgres, "postgres", "SELECT 1").equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static String query(EmbeddedPostgres postgres, String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(database), EmbeddedPostgres.USER, "");
                var result = connection.createStatement().executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(database), EmbeddedPostgres.USER, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Starts a server, says which, and holds it until somebody kills the process. */
    static final class Holder {
        public static void main(String[] args) throws SQLException, IOException {
            var postgres = EmbeddedPostgres.temporary();
            System.out.println(postgres.pid());
            System.out.println(query(postgres, "postgres", "SHOW data_directory"));
            System.out.flush();
            if (System.in.read() < 0) {
                postgres.close();
            }
        }
    }
}
