package io.ecslifeguard.benchmark;

import io.ecslifeguard.dev.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A database, read and prepared by SQL and so past the service. */
record Ledger(String jdbcUrl, String reactiveUrl) {

    /** What a step with SQL gives. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** What is read of a row. */
    interface Reader<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> T with(Work<T> work) {
        try (var connection = connect()) {
            return work.on(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, EmbeddedPostgres.USER, EmbeddedPostgres.USER);
    }

    void execute(String sql) {
        var unused = with(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    <T> List<T> query(String sql, Reader<T> reader) {
        return with(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(reader.of(rows));
                }
                return all;
            }
        });
    }

    long number(String sql) {
        return query(sql, row -> row.getLong(1)).get(0);
    }

    /** The number of the newest event. */
    long newest() {
        return number("select coalesce(max(seq), 0) from event");
    }

    /**
     * How long events waited to be committed, in ms: the median, the 99th percentile and the longest.
     *
     * @param after only those with a higher number
     * @param start what was enqueued before has waited since then
     */
    Double[] waits(long after, Instant start) {
        var sql = """
            select percentile_cont(array[0.5, 0.99, 1]) within group (order by extract(epoch from
                pg_xact_commit_timestamp(xmin) - greatest(enqueued_at, ?))::float8 * 1000) from event where seq > ?\
            """;
        return with(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setTimestamp(1, Timestamp.from(start));
                statement.setLong(2, after);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return (Double[]) rows.getArray(1).getArray();
                }
            }
        });
    }

    /** Keeps everybody from recording events until the hold is released. */
    Hold hold() {
        try {
            var connection = connect();
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("lock table event in share mode");
            }
            return new Hold(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Nobody records events while there is one. */
    record Hold(Connection connection) {

        /** Lets them, and says when. */
        Instant release() {
            try (connection) {
                var now = Instant.now();
                connection.rollback();
                return now;
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
