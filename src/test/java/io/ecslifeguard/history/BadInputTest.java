package io.ecslifeguard.history;

import static io.ecslifeguard.history.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(QuietService.class)
class BadInputTest {

    private static final Map<String, String> FILTERS = Map.of(
            "/api/instances", "state released region text from to limit cursor",
            "/api/instances/i-1", "limit cursor",
            "/api/events", "instance name kind state level region from to limit cursor",
            "/api/reactions", "instance name status from to limit cursor",
            "/api/calls", "instance api code reaction dryRun from to limit cursor",
            "/api/quarantine", "queue replayed from to limit cursor",
            "/api/notices", "instance kind from to limit cursor");

    /** Bad for a parameter of any type. */
    private static final List<String> ALWAYS_BAD =
            List.of("", "x".repeat(1000), "%00", "a%00b", "%0a", "%FF", "%C3", "%ed%a0%80");

    private static final Map<String, List<String>> BAD = Map.ofEntries(
            Map.entry("released", List.of("yes", "1", "truee")),
            Map.entry("dryRun", List.of("no", "0")),
            Map.entry("replayed", List.of("maybe", "null")),
            Map.entry("instance", List.of("i%2F1", "i 1".replace(" ", "%20"), "%E6%BC%A2", "x".repeat(65))),
            Map.entry("kind", List.of("states", "*")),
            Map.entry("level", List.of("FATAL", "INFO,WARN")),
            Map.entry("status", List.of("OPENED", "done;")),
            Map.entry("reaction", List.of("0", "-1", "1.5", "1e3", "x", "9223372036854775808", "%D9%A1")),
            Map.entry("limit", List.of("0", "-1", "501", "1.0", "ten", "999999999999999999999", "%2B5", "%D9%A1")),
            Map.entry(
                    "from",
                    List.of(
                            "yesterday",
                            "2026-11-23",
                            "2026-11-23T12:00:00",
                            "2026-13-23T12:00:00Z",
                            "1763899200",
                            "2026-11-23T12:00:00+08:00",
                            "%2B999999999-12-31T23:59:59Z",
                            "-0001-01-01T00:00:00Z",
                            "2026-02-30T00:00:00Z",
                            "2026-11-23T25:00:00Z")),
            Map.entry("to", List.of("now", "12:00", "%2B10000-01-01T00:00:00Z")),
            Map.entry("cursor", List.of("x", "MTIz", "AAAA", "!!!", "MS8x", "MS9ldmVudHMuMC8wLzAvMQ", "%2B%2F==")));

    private final Recordings recordings;

    BadInputTest(Recordings recordings) {
        this.recordings = recordings;
    }

    @BeforeEach
    void clear() {
        recordings.clear();
    }

    @TestFactory
    List<DynamicTest> namesTheParameterThatIsWrong() {
        var tests = new ArrayList<DynamicTest>();
        FILTERS.forEach((path, names) -> {
            for (var name : names.split(" ")) {
                for (var value : ALWAYS_BAD) {
                    tests.add(refused(path, name, value));
                }
                for (var value : BAD.getOrDefault(name, List.of())) {
                    tests.add(refused(path, name, value));
                }
            }
        });
        return tests;
    }

    @TestFactory
    List<DynamicTest> refusesParametersThatAreRepeatedOrUnknown() {
        var tests = new ArrayList<DynamicTest>();
        FILTERS.forEach((path, names) -> {
            for (var name : names.split(" ")) {
                tests.add(DynamicTest.dynamicTest(
                        path + " " + name + " twice",
                        () -> refused(get(path + "?" + name + "=1&" + name + "=1"), name)));
            }
            tests.add(DynamicTest.dynamicTest(path + " unknown", () -> {
                var detail = refused(get(path + "?Instanz=1"), "Instanz");
                assertThat(detail).contains(names.split(" "));
            }));
        });
        return tests;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/events/1", "/api/reactions/1"})
    void takesNoParametersWhereOneThingIsAskedFor(String path) {
        var detail = refused(get(path + "?limit=1"), "limit");
        assertThat(detail).contains("no parameters");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/events/0,                    seq",
        "/api/events/-1,                   seq",
        "/api/events/x,                    seq",
        "/api/events/1.0,                  seq",
        "/api/events/9223372036854775808,  seq",
        "/api/events/%00,                  seq",
        "/api/reactions/x,                 id",
        "/api/reactions/99999999999999999999999, id",
        "/api/instances/a%20b,             id",
        "/api/instances/%00,               id",
        "/api/instances/i-1%00,            id",
        "/api/instances/%E6%BC%A2,         id",
        "/api/instances/%FF,               id",
        "/api/instances/i%27or%271,        id",
        "/api/instances/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, id"
    })
    void namesThePartOfThePathThatIsWrong(String path, String parameter) {
        var unused = refused(get(path), parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/events/1", "/api/events/9223372036854775807", "/api/reactions/1", "/api/instances/i-1"})
    void tellsThatThereIsNone(String path) {
        var unused = problem(get(path), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/nothing",
                "/api/events/1/2",
                "/nothing",
                "/api/instances/a%2Fb/c",
                "/api/calls/1"
            })
    void tellsThatAPathIsUnknown(String path) {
        var unused = problem(get(path), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/instances",
                "/api/instances/i-1",
                "/api/events",
                "/api/events/1",
                "/api/reactions",
                "/api/calls",
                "/api/quarantine"
            })
    void refusesToChangeAnything(String path) {
        for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            var unused = problem(RawHttp.send(method, path, "Content-Length: 0\r\n"), 405);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/instances/%zz",
                "/api/instances/%",
                "/api/events?name=%",
                "/api/events?name=%zz",
                "/api/events?name=%4",
                "/api/events?name=100%25%",
                "/api/events?%u0041=1"
            })
    void refusesBrokenPercentEncoding(String path) {
        // The HTTP server does so before anybody is asked who could say more.
        assertThat(get(path).status()).isEqualTo(400);
    }

    @Test
    void refusesToAnswerInAnotherFormat() {
        var unused = problem(RawHttp.send("GET", "/api/events", "Accept: text/csv\r\n"), 406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-11-23T12:00:00Z&to=2026-11-23T12:00:00Z",
                "from=2026-11-23T12:00:01Z&to=2026-11-23T12:00:00Z"
            })
    void refusesATimeThatEndsBeforeItBegins(String range) {
        for (var path : List.of("instances", "events", "reactions", "calls", "quarantine")) {
            var unused = refused(get("/api/" + path + "?" + range), "to");
        }
    }

    private static DynamicTest refused(String path, String name, String value) {
        var shown = value.length() > 40 ? value.length() + " characters" : value;
        return DynamicTest.dynamicTest(
                path + " " + name + "=" + shown, () -> refused(get(path + "?" + name + "=" + value), name));
    }

    private static String refused(RawHttp.Answer answer, String parameter) {
        var problem = problem(answer, 400);
        assertThat(problem).containsEntry("parameter", parameter);
        return (String) problem.get("detail");
    }

    private static Map<String, Object> problem(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer::body).isEqualTo(status);
        assertThat(answer.head()).contains("content-type: application/problem+json");
        Map<String, Object> problem = JsonPath.from(answer.body()).getMap("");
        assertThat(problem).containsEntry("type", "about:blank").containsEntry("status", status);
        assertThat(problem).containsKeys("title", "detail");
        assertThat(problem.toString()).doesNotContain("Exception", "io.ecslifeguard", "at java");
        return problem;
    }
}
