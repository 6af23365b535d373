package io.ecslifeguard;

import io.ecslifeguard.dev.EmbeddedPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database that a test looks into, and changes where the service must not notice who does. */
record Sql(String jdbcUrl) {

    /** The first column of all rows; nothing where the table is not there yet. */
    List<String> query(String sql) {
        try (var connection = DriverManager.getConnection(jdbcUrl, EmbeddedPostgres.USER, "any");
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            if ("42P01".equals(failure.getSQLState())) {
                return List.of();
            }
            throw new IllegalStateException(failure);
        }
    }

    /** A count; 0 where the table is not there yet. */
    long number(String sql) {
        return query(sql).stream().findFirst().map(Long::parseLong).orElse(0L);
    }

    void execute(String sql) {
        try (var connection = DriverManager.getConnection(jdbcUrl, EmbeddedPostgres.USER, "any");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
