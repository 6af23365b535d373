package io.ecslifeguard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.LogLines;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class LogFieldsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Records records;

    LogFieldsTest(Pool pool) {
        records = new Records(pool);
    }

    @Test
    void everyLineOfAnAttemptTellsWhatItIsAbout() {
        try (var log = new LogLines("io.ecslifeguard")) {
            // Given
            var console = new Console();
            var one = console.running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
            var other = console.running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));

            // When
            console.act("instances/" + one + "/stop");
            console.act("instances/" + other + "/stop");

            // Then
            for (var instance : new String[] {one, other}) {
                records.awaitDone("restart", instance);
                var row = records.query(
                                ("select e.event_id, e.message_id, r.id, c.request_id from reaction r join event e on"
                                                + " e.seq = r.event_seq join call c on r.id = any (c.reactions) where r.instance_id ="
                                                + " '%s'")
                                        .formatted(instance))
                        .get(0);
                var about = Map.of(
                        "eventId", row.getString(0),
                        "messageId", row.getString(1),
                        "instanceId", instance,
                        "reaction", "restart",
                        "reactionId", row.getLong(2).toString());
                assertThat(log.fieldsOf(instance + " restart"))
                        .hasSizeGreaterThan(1)
                        .allSatisfy(fields -> assertThat(fields).containsAllEntriesOf(about));
                assertThat(log.fieldsOf(instance + " restart #" + row.getLong(2) + " again: Started"))
                        .singleElement()
                        .satisfies(fields -> assertThat(fields).containsEntry("requestId", row.getString(3)));
            }
        }
    }

    @Test
    void aLineOfAMessageTellsItsIdsAndTheNextLineDoesNot() {
        try (var log = new LogLines("io.ecslifeguard")) {
            // Given
            var console = new Console();

            // When
            var parked = console.send("not an event");
            var instance = console.running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
            await().atMost(PATIENCE)
                    .until(() -> !log.fieldsOf(instance + " (" + instance + ") is Running")
                            .isEmpty());
            console.act(
                    "faults",
                    Map.of(
                            "operation",
                            "smq:BatchReceiveMessage",
                            "times",
                            1,
                            "error",
                            Map.of("status", 500, "code", "InternalError", "message", "as told")));
            await().atMost(PATIENCE).until(() -> !log.fieldsOf("answers again").isEmpty());

            // Then
            assertThat(log.fieldsOf("is in quarantine"))
                    .containsExactly(Map.of("messageId", parked, "queue", "ecs-events"));
            assertThat(log.fieldsOf(instance + " (" + instance + ") is Running"))
                    .singleElement()
                    .satisfies(fields -> assertThat(fields)
                            .containsEntry("instanceId", instance)
                            .containsEntry("queue", "ecs-events")
                            .containsKeys("eventId", "messageId"));
            assertThat(log.fieldsOf("answers again"))
                    .allSatisfy(fields -> assertThat(fields).isEmpty());
        }
    }
}
