package io.ecslifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {

    private static final String SEARCH = """
            select id from instance
            where searchable(id, name, type, private_ips, public_ips) like '%' || lower('WEB-12') || '%' escape '!'""";

    private final TestDatabase database = TestDatabase.fresh();

    @Test
    void hasAnIndexForEachWayToSearch() throws SQLException {
        // When
        migrate(database.username());

        // Then
        assertThat(plan(SEARCH)).contains("instance_by_text");
        assertThat(plan("select seq from event where lower(detail) = lower('Stopped')"))
                .contains("event_by_detail");
        assertThat(plan("select seq from event where kind = 'other' and kind <> 'state'"))
                .contains("event_by_kind");
        assertThat(plan("select seq from event where level = 'UNKNOWN' and level <> 'INFO'"))
                .contains("event_by_level");
        assertThat(plan("select id from call where code = 'Nothing' and code <> 'OK'"))
                .contains("call_by_code");
        assertThat(plan("select id from call where api = 'ECS RunInstances'")).contains("call_by_api");
        assertThat(plan("select id from reaction where name = 'evacuate'")).contains("reaction_by_name");
        assertThat(plan("select id from reaction where status = 'failed' and status <> 'done'"))
                .contains("reaction_by_status");
    }

    @Test
    void isCompleteWhereNoExtensionMayBeAdded() throws SQLException {
        // Given
        var role = "tenant_" + UUID.randomUUID().toString().replace("-", "");
        var unused = query("create role " + role + " login; grant all on schema public to " + role);

        // When
        migrate(role);

        // Then
        assertThat(query("select indexname from pg_indexes where indexname = 'instance_by_text'"))
                .isEmpty();
        assertThat(query(SEARCH)).isEmpty();
    }

    @Test
    void leavesWhatEachStartLooksFor() throws SQLException {
        // When
        migrate(database.username());

        // Then
        assertThat(query(Schema.FOUND))
                .as("Schema.CURRENT, which changes with each new script")
                .containsExactly(Schema.CURRENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from flyway_schema_history where installed_rank = 3",
                "update flyway_schema_history set success = false where installed_rank = 3",
                "update flyway_schema_history set checksum = checksum + 1 where installed_rank = 3",
                "insert into flyway_schema_history select installed_rank + 1, '1000', description, type, script, checksum,"
                        + " installed_by, installed_on, execution_time, success from flyway_schema_history"
                        + " order by installed_rank desc limit 1"
            })
    void isNoLongerWhatEachStartLooksFor(String change) throws SQLException {
        // Given
        migrate(database.username());

        // When
        var unused = query(change);

        // Then
        assertThat(query(Schema.FOUND)).singleElement().isNotEqualTo(Schema.CURRENT);
    }

    private void migrate(String user) {
        var result = Flyway.configure()
                .dataSource(database.jdbcUrl(), user, database.password())
                .load()
                .migrate();
        assertThat(result.success).isTrue();
    }

    /** How it would be done in a table that is too long to be read from end to end. */
    private String plan(String sql) throws SQLException {
        return String.join("\n", query("set enable_seqscan = off; explain " + sql));
    }

    private List<String> query(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            var isResult = statement.execute(sql);
            while (!isResult && statement.getUpdateCount() != -1) {
                isResult = statement.getMoreResults();
            }
            var lines = new ArrayList<String>();
            for (var rows = statement.getResultSet(); rows != null && rows.next(); ) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }
}
