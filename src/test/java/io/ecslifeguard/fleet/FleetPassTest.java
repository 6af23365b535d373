package io.ecslifeguard.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.journal.DatabaseConfig;
import io.ecslifeguard.queue.QueueConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(FleetResources.class)
class FleetPassTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final FleetPass pass;
    private final QueueConfig queue;
    private final DatabaseConfig database;

    FleetPassTest(FleetPass pass, QueueConfig queue, DatabaseConfig database) {
        this.pass = pass;
        this.queue = queue;
        this.database = database;
    }

    @BeforeEach
    void nothingIsKnown() {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> execute("select 1 from instance"));
        execute("truncate instance, lease");
        cloud("DELETE", "/faults", "");
        cloud("DELETE", "/calls", "");
    }

    @Test
    void takesInInstancesThatExistedBefore() {
        // Given
        var instance = instances().getJsonObject(0);

        // When
        var summary = run();

        // Then
        var count = instances().size();
        assertThat(count).isGreaterThan(100);
        assertThat(summary).isEqualTo(new FleetPass.Summary(true, count, 0));
        assertThat(query("select count(*) from instance where released_at is null"))
                .isEqualTo("" + count);
        assertThat(query("select row_to_json(i)::text from instance i where id = '" + instance.getString("id") + "'"))
                .contains(instance.getString("name"), instance.getString("type"), instance.getString("zone"))
                .contains("\"region\":\"cn-hangzhou\"", "\"state\":\"Running\"", "PostPaid");
        assertThat(query("select count(*) from instance where zone is null or name is null or type is null"
                        + " or image is null or vpc is null or vswitch is null or private_ips = '{}'"))
                .isEqualTo("0");
    }

    @Test
    void countsAsReleasedWhatTwoPassesDidNotShowAndWasAskedForByItsId() {
        // Given
        var id = instances().getJsonObject(0).getString("id");
        var before = run();
        release(id);

        // When
        var first = run();
        var afterFirst =
                query("select missing_since is not null and released_at is null from instance where id = '" + id + "'");
        var second = run();

        // Then
        assertThat(first).isEqualTo(new FleetPass.Summary(true, before.shown() - 1, 1));
        assertThat(afterFirst).isEqualTo("t");
        assertThat(second.missing()).isEqualTo(1);
        assertThat(query("select id from instance where released_at is not null"))
                .isEqualTo(id);
        assertThat(query("select type is not null and name is not null and state = 'Deleted' from instance where id = '"
                        + id + "'"))
                .isEqualTo("t");
        assertThat(send("GET", "/calls?limit=1000", "")).contains("[\\\"" + id + "\\\"]");
        assertThat(run().missing()).isZero();
    }

    @Test
    void countsNothingAsMissingWhereAPageFails() {
        // Given
        var before = run();
        release(instances().getJsonObject(0).getString("id"));
        cloud("POST", "/faults", """
                {"operation": "ecs:DescribeInstances", "skip": 1, "error": {"status": 403, "code": "Forbidden.RAM"}}""");

        // When
        assertThatThrownBy(this::run).hasMessageContaining("Forbidden.RAM");

        // Then
        assertThat(before.shown()).isGreaterThan(100);
        assertThat(query("select count(*) from instance where missing_since is not null"))
                .isEqualTo("0");
        cloud("DELETE", "/faults", "");
        assertThat(run().missing()).isEqualTo(1);
    }

    @Test
    void countsNothingAsMissingWhereTheCloudShowsNothingAtAll() {
        // Given
        var before = run();
        cloud("POST", "/faults", """
                {"operation": "ecs:DescribeInstances", "reply": {"status": 200, "contentType": "application/json",
                 "body": "{\\"RequestId\\":\\"r\\",\\"TotalCount\\":0,\\"Instances\\":{\\"Instance\\":[]}}"}}""");

        // When
        assertThatThrownBy(this::run).hasMessageContaining("credentials");

        // Then
        assertThat(before.taken()).isTrue();
        assertThat(query("select count(*) from instance where missing_since is not null"))
                .isEqualTo("0");
    }

    @Test
    void leavesItToTheReplicaWhoseTurnItIs() {
        // Given
        execute("insert into lease values ('fleet', 'another', now() + interval '1 minute')");

        // When
        var summary = pass.run(true).await().atMost(PATIENCE);

        // Then
        assertThat(summary.taken()).isFalse();
        assertThat(query("select count(*) from instance")).isEqualTo("0");
    }

    @Test
    void repeatsWhatAnotherReplicaHasDoneForAllOnlyAfterAStart() {
        // Given
        execute("insert into lease values ('fleet-period', 'another', now() + interval '1 minute')");

        // When
        var later = run();
        var first = pass.run(true).await().atMost(PATIENCE);

        // Then
        assertThat(later.taken()).isFalse();
        assertThat(first.taken()).isTrue();
        assertThat(query("select string_agg(name || owner, ',') from lease")).isEqualTo("fleet-periodanother");
    }

    private FleetPass.Summary run() {
        return pass.run(false).await().atMost(PATIENCE);
    }

    private JsonArray instances() {
        return new JsonArray(send("GET", "/instances", ""));
    }

    private void release(String id) {
        cloud("POST", "/instances/" + id + "/release", "{}");
        await().atMost(PATIENCE).until(() -> !send("GET", "/instances", "").contains(id));
    }

    private void cloud(String method, String path, String body) {
        var unused = send(method, path, body);
    }

    private String send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(queue.endpoint().orElseThrow() + "/localcloud" + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        var unused = query(sql);
    }

    /** Runs {@code sql}, and gives the one value that it answers with, if any, as text. */
    private String query(String sql) {
        var url = "jdbc:" + database.url().orElseThrow();
        try (var connection = DriverManager.getConnection(url, "postgres", "any");
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            var result = statement.getResultSet();
            return result.next() ? result.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
