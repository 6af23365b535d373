package io.ecslifeguard.restart;

import static io.restassured.RestAssured.given;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters, circuits and the brake, through the whole service. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(RestartLimitsIT.Limited.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class RestartLimitsIT {

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
        // the instances of another test are no part of the fleet
        change("update instance set missing_since = now()");
        change("update brake set released_at = now() where released_at is null");
    }

    @Test
    void waitsLongerBeforeEachFurtherStart() {
        // Given
        var instance = running();

        // When
        stopAndAwaitRunning(instance, 1);
        console.act("instances/" + instance + "/stop");

        // Then
        awaitRestart(instance, 2, "done: It runs again");
        assertThat(records.notes("restart", instance))
                .anyMatch(note -> note.startsWith("Stopped again after 1 start within 60 min; the next start is at"));
        assertThat(records.query("select 1 from start where instance_id = '" + instance + "'"))
                .hasSize(2);
    }

    @Test
    void opensTheCircuitOfAnInstanceThatStopsAgainAndAgain() {
        // Given
        var instance = running();
        stopAndAwaitRunning(instance, 1);
        stopAndAwaitRunning(instance, 2);

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitRestart(instance, 3, "failed: Given up: left alone until ");
        assertThat(records.query(
                        "select 1 from notice where kind = 'circuit_opened' and instance_id = '" + instance + "'"))
                .hasSize(1);
        circuit(instance).then().statusCode(200).body("open", equalTo(true)).body("reason", containsString("2 times"));
        assertThat(given().get("/api/restart/circuits").jsonPath().getList("instance"))
                .contains(instance);

        // When
        console.act("instances/" + instance + "/start");
        await().atMost(ofSeconds(20)).until(() -> console.state(instance).equals("Running"));
        console.act("instances/" + instance + "/stop");

        // Then
        awaitRestart(instance, 4, "skipped: Its restart circuit is open until ");
        assertThat(console.state(instance)).isEqualTo("Stopped");

        // When
        var closed = given().post("/api/instances/" + instance + "/restart-circuit/close");

        // Then
        closed.then().statusCode(200).body("open", equalTo(false)).body("closedBy", equalTo("hand"));
        awaitRestart(instance, 5, "done: It runs again");
        given().post("/api/instances/" + instance + "/restart-circuit/close")
                .then()
                .statusCode(404);
    }

    @Test
    void looksAtTheInstanceOnceMoreWhenItsCircuitClosesByItself() {
        // Given
        var instance = running();
        stopAndAwaitRunning(instance, 1);
        stopAndAwaitRunning(instance, 2);
        console.act("instances/" + instance + "/stop");
        awaitRestart(instance, 3, "failed: Given up: left alone until ");

        // When
        change("update circuit set until = now() where instance_id = '" + instance + "'");

        // Then
        awaitRestart(instance, 4, "done: It runs again");
        circuit(instance).then().body("open", equalTo(false)).body("closedBy", equalTo("time"));
    }

    @Test
    void pausesAllRestartsWhenMuchOfTheFleetStopsUntilAHandReleasesThem() {
        // Given
        var fleet = Stream.generate(this::running).limit(8).toList();

        // When
        fleet.stream().limit(5).forEach(one -> console.act("instances/" + one + "/stop"));

        // Then
        awaitPause(fleet.subList(0, 5));
        given().get("/api/restart/brake")
                .then()
                .statusCode(200)
                .body("on", equalTo(true))
                .body("fleet", equalTo(8))
                .body("reason", containsString(" of 8 instances stopped within 60 s"));
        assertThat(records.query(
                        "select 1 from notice where kind = 'brake_on' and text like '%instances stopped within%'"))
                .hasSize(1);

        // When
        var released = brake("{\"on\": false, \"reason\": \"it was planned\"}");

        // Then
        released.then().statusCode(200).body("on", equalTo(false)).body("releasedBy", equalTo("hand"));
        awaitRunning(fleet);
        assertThat(fleet.subList(0, 5))
                .allSatisfy(one -> assertThat(records.query("select 1 from start where instance_id = '" + one + "'"))
                        .hasSize(1));
        brake("{\"on\": false}").then().statusCode(404).body("detail", containsString("not on"));
    }

    @Test
    void goesOnByItselfWhenTheTimeOfTheBrakeIsOver() {
        // Given
        var instance = running();
        brake("{\"on\": true, \"reason\": \"network change\", \"until\": \"%s\"}"
                        .formatted(Instant.now().plusSeconds(3600)))
                .then()
                .statusCode(200)
                .body("on", equalTo(true));
        console.act("instances/" + instance + "/stop");
        awaitPause(List.of(instance));

        // When
        change("update brake set until = now() where released_at is null");

        // Then
        awaitRunning(List.of(instance));
        given().get("/api/restart/brake")
                .then()
                .body("on", equalTo(false))
                .body("releasedBy", equalTo("time"))
                .body("reason", equalTo("network change"));
    }

    @Test
    void leavesTheWholeFleetDownThatIsOnHold() {
        // Given
        var instance = running();
        int hold = given().contentType("application/json")
                .body("{\"reason\": \"data centre works\", \"until\": \"%s\"}"
                        .formatted(Instant.now().plusSeconds(3600)))
                .post("/api/restart/holds")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        awaitRestart(instance, 1, "skipped: It is on hold until ");
        given().delete("/api/restart/holds/" + hold).then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"on\": \"maybe\"}",
                "{\"on\": true}",
                "{\"on\": true, \"reason\": \"x\"}",
                "{\"on\": true, \"reason\": \"x\", \"until\": \"tomorrow\"}",
                "{\"on\": true, \"reason\": \" \", \"until\": \"2027-01-01T00:00:00Z\"}",
                "{\"on\": true, \"reason\": \"x\", \"until\": \"2001-01-01T00:00:00Z\"}",
                "{\"on\": false, \"reason\": \"\"}"
            })
    void refusesAnOrderOfTheBrakeThatMakesNoSense(String body) {
        // When
        var answer = brake(body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().asString()).doesNotContain("Exception", "io.ecslifeguard");
        given().get("/api/restart/brake").then().body("on", equalTo(false));
    }

    @ParameterizedTest
    @CsvSource({"i%20x, 400", "i-never-heard-of, 404"})
    void refusesToCloseWhatIsNoCircuit(String instance, int status) {
        // When
        var answer = given().urlEncodingEnabled(false).post("/api/instances/" + instance + "/restart-circuit/close");

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    private void stopAndAwaitRunning(String instance, int times) {
        console.act("instances/" + instance + "/stop");
        awaitRestart(instance, times, "done: It runs again");
    }

    private void awaitRestart(String instance, int number, String beginning) {
        await().atMost(ofSeconds(60))
                .untilAsserted(() -> assertThat(records.reactions("restart", instance))
                        .hasSize(number)
                        .last()
                        .asString()
                        .startsWith(beginning));
    }

    private void awaitPause(List<String> instances) {
        await().atMost(ofSeconds(60))
                .untilAsserted(() -> assertThat(instances)
                        .allSatisfy(one -> assertThat(records.reactions("restart", one))
                                .last()
                                .asString()
                                .startsWith("open: Restarts of the whole fleet pause until ")));
        assertThat(instances).allSatisfy(one -> assertThat(console.state(one)).isEqualTo("Stopped"));
    }

    private void awaitRunning(List<String> instances) {
        await().atMost(ofSeconds(60))
                .untilAsserted(() -> assertThat(instances)
                        .allSatisfy(one -> assertThat(console.state(one)).isEqualTo("Running")));
    }

    private String running() {
        var instance = console.create(SELECTED);
        await().atMost(ofSeconds(20)).until(() -> console.state(instance).equals("Running"));
        await().atMost(ofSeconds(20))
                .until(() -> !records.query(
                                "select 1 from instance where state = 'Running' and id = '" + instance + "'")
                        .isEmpty());
        return instance;
    }

    private Response circuit(String instance) {
        return given().get("/api/instances/" + instance + "/restart-circuit");
    }

    private static Response brake(String body) {
        return given().contentType("application/json").body(body).post("/api/restart/brake");
    }

    private void change(String sql) {
        assertThat(records.query(sql)).isEmpty();
    }

    /** Few starts are enough, and a small fleet has a brake. */
    public static class Limited implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lifeguard.restart.max-starts", "2",
                    "lifeguard.restart.brake.enabled", "true",
                    "lifeguard.restart.brake.window", "60s",
                    "lifeguard.restart.brake.number", "3",
                    "lifeguard.restart.brake.share", "0.3",
                    "lifeguard.restart.debounce", "1s",
                    "lifeguard.restart.back-off", "2s",
                    "lifeguard.fleet.enabled", "false");
        }
    }
}
