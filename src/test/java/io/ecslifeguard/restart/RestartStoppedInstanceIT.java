package io.ecslifeguard.restart;

import static io.restassured.RestAssured.given;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class RestartStoppedInstanceIT {

    private static final Map<String, Object> SELECTED = Map.of("tags", Map.of("ecs-lifeguard/restart", "on"));

    @Inject
    Pool pool;

    private Console console;
    private Records records;

    @BeforeEach
    void connect() {
        console = new Console();
        records = new Records(pool);
        console.delete("faults");
    }

    @Test
    void startsAnInstanceThatStoppedAndFollowsItUntilItRuns() {
        // Given
        var instance = running(SELECTED);

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitEnd(instance, "done: It runs again");
        assertThat(console.state(instance)).isEqualTo("Running");
        var starts = console.calls("ecs:StartInstance", instance);
        assertThat(starts).hasSize(1);
        assertThat(records.query("select request_id from call where target = '" + instance + "' and code = 'OK'"))
                .singleElement()
                .extracting(row -> row.getString(0))
                .isEqualTo(starts.get(0).getString("requestId"));
        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
        given().get("/api/reactions?name=restart&instance=" + instance)
                .then()
                .body("items[0].result.starts", equalTo(1))
                .body("items[0].result.secondsToRecovery", greaterThan(0f));
        assertThat(records.query("select 1 from notice where kind = 'restarted' and instance_id = '" + instance + "'"))
                .hasSize(1);
    }

    @Test
    void startsAnInstanceOnceHoweverOftenItsStopIsTold() {
        // Given
        var instance = running(SELECTED);
        console.act("faults", Map.of("operation", "ecs:StartInstance", "latencyMillis", 300, "times", 1));

        // When
        console.act("instances/" + instance + "/stop");
        for (var copy = 0; copy < 5; copy++) {
            console.act(
                    "events",
                    Map.of(
                            "name",
                            "Instance:StateChange",
                            "instance",
                            instance,
                            "content",
                            Map.of("state", "Stopped")));
        }

        // Then
        awaitEnd(instance, "done: It runs again");
        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(records.query(
                                "select 1 from reaction where status = 'open' and instance_id = '" + instance + "'"))
                        .isEmpty());
        assertThat(console.calls("ecs:StartInstance", instance)).hasSize(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("untagged", Map.of(), null, "It is not tagged ecs-lifeguard/restart=on"),
                Arguments.of(
                        "opted out",
                        Map.of("tags", Map.of("ecs-lifeguard/restart", "off")),
                        null,
                        "It is tagged ecs-lifeguard/restart=off"),
                Arguments.of("in arrears", SELECTED, Map.of("reason", "financial"), "It is locked: financial"),
                Arguments.of("a risk", SELECTED, Map.of("reason", "security"), "It is locked: security"),
                Arguments.of("being reclaimed", SELECTED, Map.of("reason", "Recycling"), "It is being reclaimed"),
                Arguments.of(
                        "being reclaimed, in small letters",
                        SELECTED,
                        Map.of("reason", "recycling"),
                        "It is being reclaimed"),
                Arguments.of(
                        "Auto Scaling's",
                        Map.of(
                                "tags",
                                Map.of("ecs-lifeguard/restart", "on", "acs:autoscaling:scalingGroupId", "asg-1")),
                        null,
                        "Auto Scaling group asg-1 owns it"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void leavesAnInstanceDownThatShouldStayDown(
            String title, Map<String, Object> order, Map<String, Object> lock, String reason) {
        // Given
        var instance = running(order);

        // When
        console.act("instances/" + instance + "/stop");
        if (lock != null) {
            console.act("instances/" + instance + "/lock", lock);
        }

        // Then
        awaitEnd(instance, "skipped: " + reason);
        assertThat(console.calls("ecs:StartInstance", instance)).isEmpty();
        assertThat(console.state(instance)).isEqualTo("Stopped");
    }

    @Test
    void leavesAnInstanceDownThatWasStoppedToSaveCost() {
        // Given
        var instance = running(SELECTED);

        // When
        console.act("instances/" + instance + "/stop", Map.of("stoppedMode", "StopCharging"));

        // Then
        awaitEnd(instance, "skipped: It was stopped in economical mode");
        assertThat(console.calls("ecs:StartInstance", instance)).isEmpty();
    }

    @Test
    void leavesAnInstanceDownThatIsOnHoldUntilTheHoldIsLifted() {
        // Given
        var instance = running(SELECTED);
        var hold = hold("{\"instance\": \"%s\", \"reason\": \"disk swap\", \"until\": \"%s\"}"
                .formatted(instance, java.time.Instant.now().plusSeconds(3600)));

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitEnd(instance, "skipped: It is on hold until ");
        assertThat(records.reactions("restart", instance).get(0)).contains("disk swap");
        assertThat(console.calls("ecs:StartInstance", instance)).isEmpty();
        given().when().delete("/api/restart/holds/" + hold).then().statusCode(204);
        console.act("instances/" + instance + "/start");
        await().atMost(ofSeconds(20)).until(() -> console.state(instance).equals("Running"));
        console.act("instances/" + instance + "/stop");
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(records.reactions("restart", instance))
                        .last()
                        .asString()
                        .startsWith("done: It runs again"));
    }

    @Test
    void refusesAHoldOnWhatIsNoInstance() {
        // Given
        var named = running(SELECTED);
        var name = "web-" + named;
        await().atMost(ofSeconds(20))
                .until(() -> !records.query(
                                "update instance set name = '" + name + "' where id = '" + named + "' returning id")
                        .isEmpty());
        var body = "{\"instance\": \"%s\", \"reason\": \"disk swap\", \"until\": \"2027-01-01T00:00:00Z\"}";

        // When
        var unknown = given().contentType("application/json")
                .body(body.formatted("i-bp1misspelt"))
                .post("/api/restart/holds");
        var byName = given().contentType("application/json")
                .body(body.formatted(name))
                .post("/api/restart/holds");

        // Then
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.jsonPath().getString("parameter")).isEqualTo("instance");
        assertThat(unknown.jsonPath().getString("detail")).startsWith("ECS has no instance i-bp1misspelt");
        assertThat(byName.statusCode()).isEqualTo(400);
        assertThat(byName.jsonPath().getString("detail"))
                .isEqualTo(name + " is the name of " + named + ": a hold is on an id");
        assertThat(given().get("/api/restart/holds").jsonPath().getList("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "{",
                "{\"reason\": \"x\"}",
                "{\"reason\": \"x\", \"until\": \"tomorrow\"}",
                "{\"reason\": \"x\", \"until\": \"2001-01-01T00:00:00Z\"}",
                "{\"reason\": \"x\", \"until\": \"9999-01-01T00:00:00Z\"}",
                "{\"reason\": \" \", \"until\": \"2027-01-01T00:00:00Z\"}",
                "{\"reason\": \"x\", \"instance\": \"i 1\", \"until\": \"2027-01-01T00:00:00Z\"}",
                "{\"reason\": {}, \"until\": 7}"
            })
    void refusesAHoldThatMakesNoSense(String body) {
        // When
        var answer = given().contentType("application/json").body(body).when().post("/api/restart/holds");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().asString()).doesNotContain("Exception", "io.ecslifeguard");
        assertThat(given().get("/api/restart/holds").jsonPath().getList("")).isEmpty();
    }

    @Test
    void doesNotTouchInstancesOfOtherAccounts() {
        // When
        console.message("""
                {"id":"foreign-1","product":"ECS","name":"Instance:StateChange","userId":"99999","regionId":"cn-hangzhou",
                 "content":{"resourceId":"i-foreign","state":"Stopped"}}""");

        // Then
        awaitEnd("i-foreign", "skipped: The event is of account 99999");
        assertThat(console.calls("ecs:*", "i-foreign")).isEmpty();
    }

    @Test
    void saysThatAnInstanceIsGone() {
        // When
        console.message("""
                {"id":"gone-1","product":"ECS","name":"Instance:StateChange","regionId":"cn-hangzhou",
                 "content":{"resourceId":"i-gone","state":"Stopped"}}""");

        // Then
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(records.reactions("restart", "i-gone"))
                        .singleElement()
                        .asString()
                        .startsWith("skipped: It is gone"));
        assertThat(console.calls("ecs:DescribeInstances", "i-gone")).hasSize(3);
    }

    @Test
    void doesNotRacePlatformMaintenance() {
        // Given
        var instance = running(SELECTED);
        maintenance(instance, "Executing");

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(records.notes("restart", instance))
                        .anyMatch(note -> note.startsWith("The platform is at work on it")));
        assertThat(console.calls("ecs:StartInstance", instance)).isEmpty();
        maintenance(instance, "Executed");
        awaitEnd(instance, "done: It runs again");
    }

    @Test
    void triesAgainWhenItIsThrottled() {
        // Given
        var instance = running(SELECTED);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:StartInstance",
                        "times",
                        2,
                        "error",
                        Map.of("status", 400, "code", "Throttling.User", "message", "Request was denied")));

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitEnd(instance, "done: It runs again");
    }

    @Test
    void startsOnceWhenTheAnswerIsLost() {
        // Given
        var instance = running(SELECTED);
        console.act("faults", Map.of("operation", "ecs:StartInstance", "times", 1, "drop", "after"));

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitEnd(instance, "done: It runs again");
        assertThat(console.calls("ecs:StartInstance", instance)).hasSize(1);
    }

    @Test
    void startsOnceWhenTheServiceAnswersWithAnErrorOfItsOwn() {
        // Given
        var instance = running(SELECTED);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:StartInstance",
                        "times",
                        1,
                        "error",
                        Map.of(
                                "status",
                                500,
                                "code",
                                "InternalError",
                                "message",
                                "The request processing has failed")));

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitEnd(instance, "done: It runs again");
        assertThat(records.query("select 1 from call where code = 'OK' and target = '" + instance + "'"))
                .hasSize(1);
    }

    @Test
    void leavesAnInstanceAloneThatCameBackByItself() {
        // Given
        var instance = running(SELECTED);

        // When
        console.act(
                "events",
                Map.of("name", "Instance:StateChange", "instance", instance, "content", Map.of("state", "Stopped")));

        // Then
        awaitEnd(instance, "skipped: It runs already");
        assertThat(console.calls("ecs:DescribeInstances", instance)).hasSize(2);
        assertThat(console.calls("ecs:StartInstance", instance)).isEmpty();
    }

    @Test
    void givesUpAndSaysWhyWhenThePermissionIsMissing() {
        // Given
        var instance = running(SELECTED);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:StartInstance",
                        "match",
                        Map.of("InstanceId", instance),
                        "error",
                        Map.of("status", 403, "code", "Forbidden.RAM", "message", "User not authorized")));

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitEnd(instance, "failed: StartInstance: Forbidden.RAM");
    }

    private static int hold(String body) {
        return given().contentType("application/json")
                .body(body)
                .when()
                .post("/api/restart/holds")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void maintenance(String instance, String status) {
        console.act(
                "events",
                Map.of(
                        "name",
                        "Instance:SystemMaintenance.Reboot:" + status,
                        "instance",
                        instance,
                        "content",
                        Map.of("eventId", "e-1", "eventType", "SystemMaintenance.Reboot", "eventStatus", status)));
    }

    private String running(Map<String, Object> order) {
        var instance = console.create(order);
        await().atMost(ofSeconds(20)).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    private void awaitEnd(String instance, String beginning) {
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(records.reactions("restart", instance))
                        .first()
                        .asString()
                        .startsWith(beginning));
    }
}
