package io.ecslifeguard.history;

import static io.ecslifeguard.history.Recordings.NOON;
import static io.ecslifeguard.history.Recordings.state;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(QuietService.class)
class InstancesTest {

    private final Recordings recordings;

    InstancesTest(Recordings recordings) {
        this.recordings = recordings;
    }

    @BeforeEach
    void clear() {
        recordings.clear();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | i-3 i-2 i-1",
                "state=STOPPED                                   | i-2",
                "released=true                                   | i-1",
                "released=false                                  | i-3 i-2",
                "region=cn-beijing                               | i-3",
                "text=I-2                                        | i-2",
                "text=WEB                                        | i-1",
                "text=g7.large                                   | i-2",
                "text=192.168.0.7                                | i-1",
                "text=47.1.2.3                                   | i-3",
                "text=%25                                        | i-3",
                "text=50%25                                      | i-3",
                "text=_                                          | i-1",
                "text=!                                          | i-3",
                "text=%5C                                        | ''",
                "text=%27%20or%201=1                              | ''",
                "from=2026-11-23T12:00:30Z                       | i-3 i-2",
                "to=2026-11-23T12:00:00Z                         | i-2",
                "from=2026-11-23T12:00:01Z&to=2026-11-23T12:00:05Z | i-3 i-2 i-1",
                "from=2026-11-23T11:00:00Z&to=2026-11-23T11:30:00Z | i-2",
                "from=2026-11-24T11:00:00Z                       | i-2",
                "released=false&region=cn-hangzhou&state=Stopped | i-2"
            })
    void listsWhatAFilterAsksFor(String query, String expected) {
        // Given
        recordings.record(
                state("e-1", "i-1", "Created", NOON),
                state("e-2", "i-1", "Deleted", NOON.plusSeconds(10)),
                state("e-3", "i-2", "Created", NOON.minusSeconds(7200)),
                state("e-4", "i-2", "Stopped", NOON.plusSeconds(86400)),
                state("e-5", "i-3", "Running", NOON.plusSeconds(2)),
                state("e-6", "i-3", "Running", NOON.plusSeconds(40)));
        recordings.sql("update instance set first_seen_at = '2026-11-23T12:00:00Z'::timestamptz"
                + " + right(id, 1)::int * interval '1 second'");
        recordings.sql("update instance set name = 'my_Web', private_ips = '{192.168.0.7}' where id = 'i-1'");
        recordings.sql("update instance set type = 'ecs.g7.large' where id = 'i-2'");
        recordings.sql(
                "update instance set name = '50% off!', region = 'cn-beijing', public_ips = '{47.1.2.3,47.9.9.9}' where id = 'i-3'");

        // When
        List<String> ids = given().urlEncodingEnabled(false)
                .get("/api/instances?limit=50&" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");

        // Then
        assertThat(ids).containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @Test
    void tellsTheLifeOfAReleasedInstanceInItsOrder() {
        // Given
        recordings.record(
                state("e-1", "i-1", "Created", NOON),
                state("e-2", "i-1", "Stopped", NOON.plusSeconds(10), "restart"),
                state("e-3", "i-2", "Stopped", NOON.plusSeconds(10), "restart"),
                state("e-4", "i-1", "Deleted", NOON.plusSeconds(100)));
        recordings.sql(
                "update reaction set created_at = ?::timestamptz, note = 'Started', status = 'done',"
                        + " finished_at = now(), attempts = 2 where instance_id = 'i-1'",
                "2026-11-23T12:00:11Z");
        attempt(1, "2026-11-23T12:00:20Z", "again", "It is still Stopping");
        attempt(2, "2026-11-23T12:00:30Z", "done", "Started");
        call("i-1", "2026-11-23T12:00:25Z", "R-1");
        recordings.sql("update instance set name = 'web', tags = '{\"a\":\"b\"}', locks = '{Recycling}'"
                + " where id = 'i-1'");

        // When
        var answer = given().get("/api/instances/i-1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getMap("instance"))
                .containsEntry("state", "Deleted")
                .containsEntry("createdAt", "2026-11-23T12:00:00.000000Z")
                .containsEntry("releasedAt", "2026-11-23T12:01:40.000000Z")
                .containsEntry("name", "web")
                .containsEntry("tags", Map.of("a", "b"))
                .containsEntry("locks", List.of("Recycling"))
                .doesNotContainKeys("zone", "describedAt", "addresses");
        assertThat(answer.getList("life.type"))
                .containsExactly("event", "event", "reaction", "attempt", "call", "attempt", "event");
        assertThat(answer.getList("life.at"))
                .containsExactly(
                        "2026-11-23T12:00:00.000000Z",
                        "2026-11-23T12:00:10.000000Z",
                        "2026-11-23T12:00:11.000000Z",
                        "2026-11-23T12:00:20.000000Z",
                        "2026-11-23T12:00:25.000000Z",
                        "2026-11-23T12:00:30.000000Z",
                        "2026-11-23T12:01:40.000000Z");
        assertThat(answer.getString("life[3].attempt.note")).isEqualTo("It is still Stopping");
        assertThat(answer.getString("life[3].attempt.name")).isEqualTo("restart");
        assertThat(answer.getString("life[4].call.requestId")).isEqualTo("R-1");
        assertThat(answer.getString("life[4].call.code")).isEqualTo("OK");
        assertThat(answer.getInt("life[4].call.durationMs")).isEqualTo(12);
        assertThat(answer.getBoolean("life[4].call.dryRun")).isFalse();
        assertThat(answer.getString("older")).isNull();
    }

    @Test
    void tellsALongLifeInParts() {
        // Given
        recordings.record(state("e-1", "i-1", "Stopped", NOON, "restart"));
        recordings.sql("update reaction set created_at = ?::timestamptz", NOON.toString());
        for (var number = 1; number <= 3; number++) {
            // Everything at the same time: only the kind and the number tell them apart.
            attempt(number, NOON.toString(), "again", "Note " + number);
            call("i-1", NOON.toString(), "R-" + number);
            call("i-2", NOON.toString(), "R-" + number + "-of-another");
        }
        var whole = given().get("/api/instances/i-1").jsonPath().<Map<String, Object>>getList("life");

        // When
        var parts = new java.util.ArrayList<Map<String, Object>>();
        String older = null;
        do {
            var request = given().queryParam("limit", 2);
            var part = (older == null ? request : request.queryParam("cursor", older))
                    .get("/api/instances/i-1")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            parts.addAll(0, part.getList("life"));
            older = part.getString("older");
        } while (older != null);

        // Then
        assertThat(whole).hasSize(11);
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void knowsNothingOfAnInstanceThatWasNeverHeardOf() {
        // When
        var answer = given().get("/api/instances/i-none").then();

        // Then
        answer.statusCode(404).contentType("application/problem+json");
        assertThat(answer.extract().jsonPath().getString("detail")).contains("i-none");
    }

    @Test
    void tellsOfAnInstanceThatOnlyACallNames() {
        // Given
        recordings.sql("insert into call (replica, api, target, instances, request, dry_run)"
                + " values ('r', 'ECS RunInstances', 'lt-1', '{i-new}', '{}', false)");

        // When
        var answer = given().get("/api/instances/i-new")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getList("life.type")).containsExactly("call");
        assertThat(answer.getMap("").keySet()).doesNotContain("instance");
    }

    private void attempt(int number, String at, String outcome, String note) {
        recordings.sql(
                "insert into attempt (reaction_id, number, started_at, ended_at, replica, outcome, note)"
                        + " values (1, ?, ?::timestamptz, ?::timestamptz, 'r', ?, ?)",
                number,
                at,
                at,
                outcome,
                note);
    }

    private void call(String instance, String at, String requestId) {
        recordings.sql(
                "insert into call (reaction_id, at, replica, api, target, instances, request, dry_run, code, request_id,"
                        + " http_status, duration_ms) values (1, ?::timestamptz, 'r', 'ECS StartInstance', ?, array[?],"
                        + " '{\"n\":1.0}', false, 'OK', ?, 200, 12)",
                at,
                instance,
                instance,
                requestId);
    }
}
