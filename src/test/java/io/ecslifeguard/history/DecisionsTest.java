package io.ecslifeguard.history;

import static io.ecslifeguard.history.Recordings.NOON;
import static io.ecslifeguard.history.Recordings.interruption;
import static io.ecslifeguard.history.Recordings.parked;
import static io.ecslifeguard.history.Recordings.state;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
class DecisionsTest {

    private final Recordings recordings;

    DecisionsTest(Recordings recordings) {
        this.recordings = recordings;
    }

    @BeforeEach
    void record() {
        recordings.clear();
        recordings.record(
                state("e-1", "i-1", "Stopped", NOON, "restart"),
                interruption("e-2", "i-2", NOON.plusSeconds(1), "evacuate"));
        recordings.sql("update reaction set created_at = ?::timestamptz + id * interval '1 second'", NOON.toString());
        recordings.sql("update reaction set status = 'skipped', attempts = 1, note = 'It is on hold',"
                + " finished_at = now(), memory = '{\"n\":1.0}' where name = 'restart'");
        recordings.sql("insert into attempt (reaction_id, number, started_at, replica, outcome, note)"
                + " select id, n, now(), 'r', 'again', 'Note ' || n from reaction, generate_series(1, 2) n"
                + " where name = 'restart'");
        recordings.sql("insert into call (reaction_id, at, replica, api, target, instances, request, dry_run, code,"
                + " message, request_id, http_status, duration_ms)"
                + " select id, '2026-11-23T12:00:05Z', 'r', 'ECS StartInstance', 'i-1', '{i-1}',"
                + " '{\"InstanceId\":\"i-1\", \"n\":1.0}', true, 'DryRun', 'Not made', 'R-1', 400, 7"
                + " from reaction where name = 'restart'");
        recordings.sql("insert into call (at, replica, api, target, instances, request, dry_run) values"
                + " ('2026-11-23T12:00:06Z', 'r', 'SLB RemoveVServerGroupBackendServers', 'rsp-1', '{i-2,i-3}', '{}',"
                + " false)");
        recordings.record(parked("ecs-events", "m-1", "not JSON\n"), parked("ecs-spot", "m-2", "\u0000\u0007"));
        recordings.sql(
                "update quarantine set received_at = ?::timestamptz + id * interval '1 second'", NOON.toString());
        recordings.sql("update quarantine set replayed_at = now() where message_id = 'm-1'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reactions  | ''                                  | name      | restart evacuate",
                "reactions  | instance=i-1                        | name      | restart",
                "reactions  | name=evacuate                       | name      | evacuate",
                "reactions  | name=none                           | name      | ''",
                "reactions  | status=SKIPPED                      | name      | restart",
                "reactions  | status=open                         | name      | evacuate",
                "reactions  | status=open&instance=i-1            | name      | ''",
                "reactions  | from=2100-01-01T00:00:00Z           | name      | ''",
                "reactions  | to=2026-11-23T12:01:00Z             | name      | restart evacuate",
                "reactions  | to=2026-11-23T12:00:00Z             | name      | ''",
                "calls      | ''                                  | target    | rsp-1 i-1",
                "calls      | instance=i-3                        | target    | rsp-1",
                "calls      | instance=i-1                        | target    | i-1",
                "calls      | instance=i                          | target    | ''",
                "calls      | api=ECS+StartInstance               | target    | i-1",
                "calls      | api=ECS                             | target    | ''",
                "calls      | code=DryRun                         | target    | i-1",
                "calls      | code=OK                             | target    | ''",
                "calls      | reaction=99                         | target    | ''",
                "calls      | dryRun=true                         | target    | i-1",
                "calls      | dryRun=false                        | target    | rsp-1",
                "calls      | from=2026-11-23T12:00:06Z           | target    | rsp-1",
                "calls      | to=2026-11-23T12:00:06Z             | target    | i-1",
                "quarantine | ''                                  | messageId | m-2 m-1",
                "quarantine | queue=ecs-spot                      | messageId | m-2",
                "quarantine | queue=ecs                           | messageId | ''",
                "quarantine | replayed=true                       | messageId | m-1",
                "quarantine | replayed=false                      | messageId | m-2",
                "quarantine | from=2026-11-23T12:10:00Z           | messageId | ''",
                "quarantine | to=2026-11-23T12:10:00Z             | messageId | m-2 m-1"
            })
    void listsWhatAFilterAsksFor(String listing, String query, String field, String expected) {
        // When
        List<String> found = given().urlEncodingEnabled(false)
                .get("/api/" + listing + "?limit=50&" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items." + field);

        // Then
        assertThat(found).containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @Test
    void tellsAReactionWithItsAttemptsAndCalls() {
        // Given
        long id = given().get("/api/reactions?name=restart").jsonPath().getLong("items[0].id");

        // When
        var text = given().get("/api/reactions/" + id).then().statusCode(200).extract();
        var answer = text.jsonPath();

        // Then
        assertThat(answer.getMap("reaction"))
                .containsEntry("name", "restart")
                .containsEntry("instance", "i-1")
                .containsEntry("status", "skipped")
                .containsEntry("note", "It is on hold")
                .containsKeys("event", "createdAt", "finishedAt", "memory")
                .doesNotContainKeys("dueAt", "waitsFor", "leaseOwner", "deadline");
        assertThat(answer.getList("attempts.note")).containsExactly("Note 1", "Note 2");
        assertThat(answer.getList("calls")).hasSize(1);
        Map<String, Object> call = answer.getMap("calls[0]");
        assertThat(call)
                .containsEntry("api", "ECS StartInstance")
                .containsEntry("at", "2026-11-23T12:00:05.000000Z")
                .containsEntry("requestId", "R-1")
                .containsEntry("code", "DryRun")
                .containsEntry("message", "Not made")
                .containsEntry("httpStatus", 400)
                .containsEntry("durationMs", 7)
                .containsEntry("dryRun", true);
        assertThat(text.asString())
                .contains("\"request\":{\"InstanceId\":\"i-1\", \"n\":1.0}", "\"memory\":{\"n\":1.0}");
    }

    @Test
    void showsACallOfSeveralReactionsForEachOfThem() {
        // Given
        recordings.sql("insert into call (reactions, at, replica, api, target, instances, request, dry_run)"
                + " select array_agg(id), '2026-11-23T12:00:07Z', 'r', 'SLB SetVServerGroupAttribute', 'rsp-2', '{}',"
                + " '{}', false from reaction");

        for (var name : List.of("restart", "evacuate")) {
            // When
            long id = given().get("/api/reactions?name=" + name).jsonPath().getLong("items[0].id");
            List<String> listed =
                    given().get("/api/calls?reaction=" + id).jsonPath().getList("items.target");
            List<String> own = given().get("/api/reactions/" + id).jsonPath().getList("calls.target");
            var instance = name.equals("restart") ? "i-1" : "i-2";
            List<Object> life =
                    given().get("/api/instances/" + instance).jsonPath().getList("life.findAll { it.type == 'call' }");

            // Then
            assertThat(listed).contains("rsp-2").hasSize(name.equals("restart") ? 2 : 1);
            assertThat(own).contains("rsp-2").hasSize(name.equals("restart") ? 2 : 1);
            assertThat(life).hasSize(2).asString().containsOnlyOnce("rsp-2");
        }
        assertThat(given().get("/api/calls?limit=1").jsonPath().<Integer>getList("items[0].reactions"))
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void tellsWhatIsNotKnownByLeavingItOut() {
        // When
        Map<String, Object> call =
                given().get("/api/calls?dryRun=false").jsonPath().getMap("items[0]");

        // Then
        assertThat(call).doesNotContainKeys("code", "message", "requestId", "httpStatus", "durationMs", "reaction");
    }

    @Test
    void givesAQuarantinedBodyBackAsTextWhereItIsOneAndAlwaysAsBytes() {
        // When
        List<Map<String, Object>> items =
                given().get("/api/quarantine").jsonPath().getList("items");

        // Then
        assertThat(items.get(1)).containsEntry("body", "not JSON\n").containsEntry("bodyBase64", base64("not JSON\n"));
        assertThat(items.get(0)).doesNotContainKey("body").containsEntry("bodyBase64", base64("\u0000\u0007"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
