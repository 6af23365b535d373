package io.ecslifeguard.history;

import static io.ecslifeguard.history.Recordings.NOON;
import static io.ecslifeguard.history.Recordings.parked;
import static io.ecslifeguard.history.Recordings.state;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
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
class PagingTest {

    private static final int ROWS = 1000;

    private final Recordings recordings;

    PagingTest(Recordings recordings) {
        this.recordings = recordings;
    }

    @BeforeEach
    void clear() {
        recordings.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "instances, id, 37",
        "events, seq, 37",
        "events, seq, 500",
        "reactions, id, 100",
        "calls, id, 64",
        "quarantine, id, 250"
    })
    void goesThroughAllRowsOnceWhileOthersAreAdded(String listing, String id, int limit) {
        // Given
        record(0, ROWS);
        recordings.sql("update instance set first_seen_at = last_event_at");
        var added = ROWS;

        // When
        var found = new ArrayList<String>();
        String next = null;
        do {
            var request = given().queryParam("limit", limit);
            var page = (next == null ? request : request.queryParam("cursor", next))
                    .get("/api/" + listing)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            found.addAll(page.getList("items." + id, String.class));
            next = page.getString("next");
            // Newer ones, and ones of times that have been passed already or are still to come.
            record(added, added + 3);
            added += 3;
        } while (next != null);

        // Then
        assertThat(found).doesNotHaveDuplicates();
        assertThat(found).containsAll(idsOfTheFirst(listing));
        assertThat(found.size()).isLessThan(added);
    }

    @Test
    void saysThatThereIsNoMoreWhereTheLastPageIsFull() {
        // Given
        record(0, 10);

        // When
        var page = given().queryParam("limit", 10)
                .get("/api/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(page.getList("items")).hasSize(10);
        assertThat(page.getMap("").keySet()).containsExactly("items");
    }

    @Test
    void answersWithFiftyWhereNothingElseIsAskedFor() {
        // Given
        record(0, 60);

        // When
        var page = given().get("/api/events").then().statusCode(200).extract().jsonPath();

        // Then
        assertThat(page.getList("items")).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/instances?limit=2",
                "/api/calls?limit=2",
                "/api/reactions?limit=2",
                "/api/quarantine?limit=2",
                "/api/instances/i-0?limit=2",
                "/api/events?kind=state&limit=2",
                "/api/events?region=cn-hangzhou"
            })
    void refusesACursorOfAnotherListingOrOfOtherFilters(String elsewhere) {
        // Given
        record(0, 10);
        String cursor = given().get("/api/events?limit=2").then().extract().path("next");

        // When
        var refused = given().queryParam("cursor", cursor).get(elsewhere).then();

        // Then
        refused.statusCode(400);
        assertThat(refused.extract().jsonPath().getString("parameter")).isEqualTo("cursor");
        assertThat(refused.extract().jsonPath().getString("detail")).contains("another listing or to other filters");
    }

    @Test
    void takesACursorWithItsFiltersInAnyOrderAndAnotherLimit() {
        // Given
        record(0, 10);
        String cursor = given().get("/api/events?kind=state&level=INFO&limit=2")
                .then()
                .extract()
                .path("next");

        // When
        var page = given().get("/api/events?limit=5&level=INFO&cursor=" + cursor + "&kind=state")
                .then();

        // Then
        page.statusCode(200);
        assertThat(page.extract().jsonPath().getList("items")).hasSize(5);
    }

    @Test
    void refusesACursorThatWasChanged() {
        // Given
        record(0, 10);
        String cursor = given().get("/api/events?limit=2").then().extract().path("next");

        // When
        var answers = new ArrayList<Integer>();
        for (var at = 0; at < cursor.length(); at++) {
            var changed = cursor.substring(0, at) + "~" + cursor.substring(at + 1);
            answers.add(given().urlEncodingEnabled(false)
                    .get("/api/events?cursor=" + changed)
                    .statusCode());
        }
        answers.add(given().get("/api/events?cursor=" + cursor + "A").statusCode());
        answers.add(given().get("/api/events?cursor=" + cursor + "=").statusCode());

        // Then
        assertThat(answers).containsOnly(400);
    }

    private static List<String> idsOfTheFirst(String listing) {
        var ids = new ArrayList<String>();
        for (var number = 0; number < ROWS; number++) {
            ids.add(listing.equals("instances") ? "i-" + number : String.valueOf(number + 1));
        }
        return ids;
    }

    /** A row in every table for each number; of its times, many share one. */
    private void record(int from, int to) {
        for (var start = from; start < to; start += 100) {
            var entries = new ArrayList<Entry>();
            for (var number = start; number < Math.min(to, start + 100); number++) {
                var at = NOON.plusSeconds(number * 7919L % 50);
                entries.add(state("e-" + number, "i-" + number, "Stopped", at, "restart"));
                entries.add(parked("ecs-events", "m-" + number, "not JSON"));
            }
            recordings.record(entries.toArray(Entry[]::new));
        }
        recordings.sql(
                "insert into call (at, replica, api, target, instances, request, dry_run)"
                        + " select now() - (n % 5) * interval '1 second', 'r', 'ECS StartInstance', 'i-' || n, array['i-' || n],"
                        + " '{}', false from generate_series(?::int, ?::int - 1) n",
                from, to);
    }
}
