package io.ecslifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.testing.LogLines;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A restart of PostgreSQL ends all connections: those that run a statement, and those between two of them. */
class ListeningPoolTest {

    private static final JournalDatabase JOURNAL = new JournalDatabase();

    @AfterAll
    static void close() {
        JOURNAL.close();
    }

    @Test
    void saysWhatBrokeAConnectionThatRunsAStatement() {
        try (var log = new LogLines(ListeningPool.class.getName())) {
            // When
            var running = JOURNAL.database()
                    .run("select pg_sleep(60)", Tuple.tuple())
                    .onFailure()
                    .recoverWithNull()
                    .subscribeAsCompletionStage();
            await().until(() -> ended("query = 'select pg_sleep(60)'"));

            // Then
            await().untilAsserted(() -> assertThat(log.all()).anyMatch(ListeningPoolTest::namesTheCause));
            assertThat(running).succeedsWithin(JournalDatabase.PATIENCE);
        }
    }

    @Test
    void saysWhatBrokeAConnectionBetweenTwoStatements() {
        // Given
        var unused = JOURNAL.hold("select 'held'");
        try (var log = new LogLines(ListeningPool.class.getName())) {
            // When
            await().until(() -> ended("query = 'select ''held'''"));

            // Then
            await().untilAsserted(() -> assertThat(log.all()).anyMatch(ListeningPoolTest::namesTheCause));
        }
    }

    private static boolean namesTheCause(String line) {
        return line.startsWith("INFO A connection to PostgreSQL broke while it was in use: ")
                && line.endsWith("terminating connection due to administrator command (57P01)");
    }

    /** Ends those connections to this database, and tells whether there was one. */
    private static boolean ended(String which) {
        return !JOURNAL.query("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and " + which)
                .isEmpty();
    }
}
