package io.ecslifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.journal.DatabaseConfig;
import io.ecslifeguard.queue.QueueConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@QuarkusTestResource(value = HealthResources.class, restrictToAnnotatedClass = true)
class HealthIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final QueueConfig queue;
    private final DatabaseConfig database;

    @TestHTTPResource(value = "/health", management = true)
    String health;

    /** What the test may do to the database server. */
    Map<String, Runnable> server;

    HealthIT(QueueConfig queue, DatabaseConfig database) {
        this.queue = queue;
        this.database = database;
    }

    @BeforeEach
    void everythingIsWell() {
        cloud("DELETE", "/faults", "");
        recovers("/ready");
        recovers("/group/queue");
    }

    @Test
    void tellsTheTimesWhereAllIsWell() {
        // When
        var live = probe("/live");
        var started = probe("/started");
        var ready = probe("/ready");
        var group = probe("/group/queue");

        // Then
        assertThat(live.body()).contains("\"loops\"", "ecs-events poll 4", "dispatch", "lanes");
        assertThat(started.body()).contains("\"schema\"", "UP");
        assertThat(ready.body())
                .contains("\"journal\"", "\"first-poll\"", "last-success")
                .doesNotContain("Reactive PostgreSQL", "Database connections");
        assertThat(group.body()).contains("\"queues\"", "ecs-events.last-success");
        assertThat(live.body() + started.body() + ready.body() + group.body())
                .doesNotContain("DOWN", "AccessKeySecret");
    }

    @Test
    void theQueueGroupTellsOfAQueueThatFailsAndRecovers() {
        // Given
        cloud(
                "POST",
                "/faults",
                "{\"operation\":\"smq:*ReceiveMessage\",\"error\":{\"status\":404,\"code\":\"QueueNotExist\"}}");

        // When
        var group = becomes(503, "/group/queue", "There is no queue ecs-events");

        // Then
        assertThat(group.body()).contains("LIFEGUARD_QUEUE_NAMES", "not been polled successfully since 2");
        assertThat(probe("/ready").statusCode()).isEqualTo(200);
        assertThat(probe("/live").statusCode()).isEqualTo(200);
        cloud("DELETE", "/faults", "");
        recovers("/group/queue");
    }

    @Test
    void theReadinessTellsOfADatabaseThatIsGoneAndRecovers() {
        // Given
        server.get("kill").run();
        cloud("POST", "/queues/ecs-events/messages", "{\"body\":\"{}\"}");

        // When
        var ready = becomes(503, "/ready", "The journal cannot be written");

        // Then
        assertThat(ready.body()).contains("LIFEGUARD_DATABASE_URL").contains("\"name\": \"first-poll\"");
        var group = becomes(503, "/group/queue", "nothing is received while the journal cannot be written");
        assertThat(group.body()).contains("ecs-events.last-success");
        assertThat(probe("/live").statusCode()).isEqualTo(200);
        server.get("restart").run();
        recovers("/ready");
        recovers("/group/queue");
    }

    @Test
    void theReadinessTellsOfADatabaseThatIsReadOnlyAndRecovers() {
        // Given
        database("alter system set default_transaction_read_only = on");

        // When
        var ready = becomes(503, "/ready", "read-only");

        // Then
        assertThat(ready.body()).contains("standby");
        assertThat(probe("/live").statusCode()).isEqualTo(200);
        database("alter system reset default_transaction_read_only");
        recovers("/ready");
    }

    @Test
    void theReadinessTellsOfADatabaseThatIsReadButNotWrittenAndRecovers() {
        // Given
        database("""
                create function refuse() returns trigger language plpgsql as
                    $$ begin raise exception 'no space left on device'; end $$;
                create trigger refuse before insert on quarantine execute function refuse()""");
        cloud("POST", "/queues/ecs-events/messages", "{\"body\":\"{}\"}");

        // When
        var ready = becomes(503, "/ready", "no space left on device");

        // Then
        assertThat(ready.body()).contains("The journal cannot be written");
        await("it stays down")
                .during(Duration.ofSeconds(5))
                .atMost(PATIENCE)
                .until(() -> probe("/ready").statusCode() == 503);
        assertThat(probe("/live").statusCode()).isEqualTo(200);
        database("drop trigger refuse on quarantine; drop function refuse");
        recovers("/ready");
    }

    private void recovers(String path) {
        assertThat(becomes(200, path, "UP").body()).doesNotContain("reason");
    }

    private HttpResponse<String> becomes(int status, String path, String text) {
        return await(path)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> probe(path),
                        answer -> answer.statusCode() == status && answer.body().contains(text));
    }

    private HttpResponse<String> probe(String path) {
        return send(HttpRequest.newBuilder(URI.create(health + path)).build());
    }

    private void cloud(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(queue.endpoint().orElseThrow() + "/localcloud" + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        assertThat(send(request).statusCode()).isBetween(200, 299);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void database(String change) {
        var url = "jdbc:" + database.url().orElseThrow();
        try (var connection = DriverManager.getConnection(url, "postgres", "any");
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute(change);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
