package io.ecslifeguard.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class ReplayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Records records;

    ReplayTest(Pool pool) {
        records = new Records(pool);
    }

    @BeforeEach
    void awaitSchema() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> records.query("select event_seq from quarantine").size() >= 0);
    }

    @Test
    void saysThatAMessageIsStillNotUnderstood() {
        // Given
        var id = park("not an event");

        // When
        var answer = replay(id);

        // Then
        assertThat(answer.getString("outcome")).isEqualTo("not_understood");
        assertThat(answer.getString("reason")).contains("neither JSON nor");
        assertThat(answer.getString("event")).isNull();
        var kept = quarantined(id);
        assertThat(kept.getString("body")).isEqualTo("not an event");
        assertThat(kept.getString("replayedAt")).isEqualTo(answer.getString("replayedAt"));
        assertThat(kept.getString("reason")).isEqualTo(answer.getString("reason"));
        assertThat(kept.getString("event")).isNull();
    }

    @Test
    void makesAnEventWithItsReactionsOfAMessageThatIsUnderstoodNow() {
        // Given
        var instance = "i-" + UUID.randomUUID();
        var id = park(stopped(instance, UUID.randomUUID().toString()));

        // When
        var first = replay(id);
        var second = replay(id);

        // Then
        assertThat(first.getString("outcome")).isEqualTo("recorded");
        assertThat(second.getString("outcome")).isEqualTo("known");
        assertThat(second.getLong("event")).isEqualTo(first.getLong("event"));
        assertThat(events(instance)).containsExactly(first.getLong("event"));
        assertThat(quarantined(id).getLong("event")).isEqualTo(first.getLong("event"));
        given().get("/api/quarantine?replayed=true").then().body("items.id", org.hamcrest.Matchers.hasItem((int) id));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records.reactions("restart", instance))
                        .singleElement()
                        .asString()
                        .startsWith("skipped: "));
    }

    @Test
    void actsOnceOnWhatIsReplayedManyTimesAtOnce() {
        // Given
        var instance = "i-" + UUID.randomUUID();
        var body = stopped(instance, UUID.randomUUID().toString());
        var ids = List.of(park(body), park(body));
        var threads = Executors.newFixedThreadPool(8);

        // When
        var answers = Stream.generate(() -> ids)
                .limit(4)
                .flatMap(List::stream)
                .map(id -> CompletableFuture.supplyAsync(() -> replay(id), threads))
                .toList();
        var outcomes = answers.stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.getString("outcome"))
                .toList();

        // Then
        threads.shutdown();
        assertThat(outcomes).containsOnlyOnce("recorded").containsOnly("recorded", "known");
        assertThat(events(instance)).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records.reactions("restart", instance))
                        .singleElement()
                        .asString()
                        .startsWith("skipped: "));
    }

    @Test
    void actsOnceOnAnEventWithoutAnIdOfItsOwn() {
        // Given
        var instance = "i-" + UUID.randomUUID();
        var id = park(stopped(instance, ""));

        // When
        var outcomes = Stream.of(replay(id), replay(id))
                .map(answer -> answer.getString("outcome"))
                .toList();

        // Then
        assertThat(outcomes).containsExactly("recorded", "known");
        assertThat(events(instance)).hasSize(1);
    }

    @Test
    void keepsAMessageWhoseEventTheDatabaseRefuses() {
        // Given
        var instance = "i-" + UUID.randomUUID();
        var unused = records.query("alter table event add constraint refused check (instance_id <> '" + instance
                + "' or 1 / (case when instance_id = '" + instance + "' then 0 else 1 end) = 1)");
        var id = park(stopped(instance, UUID.randomUUID().toString()));

        // When
        var answer = replay(id);

        // Then
        var dropped = records.query("alter table event drop constraint refused");
        assertThat(dropped).isEmpty();
        assertThat(answer.getString("outcome")).isEqualTo("not_understood");
        assertThat(answer.getString("reason")).isEqualTo("as an older version said");
        assertThat(events(instance)).isEmpty();
        assertThat(quarantined(id).getString("replayedAt")).isNotBlank();
    }

    @Test
    void tellsThatThereIsNoSuchMessage() {
        given().post("/api/quarantine/999999999/replay").then().statusCode(404).contentType("application/problem+json");
        given().get("/api/quarantine/999999999").then().statusCode(404).contentType("application/problem+json");
    }

    /** Puts a message into quarantine as an earlier version would have left it. */
    private long park(String body) {
        return records.query("""
                        insert into quarantine (queue, message_id, enqueued_at, dequeue_count, body, reason)
                        values ('ecs-events', '%s', now(), 1, convert_to('%s', 'UTF8'), 'as an older version said')
                        returning id""".formatted(UUID.randomUUID(), body)).get(0).getLong(0);
    }

    private static JsonPath replay(long id) {
        return given().post("/api/quarantine/" + id + "/replay")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath quarantined(long id) {
        return given().get("/api/quarantine/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<Long> events(String instance) {
        return records.query("select seq from event where instance_id = '" + instance + "'").stream()
                .map(row -> row.getLong(0))
                .toList();
    }

    private static String stopped(String instance, String id) {
        return """
                {"id":"%s","product":"ECS","name":"Instance:StateChange","level":"INFO","regionId":"cn-hangzhou","content":{"resourceId":"%s","state":"Stopped"}}""".formatted(id, instance);
    }
}
