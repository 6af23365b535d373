package io.ecslifeguard.history;

import static io.ecslifeguard.history.Recordings.NOON;
import static io.ecslifeguard.history.Recordings.interruption;
import static io.ecslifeguard.history.Recordings.state;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
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
class EventsTest {

    private final Recordings recordings;

    EventsTest(Recordings recordings) {
        this.recordings = recordings;
    }

    @BeforeEach
    void clear() {
        recordings.clear();
    }

    @Test
    void tellsAnEventWithAllThatIsKnownOfIt() {
        // Given
        recordings.record(state("e-1", "i-1", "Stopped", NOON.plusNanos(1_000_000)));

        // When
        var event =
                given().get("/api/events/1").then().statusCode(200).extract().jsonPath();

        // Then
        assertThat(event.getMap(""))
                .containsEntry("seq", 1)
                .containsEntry("occurredAt", "2026-11-23T12:00:00.001000Z")
                .containsEntry("enqueuedAt", "2026-11-23T12:00:00.000000Z")
                .containsEntry("kind", "state")
                .containsEntry("name", "Instance:StateChange")
                .containsEntry("state", "Stopped")
                .containsEntry("level", "INFO")
                .containsEntry("product", "ECS")
                .containsEntry("account", "1690")
                .containsEntry("region", "cn-hangzhou")
                .containsEntry("instance", "i-1")
                .containsEntry("eventId", "e-1")
                .containsEntry("envelope", "CLOUDMONITOR_RULE")
                .containsEntry("queue", "ecs-events")
                .containsEntry("dequeueCount", 2)
                .doesNotContainKey("occurredText")
                .containsKeys("key", "messageId", "recordedAt");
        assertThat(event.getString("payload.content.state")).isEqualTo("Stopped");
        assertThat(event.getString("recordedAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void givesThePayloadBackCharacterByCharacter() {
        // Given
        var payload = """
                {"id":"e-1","product":"ECS",  "name":"Disk:Whatever","content":{"nul":"\\u0000","half":"\\ud800",
                 "big":1e999999,"precise":0.10,"twice":1,"twice":2,"slash":"\\/","text":"<é漢😀>"}}""";
        recordings.record(state("e-1", "i-1", "Stopped", NOON));
        recordings.sql("update event set payload = ?::json", payload);

        // When
        var one = given().get("/api/events/1").then().statusCode(200).extract().asString();
        var listed = given().get("/api/events").then().statusCode(200).extract().asString();

        // Then
        assertThat(one).contains("\"payload\":" + payload);
        assertThat(listed).contains("\"payload\":" + payload);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | e-4 e-3 e-2 e-1",
                "instance=i-1                                    | e-3 e-1",
                "instance=i-3                                    | ''",
                "name=Instance:PreemptibleInstanceInterruption   | e-3",
                "kind=state                                      | e-4 e-2 e-1",
                "kind=interruption                               | e-3",
                "kind=other                                      | ''",
                "state=stopped                                   | e-2",
                "state=delete                                    | e-3",
                "level=warn                                      | e-3",
                "region=cn-beijing                               | e-3",
                "region=cn-hangzhou                              | e-4 e-2 e-1",
                "from=2026-11-23T12:00:01Z                       | e-4 e-3 e-2",
                "to=2026-11-23T20:00:01%2B08:00                  | e-1",
                "from=2026-11-23T12:00:01Z&to=2026-11-23T12:00:02.000001Z | e-3 e-2",
                "instance=i-1&kind=state&region=cn-hangzhou      | e-1"
            })
    void listsWhatAFilterAsksFor(String query, String expected) {
        // Given
        recordings.record(
                state("e-1", "i-1", "Running", NOON),
                state("e-2", "i-2", "Stopped", NOON.plusSeconds(1)),
                interruption("e-3", "i-1", NOON.plusSeconds(2)),
                state("e-4", "i-2", "Starting", NOON.plusSeconds(3)));

        // When
        List<String> ids = given().urlEncodingEnabled(false)
                .get("/api/events?limit=50&" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.eventId");

        // Then
        assertThat(ids).containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }
}
