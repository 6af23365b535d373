package io.ecslifeguard.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(UnavailableTest.NoDatabase.class)
@WithTestResource(QuietService.class)
class UnavailableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/instances",
                "/api/instances/i-1",
                "/api/events",
                "/api/events/1",
                "/api/reactions/1",
                "/api/calls",
                "/api/quarantine"
            })
    void saysThatTheDatabaseCannotBeReachedAndWhenToAskAgain(String path) {
        // When
        var answer = given().get(path).then();

        // Then
        answer.statusCode(503).contentType("application/problem+json");
        assertThat(answer.extract().header("Retry-After")).isEqualTo("5");
        var problem = answer.extract().jsonPath();
        assertThat(problem.getString("title")).isEqualTo("Service Unavailable");
        assertThat(problem.getString("detail")).contains("PostgreSQL").doesNotContain("Exception");
    }

    /** Points to a database that nobody serves. */
    public static final class NoDatabase implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of(
                    "lifeguard.database.url", "postgresql://127.0.0.1:1/none",
                    "lifeguard.database.username", "nobody",
                    "lifeguard.database.password", "nothing");
        }

        @Override
        public void stop() {
            // Nothing was started.
        }
    }
}
