package io.ecslifeguard.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.ecslifeguard.history.QuietService;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(QuietService.class)
@WithTestResource(AccessUsers.class)
class AccessTest {

    @Inject
    AgroalDataSource journal;

    private TokenIssuer issuer;

    @ParameterizedTest
    @CsvSource({
        "GET,/",
        "GET,/api/events",
        "GET,/api/events/",
        "GET,//api/events",
        "GET,/api//events",
        "GET,/x/../api/events",
        "GET,/api/%65vents",
        "GET,/api/events;a=b",
        "GET,/api/none",
        "HEAD,/api/events",
        "OPTIONS,/api/events",
        "POST,/api/restart/brake",
        "DELETE,/api/restart/holds/1",
        "POST,/api/quarantine/1/replay",
        "GET,/q/openapi"
    })
    void asksWhoCalls(String method, String target) {
        // When
        var answer = RawHttp.send(method, target, "Content-Length: 0\r\n");

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head())
                .contains("content-type: application/problem+json")
                .contains("www-authenticate: bearer, basic realm=\"ecs-lifeguard\"");
        if (!method.equals("HEAD")) {
            assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic !!!",
                "Basic ",
                "Basic dml2",
                "Basic Omxvb2s=",
                "Bearer ",
                "Bearer x",
                "Bearer x.y.z",
                "Digest username=viv",
                "viv:look"
            })
    void takesNothingElseForCredentials(String credentials) {
        // When
        var answer = RawHttp.send("GET", "/api/events", "Authorization: " + credentials + "\r\n");

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head()).contains("content-type: application/problem+json");
    }

    @Test
    void letsAViewerReadAndNotChange() {
        // When
        var read = as("viv", "look").get("/api/events");
        var described = as("viv", "look").get("/q/openapi");
        var changed = as("viv", "look")
                .contentType("application/json")
                .body("{\"on\":false}")
                .post("/api/restart/brake");

        // Then
        assertThat(List.of(read.statusCode(), described.statusCode())).containsOnly(200);
        assertThat(changed.statusCode()).isEqualTo(403);
        assertThat(changed.contentType()).startsWith("application/problem+json");
        assertThat(changed.jsonPath().getString("detail"))
                .isEqualTo("viv may read; only an operator may change something");
    }

    @ParameterizedTest
    @CsvSource({"viv,act", "viv,''", "viv,Look", "nobody,look", "VIV,look"})
    void letsNobodyInByAnotherPassword(String name, String password) {
        // When
        var answer = as(name, password).get("/api/events");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("The name or the password is wrong");
    }

    @Test
    void recordsWhoPlacedAndLiftedAHold() {
        // When
        var placed = order("act", "/api/restart/holds", "\"reason\":\"disk\",\"until\":\"" + soon() + "\"")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        as("ops", "act")
                .delete("/api/restart/holds/" + placed.getLong("id"))
                .then()
                .statusCode(204);

        // Then
        assertThat(placed.getString("placedByUser")).isEqualTo("ops");
        assertThat(rows("select placed_by_user, lifted_by_user from hold")).containsExactly("ops ops");
    }

    @Test
    void recordsWhoPutOnAndReleasedTheBrake() {
        // When
        var on = order("act", "/api/restart/brake", "\"on\":true,\"reason\":\"net\",\"until\":\"" + soon() + "\"");
        var off = bearer(issuer.token(issuer.claims("jane", "sre")))
                .contentType("application/json")
                .body("{\"on\":false}")
                .post("/api/restart/brake");

        // Then
        assertThat(on.jsonPath().getString("putOnByUser")).isEqualTo("ops");
        assertThat(off.jsonPath().getString("putOnByUser")).isEqualTo("ops");
        assertThat(off.jsonPath().getString("releasedBy")).isEqualTo("hand");
        assertThat(off.jsonPath().getString("releasedByUser")).isEqualTo("jane");
    }

    @Test
    void recordsWhoClosedACircuit() {
        // Given
        execute("""
                with happened as (insert into event (key, occurred_at, enqueued_at, kind, name, level, product, envelope,
                        queue, message_id, dequeue_count, payload)
                    values ('access', now(), now(), 'state', 'x', 'INFO', 'ECS', 'x', 'q', 'm', 1, '{}') returning seq),
                called as (insert into reaction (name, event_seq, instance_id, status)
                    select 'restart', seq, 'i-access', 'done' from happened returning id)
                insert into circuit (instance_id, reaction_id, reason, until)
                    select 'i-access', id, 'too often', now() + interval '1 hour' from called""");

        // When
        var closed = as("ops", "act").post("/api/instances/i-access/restart-circuit/close");

        // Then
        assertThat(closed.jsonPath().getString("closedBy")).isEqualTo("hand");
        assertThat(closed.jsonPath().getString("closedByUser")).isEqualTo("ops");
    }

    @Test
    void recordsWhoHadAMessageReadAnew() {
        // Given
        execute("insert into quarantine (queue, message_id, enqueued_at, dequeue_count, body, reason)"
                + " values ('q', 'access', now(), 1, 'no json', 'no json')");
        var id = rows("select id from quarantine where message_id = 'access'").get(0);

        // When
        as("ops", "act").post("/api/quarantine/" + id + "/replay").then().statusCode(200);

        // Then
        assertThat(as("viv", "look").get("/api/quarantine/" + id).jsonPath().getString("replayedByUser"))
                .isEqualTo("ops");
    }

    @Test
    void letsInByATokenWhomItsRolesLetIn() {
        // When
        var reader = bearer(issuer.token(issuer.claims("jane", "viewer")));
        var stranger = bearer(issuer.token(issuer.claims("joe", "sales"))).get("/api/events");

        // Then
        assertThat(reader.get("/api/events").statusCode()).isEqualTo(200);
        assertThat(reader.post("/api/quarantine/1/replay").statusCode()).isEqualTo(403);
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.jsonPath().getString("detail"))
                .isEqualTo("joe has none of the roles that may read: viewer");
    }

    @Test
    void takesNoTokenThatIsNotForIt() {
        // Given
        var good = issuer.claims("jane", "sre");
        var past = Instant.now().getEpochSecond() - 3600;

        // When
        var tokens = List.of(
                TokenIssuer.forged(good),
                TokenIssuer.unsigned(good),
                issuer.token(good.copy().put("aud", "another")),
                issuer.token(good.copy().put("iss", "https://login.example")),
                issuer.token(good.copy().put("exp", past).put("iat", past - 300)));

        // Then
        assertThat(tokens).allSatisfy(token -> {
            var answer = bearer(token).get("/api/events");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer, Basic");
        });
        assertThat(bearer(issuer.token(good)).get("/api/events").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin,https://elsewhere.example",
        "Origin,null",
        "Origin,http://localhost:1",
        "Sec-Fetch-Site,cross-site",
        "Sec-Fetch-Site,same-site"
    })
    void changesNothingForAPageOfAnotherSite(String header, String value) {
        // When
        var changed = as("ops", "act").header(header, value).post("/api/quarantine/1/replay");
        var read = as("ops", "act").header(header, value).get("/api/events");

        // Then
        assertThat(changed.statusCode()).isEqualTo(403);
        assertThat(changed.jsonPath().getString("detail")).contains("another site");
        assertThat(read.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void tellsBrowsersWhatTheyMustNotDo() {
        // When
        var answers = List.of(
                as("viv", "look").get("/api/events"),
                as("viv", "look").get("/api/none"),
                given().get("/api/events"),
                as("viv", "look").post("/api/quarantine/1/replay"));

        // Then
        assertThat(answers).extracting(answer -> answer.statusCode()).containsExactly(200, 404, 401, 403);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Strict-Transport-Security")).isNull();
        });
    }

    @Test
    void tellsBrowsersThatCameByTlsToComeByNothingElse() {
        // When
        var answer = as("viv", "look").header("X-Forwarded-Proto", "https").get("/api/events");

        // Then
        assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    @Test
    void describesNoIssuerThatMayNotBeThere() {
        assertThat(as("viv", "look").get("/q/openapi").asString()).doesNotContain("openIdConnect");
    }

    private static Response order(String password, String path, String fields) {
        return as("ops", password)
                .contentType("application/json")
                .body("{" + fields + "}")
                .post(path);
    }

    private static RequestSpecification as(String name, String password) {
        var credentials = Base64.getEncoder().encodeToString((name + ":" + password).getBytes());
        return given().header("Authorization", "Basic " + credentials);
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static String soon() {
        return Instant.now().plusSeconds(600).toString();
    }

    private void execute(String sql) {
        try (var connection = journal.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private List<String> rows(String sql) {
        try (var connection = journal.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (found.next()) {
                var row = new ArrayList<String>();
                for (var column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.add(found.getString(column));
                }
                rows.add(String.join(" ", row));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
