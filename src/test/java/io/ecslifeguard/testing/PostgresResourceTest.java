package io.ecslifeguard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class PostgresResourceTest {
    private final Pool pool;
    private final AgroalDataSource dataSource;

    PostgresResourceTest(Pool pool, AgroalDataSource dataSource) {
        this.pool = pool;
        this.dataSource = dataSource;
    }

    @Test
    void servesTheReactiveClientAndJdbcAlike() throws SQLException {
        // When
        var reactive = pool.query("SELECT current_database()")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next()
                .getString(0);
        String jdbc;
        try (var connection = dataSource.getConnection();
                var result = connection.createStatement().executeQuery("SELECT current_database()")) {
            jdbc = result.next() ? result.getString(1) : null;
        }

        // Then
        assertThat(reactive).startsWith("test_").isEqualTo(jdbc);
    }
}
