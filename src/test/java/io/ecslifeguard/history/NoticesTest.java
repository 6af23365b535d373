package io.ecslifeguard.history;

import static io.ecslifeguard.history.Recordings.NOON;
import static io.ecslifeguard.history.Recordings.state;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
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
class NoticesTest {

    private final Recordings recordings;

    NoticesTest(Recordings recordings) {
        this.recordings = recordings;
    }

    @BeforeEach
    void record() {
        recordings.clear();
        recordings.record(state("e-1", "i-1", "Stopped", NOON, "restart"));
        recordings.sql("insert into notice (kind, instance_id, reaction_id, text, created_at)"
                + " select 'given_up', 'i-1', id, 'It is left down', '2026-11-23T12:00:05Z' from reaction");
        recordings.sql("insert into notice (kind, text, created_at)"
                + " values ('access_denied', 'The queue is closed to us', '2026-11-23T12:00:06Z')");
        recordings.sql("insert into delivery (notice_id, destination, sent_at, problem)"
                + " select id, 'ops', '2026-11-23T12:00:07.5Z', null from notice where kind = 'given_up'");
        recordings.sql("insert into delivery (notice_id, destination, failed_at, problem)"
                + " select id, 'night', '2026-11-24T12:00:07Z', 'HTTP 500' from notice where kind = 'given_up'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | access_denied given_up",
                "instance=i-1              | given_up",
                "instance=i-2              | ''",
                "kind=ACCESS_DENIED        | access_denied",
                "kind=restarted            | ''",
                "from=2026-11-23T12:00:06Z | access_denied",
                "to=2026-11-23T12:00:06Z   | given_up"
            })
    void listsWhatAFilterAsksFor(String query, String expected) {
        // When
        List<String> found = given().urlEncodingEnabled(false)
                .get("/api/notices?limit=50&" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.kind");

        // Then
        assertThat(found).containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @Test
    void goesOnWithTheNextPage() {
        // Given
        var first = given().get("/api/notices?limit=1").jsonPath();

        // When
        var second = given().get("/api/notices?limit=1&cursor=" + first.getString("next"))
                .jsonPath();

        // Then
        assertThat(first.getList("items.kind")).isEqualTo(List.of("access_denied"));
        assertThat(second.getList("items.kind")).isEqualTo(List.of("given_up"));
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void tellsWhichDestinationsHaveHeardOfItAndWhen() {
        // When
        var items = given().get("/api/notices").jsonPath();

        // Then
        assertThat(items.getMap("items[0]")).doesNotContainKeys("deliveries", "instance", "reaction");
        assertThat(items.getMap("items[1]"))
                .containsEntry("text", "It is left down")
                .containsEntry("at", "2026-11-23T12:00:05.000000Z");
        assertThat(items.getList("items[1].deliveries"))
                .isEqualTo(List.of(
                        Map.of(
                                "destination", "night",
                                "failedAt", "2026-11-24T12:00:07.000000Z",
                                "problem", "HTTP 500"),
                        Map.of("destination", "ops", "sentAt", "2026-11-23T12:00:07.500000Z")));
    }

    @Test
    void tellsANoticeInTheLifeOfItsInstance() {
        // When
        var life = given().get("/api/instances/i-1").jsonPath();

        // Then
        assertThat(life.getList("life.type")).contains("event", "reaction", "notice");
        assertThat(life.getString("life.find { it.type == 'notice' }.notice.text"))
                .isEqualTo("It is left down");
        assertThat(life.getString("life.find { it.type == 'notice' }.at")).isEqualTo("2026-11-23T12:00:05.000000Z");
    }

    @Test
    void pagesThroughALifeWithoutMissingTheNotice() {
        // Given
        var path = "/api/instances/i-1?limit=1";
        var types = new ArrayList<String>();

        // When
        var next = "";
        for (var page = 0; page < 3; page++) {
            var answer = given().get(path + next).jsonPath();
            types.addAll(answer.getList("life.type"));
            next = "&cursor=" + answer.getString("older");
        }

        // Then
        assertThat(types).containsExactlyInAnyOrder("event", "reaction", "notice");
    }
}
