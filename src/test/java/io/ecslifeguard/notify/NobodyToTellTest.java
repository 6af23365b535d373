package io.ecslifeguard.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.journal.Schema;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** No destination is set. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class NobodyToTellTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    QuarantineWatch quarantineWatch;

    @Inject
    Schema schema;

    @Inject
    Pool pool;

    private Console console;
    private Records records;

    @BeforeEach
    void beginEmpty() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(schema.problem()).isEmpty());
        console = new Console();
        records = new Records(pool);
        var unused = records.query("truncate notice, reaction, quarantine, lease restart identity cascade");
    }

    @Test
    void recordsOnceAnHourThatAQueueRefuses() {
        // When
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "smq:BatchReceiveMessage",
                        "times",
                        2,
                        "error",
                        Map.of("status", 403, "code", "AccessDenied")));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ends())
                        .containsExactly("skipped: No destination is set (lifeguard.notify.webhooks); the notice can be"
                                + " read at /api/notices"));
        var notice = given().get("/api/notices?kind=access_denied").jsonPath();
        assertThat(notice.getList("items")).hasSize(1);
        assertThat(notice.getString("items[0].text")).contains("Queue ecs-events cannot be polled", "AccessDenied");
    }

    @Test
    void tellsOnceInAWindowThatQuarantineGrows() {
        // Given
        park(10);
        assertThat(look()).isFalse();
        park(1);

        // When
        var looks = List.of(look(), look());

        // Then
        assertThat(looks).containsExactly(true, false);
        assertThat(records.query("select kind || ': ' || text from notice"))
                .singleElement()
                .extracting(row -> row.getString(0))
                .isEqualTo("quarantine_grows: 11 messages came into quarantine within 10 min"
                        + " (lifeguard.notify.quarantine.count allows 10); the last: Not JSON");
    }

    @Test
    void tellsAgainOfAQuarantineThatGrowsInAnotherWindow() {
        // Given
        park(11);
        assertThat(look()).isTrue();
        var unused = records.query("update notice set created_at = now() - interval '11 minutes', key = 'earlier'");

        // When
        var again = look();

        // Then
        assertThat(again).isTrue();
    }

    @Test
    void leavesTheLookToAnotherReplicaThatIsAtIt() {
        // Given
        park(11);
        var unused =
                records.query("insert into lease values ('quarantine-watch', 'another', now() + interval '1 minute')");

        // When
        var told = look();

        // Then
        assertThat(told).isFalse();
        assertThat(records.query("select 1 from notice")).isEmpty();
    }

    private boolean look() {
        return quarantineWatch.look().await().atMost(PATIENCE);
    }

    private void park(int count) {
        var unused =
                records.query("insert into quarantine (queue, message_id, enqueued_at, dequeue_count, body, reason)"
                        + " select 'ecs-events', gen_random_uuid()::text, now(), 1, 'x', 'Not JSON' from generate_series(1, "
                        + count + ")");
    }

    private List<String> ends() {
        return records.query("select status || ': ' || coalesce(note, '') from reaction order by id").stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
