package io.ecslifeguard.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.LogLines;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(KillableDatabase.class)
@WithTestResource(LocalCloudResource.class)
class IntakeIT {

    private static final Duration PATIENCE = ofSeconds(40);
    /** Longer than the visibility timeout of the local cloud's queue. */
    private static final Map<String, Object> PAST_VISIBILITY = Map.of("seconds", 31);

    private static final int LOOPS = 2;
    private static final String RECEIVE = "smq:BatchReceiveMessage";
    private static final String DELETE = "smq:BatchDeleteMessage";

    EmbeddedPostgres server;

    @Inject
    Pool pool;

    private Console console;
    private Records records;

    @BeforeEach
    void beginEmpty() {
        if (!ProcessHandle.of(server.pid()).map(ProcessHandle::isAlive).orElse(false)) {
            server.restart();
        }
        console = new Console();
        records = new Records(pool);
        console.delete("faults");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> count("select count(*) from lease") >= 0);
        var unused = records.query("truncate event, reaction, attempt, call, quarantine, instance cascade");
    }

    @AfterEach
    void repair() {
        console.delete("faults");
        console.delete("queues/ecs-events/faults");
        // While every loop waits for messages, none has any in hand.
        await().atMost(PATIENCE)
                .until(() -> console.messagesLeft() == 0
                        && console.get("queues/ecs-events").getInteger("polls") == LOOPS);
    }

    @Test
    void recordsOrParksEveryBodyOnceAndEmptiesTheQueue() {
        // Given
        var bodies = everyBody();
        var keys = new HashSet<String>();
        var notUnderstood = 0;
        for (var body : bodies) {
            if (new Decoder().decode(body, UUID.randomUUID().toString()) instanceof EcsEvent event) {
                keys.add(event.header().key());
            } else {
                notUnderstood++;
            }
        }
        console.put("queues/ecs-events/faults", Map.of("partialPages", true, "duplicates", 0.3, "reorder", true));

        // When
        bodies.forEach(console::message);

        // Then
        var parked = notUnderstood;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
        assertThat(count("select count(*) from event")).isEqualTo(keys.size());
        assertThat(count("select count(*) from quarantine")).isEqualTo(parked);
        assertThat(keys).hasSizeGreaterThan(60);
        assertThat(parked).isGreaterThan(20);
        assertStillWorks();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                error(500, "InternalError"),
                error(503, "ServiceUnavailable"),
                error(429, "TooManyRequests"),
                Arguments.of("garbage", Map.of("reply", Map.of("status", 200, "body", "<html><body>Hello"))),
                Arguments.of("a gateway's page", Map.of("reply", Map.of("status", 502, "body", "<html>Bad Gateway"))),
                Arguments.of("a dropped connection", Map.of("drop", "before")),
                Arguments.of("a dropped answer", Map.of("drop", "after")),
                Arguments.of("a hang", Map.of("latencyMillis", 2500, "drop", "before")));
    }

    private static Arguments error(int status, String code) {
        return Arguments.of(code, Map.of("error", Map.of("status", status, "code", code)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void ridesOutAQueueThatFails(String name, Map<String, Object> fault) {
        // Given
        var before = lastCall();
        fail(RECEIVE, fault);
        var events = stateChanges(20);
        events.forEach(console::message);

        // When
        int whileItFailed;
        try (var log = new LogLines("io.ecslifeguard.dispatch")) {
            await().atMost(PATIENCE).until(() -> callsSince(before, RECEIVE).size() > LOOPS);
            await().pollDelay(ofSeconds(1)).until(() -> true);
            whileItFailed = callsSince(before, RECEIVE).size();
            console.delete("faults");

            // Then
            assertThat(log.all().stream().filter(line -> line.contains("Queue ecs-events: ")))
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThat(whileItFailed).isLessThan(LOOPS * 6);
        // what was handed out in an answer that got lost comes back after its time
        await().atMost(PATIENCE).pollInterval(ofSeconds(1)).untilAsserted(() -> {
            console.act("time", PAST_VISIBILITY);
            assertThat(console.messagesLeft()).isZero();
        });
        assertThat(count("select count(*) from event")).isEqualTo(20);
    }

    @Test
    void tellsTheOperatorWhatToDoAndGoesOnWhenItIsDone() {
        // Given
        var before = lastCall();
        try (var log = new LogLines("io.ecslifeguard.dispatch")) {
            console.act(
                    "faults",
                    Map.of("operation", RECEIVE, "times", 1, "error", Map.of("status", 403, "code", "AccessDenied")));
            await().atMost(PATIENCE).until(() -> log.all().stream().anyMatch(line -> line.contains("AccessDenied")));

            // When
            console.delete("queues/ecs-events");
            await().atMost(PATIENCE).until(() -> log.all().stream().anyMatch(line -> line.contains("QueueNotExist")));
            await().pollDelay(ofSeconds(1)).until(() -> true);
            var calls = callsSince(before, RECEIVE).stream()
                    .filter(call -> call.getInteger("status") != 404 || "QueueNotExist".equals(call.getString("code")))
                    .count();
            console.put("queues/ecs-events", Map.of());
            stateChanges(20).forEach(console::message);

            // Then
            assertThat(calls).isLessThan(LOOPS * 4);
            assertThat(log.all())
                    .anyMatch(line -> line.startsWith("ERROR")
                            && line.contains("grant mns:ReceiveMessage on ")
                            && line.contains("LIFEGUARD_QUEUE_ENDPOINT"))
                    .anyMatch(line -> line.startsWith("ERROR")
                            && line.contains("There is no queue ecs-events")
                            && line.contains("LIFEGUARD_QUEUE_NAMES"));
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("select count(*) from event")).isEqualTo(20));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
    }

    static Stream<Arguments> failedDeletes() {
        var someoneElses = """
                <?xml version="1.0"?><Errors xmlns="http://mns.aliyuncs.com/doc/v1/"><Error><ErrorCode>MessageNotExist</ErrorCode>
                <ErrorMessage>Message not exist.</ErrorMessage><ReceiptHandle>1-ODU4OTkzNDU5My0xNDM1MTk3NjAwLTItNg==</ReceiptHandle>
                </Error></Errors>""";
        return Stream.of(
                error(500, "InternalError"),
                error(404, "MessageNotExist"),
                Arguments.of(
                        "a part",
                        Map.of("reply", Map.of("status", 404, "contentType", "text/xml", "body", someoneElses))),
                Arguments.of("a lost request", Map.of("drop", "before")),
                Arguments.of("a lost answer", Map.of("drop", "after")),
                Arguments.of("a hang", Map.of("latencyMillis", 2500, "drop", "before")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failedDeletes")
    void knowsAndDeletesWhatComesBackAfterAFailedDelete(String name, Map<String, Object> fault) {
        // Given
        var before = lastCall();
        fail(DELETE, fault);
        var events = stateChanges(10);

        // When
        events.forEach(console::message);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("select count(*) from event")).isEqualTo(10));
        await().atMost(PATIENCE).until(() -> !callsSince(before, DELETE).isEmpty());
        console.delete("faults");
        console.act("time", PAST_VISIBILITY);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
        assertThat(count("select count(*) from event")).isEqualTo(10);
        assertThat(count("select count(*) from reaction")).isEqualTo(10);
    }

    @Test
    void tellsTheOperatorOnceThatNothingMayBeDeleted() {
        // Given
        var before = lastCall();
        fail(DELETE, Map.of("error", Map.of("status", 403, "code", "AccessDenied")));

        // When
        try (var log = new LogLines("io.ecslifeguard.dispatch")) {
            for (var page = 1; page <= 5; page++) {
                var deletes = page;
                stateChanges(1).forEach(console::message);
                await().atMost(PATIENCE).until(() -> callsSince(before, DELETE).size() >= deletes);
            }
            await().atMost(PATIENCE)
                    .until(() -> console.get("queues/ecs-events").getInteger("polls") == LOOPS);

            // Then
            assertThat(log.all().stream().filter(line -> line.contains("recorded but not deleted")))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR");
        }
        assertThat(records.query("select text from notice where key like 'queue/ecs-events/undeleted/%'"))
                .extracting(row -> row.getString(0))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .startsWith("Queue ecs-events cannot be deleted from")
                        .contains("grant mns:DeleteMessage on "));
        console.delete("faults");
        console.act("time", PAST_VISIBILITY);
        await().atMost(PATIENCE).until(() -> console.messagesLeft() == 0);
    }

    @Test
    void receivesNothingWhileTheDatabaseIsAwayAndLosesNothing() {
        // Given
        var first = stateChanges(5);
        first.forEach(console::message);
        await().atMost(PATIENCE).until(() -> console.messagesLeft() == 0);
        var before = lastCall();

        // When
        server.kill();
        stateChanges(100).forEach(console::message);
        await().atMost(PATIENCE)
                .until(() -> pagesSince(before) > 0
                        && console.get("queues/ecs-events").getInteger("polls") == 0);
        var inHand = lastCall();
        await().pollDelay(ofSeconds(3)).until(() -> true);

        // Then
        assertThat(pagesSince(before)).isLessThanOrEqualTo(LOOPS);
        assertThat(callsSince(inHand, RECEIVE)).isEmpty();
        assertThat(callsSince(before, DELETE)).isEmpty();
        assertThat(console.messagesLeft()).isEqualTo(100);

        // When
        server.restart();
        console.act("time", PAST_VISIBILITY);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
        assertThat(count("select count(*) from event")).isEqualTo(105);
        assertThat(count("select count(distinct instance_id) from reaction")).isEqualTo(105);
        assertThat(count("select count(*) from reaction")).isEqualTo(105);
        assertStillWorks();
    }

    @Test
    void receivesNothingWhileTheDatabaseAnswersAndTakesNoEvents() {
        // Given
        var unused = records.query("""
                create function refuse() returns trigger language plpgsql as
                    $$ begin raise exception 'no space left on device'; end $$;
                create trigger refuse before insert on event execute function refuse()""");
        var before = lastCall();
        stateChanges(1).forEach(console::message);
        // An open poll ends within a second.
        await().atMost(PATIENCE)
                .until(() -> pagesSince(before) == 1
                        && console.get("queues/ecs-events").getInteger("polls") == 0);
        var inHand = lastCall();

        // When
        stateChanges(100).forEach(console::message);
        await().pollDelay(ofSeconds(8)).until(() -> true);

        // Then
        assertThat(callsSince(inHand, RECEIVE)).isEmpty();
        assertThat(callsSince(before, DELETE)).isEmpty();
        assertThat(console.messagesLeft()).isEqualTo(101);

        // When
        unused = records.query("drop trigger refuse on event; drop function refuse");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
        assertThat(count("select count(*) from event")).isEqualTo(101);
        assertStillWorks();
    }

    @Test
    void takesAbsurdTimesDoublesAndNullCharactersInAPageInItsStride() {
        // Given
        var early = stateChange("19700101T000000.000Z", "Stopped");
        var late = stateChange("99991231T235959.999Z", "Stopped");
        var twice = stateChange("20261123T120000.000Z", "Stopped");
        var nothing = stateChange("20261123T120000.000Z", "Stop\\u0000ped");
        var asKey = stateChange("20261123T120000.000Z", "Stopped").replace("\"id\":\"", "\"id\":\"\\u0000");
        console.act(
                "faults", Map.of("operation", RECEIVE, "error", Map.of("status", 503, "code", "ServiceUnavailable")));
        await().atMost(PATIENCE).until(() -> console.get("queues/ecs-events").getInteger("polls") == 0);

        // When
        Stream.of(early, twice, late, nothing, twice, asKey).forEach(console::message);
        console.delete("faults");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
        assertThat(count("select count(*) from event") + count("select count(*) from quarantine"))
                .isEqualTo(5);
        assertThat(records.query("select occurred_text from event where occurred_at = enqueued_at"))
                .extracting(row -> row.getString(0))
                .contains("19700101T000000.000Z", "99991231T235959.999Z");
        assertThat(count("select count(*) from event where occurred_at < '2009-01-01' or occurred_at > '2100-01-01'"))
                .isZero();
    }

    private void fail(String operation, Map<String, Object> fault) {
        var whole = new HashMap<>(fault);
        whole.put("operation", operation);
        console.act("faults", whole);
    }

    private void assertStillWorks() {
        var known = count("select count(*) from event");
        stateChanges(3).forEach(console::message);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("select count(*) from event")).isEqualTo(known + 3));
        await().atMost(PATIENCE).until(() -> console.messagesLeft() == 0);
    }

    private static List<String> everyBody() {
        var bodies = new ArrayList<String>();
        try (var files = Files.list(Path.of("src/test/resources/events"))) {
            for (var file : files.filter(file -> !file.endsWith("expectations.csv"))
                    .sorted()
                    .toList()) {
                var bytes = Files.readAllBytes(file);
                bodies.add(new String(bytes, UTF_8));
                bodies.add(Base64.getEncoder().encodeToString(bytes));
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        var random = new byte[4000];
        new Random(7).nextBytes(random);
        bodies.addAll(List.of(
                " ",
                "\n",
                "{}",
                "null",
                "{\"name\":",
                "[".repeat(60_000),
                "{\"a\":".repeat(12_000),
                Base64.getEncoder().encodeToString(random),
                Base64.getEncoder().encodeToString("a\u0000b".getBytes(UTF_8)),
                Base64.getEncoder().encodeToString("{\"name\":\"\u0000\"}".getBytes(UTF_8)),
                "<Notification><Message>" + "&lt;".repeat(10_000)));
        bodies.addAll(stateChanges(30));
        return bodies;
    }

    private static List<String> stateChanges(int number) {
        return Stream.generate(() -> stateChange("20261123T120000.000Z", "Stopped"))
                .limit(number)
                .toList();
    }

    private static String stateChange(String time, String state) {
        var id = UUID.randomUUID();
        return """
                {"id":"%s","product":"ECS","name":"Instance:StateChange","level":"INFO","userId":"1690","eventTime":"%s",
                 "regionId":"cn-hangzhou","content":{"resourceId":"i-%s","resourceType":"ALIYUN::ECS::Instance","state":"%s"}}""".formatted(id, time, id.toString().substring(0, 18), state);
    }

    private long lastCall() {
        return console.get("calls?limit=1").getLong("last");
    }

    private List<JsonObject> callsSince(long number, String operation) {
        return console
                .get("calls?limit=10000&since=" + number + "&operation=" + operation)
                .getJsonArray("calls")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private long pagesSince(long number) {
        return callsSince(number, RECEIVE).stream()
                .filter(call -> call.getInteger("status") == 200)
                .count();
    }

    private long count(String sql) {
        return records.query(sql).get(0).getLong(0);
    }
}
