package io.ecslifeguard.api;

import static io.ecslifeguard.testing.RawHttp.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.history.QuietService;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(QuietService.class)
class BadInputTest {

    /** Bad for a parameter of any type. */
    private static final List<String> ALWAYS_BAD = List.of(
            "",
            "x".repeat(1000),
            "x".repeat(16_384),
            "%00",
            "a%00b",
            "%0a",
            "%FF",
            "%C3",
            "%ed%a0%80",
            "%",
            "%zz",
            "%4",
            "100%25%",
            "a|b",
            "{}",
            "\"");

    /** Bad beyond that for a query parameter; one that is not here has no test, which is a failure. */
    private static final Map<String, List<String>> BAD = Map.ofEntries(
            Map.entry("state", List.of()),
            Map.entry("region", List.of()),
            Map.entry("text", List.of()),
            Map.entry("name", List.of()),
            Map.entry("api", List.of()),
            Map.entry("code", List.of()),
            Map.entry("queue", List.of()),
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

    private static final List<String> NO_NUMBERS =
            List.of("0", "-1", "x", "1.0", "9223372036854775808", "9".repeat(400));
    private static final List<String> NO_INSTANCES =
            List.of("a%20b", "i-1%00", "%E6%BC%A2", "i%27or%271", "x".repeat(65), "%2e%2e%2fx");
    private static final List<String> NEVER_IN_A_PATH =
            List.of("%00", "%FF", "%c0%af", "x".repeat(16_384), "%", "%zz", "%2", "a|b");

    /** By the beginning of the path. */
    private static final Map<String, List<String>> BAD_IN_PATH = Map.of(
            "/api/instances/{id}", NO_INSTANCES,
            "/api/events/{seq}", NO_NUMBERS,
            "/api/reactions/{id}", NO_NUMBERS,
            "/api/quarantine/{id}", NO_NUMBERS,
            "/api/restart/holds/{id}", NO_NUMBERS);

    private static final List<String> NO_TEXTS = List.of("7", "true", "{}", "[]", "1e99999", "\"\"", "\" \"");

    /** Bad for a field of a body. */
    private static final Map<String, List<String>> BAD_IN_BODY = Map.of(
            "on", List.of("null", "1", "\"true\"", "{}", "[]", "1e99999"),
            "instance",
                    List.of(
                            "7",
                            "{}",
                            "\"\"",
                            "\"i 1\"",
                            "\"\\u0000\"",
                            "\"\\ud800\"",
                            "\"" + "x".repeat(16_384) + "\""),
            "reason", with(NO_TEXTS, "null", "\"a\\u0000\"", "\"" + "x".repeat(16_384) + "\""),
            "until",
                    with(
                            NO_TEXTS,
                            "null",
                            "\"tomorrow\"",
                            "\"2001-01-01T00:00:00Z\"",
                            "\"+999999999-12-31T23:59:59Z\""));

    /** What is wrong with none of its fields, in the order in which they are asked for. */
    private static final Map<String, String> GOOD = Map.of(
            "on", "true",
            "instance", "\"i-1\"",
            "reason", "\"x\"",
            "until", "\"" + Instant.now().plusSeconds(3600) + "\"");

    @TestHTTPResource(management = true)
    URL probes;

    @BeforeEach
    void awaitSchema() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/api/quarantine").status() == 200);
    }

    @TestFactory
    List<DynamicTest> namesTheParameterThatIsWrong() {
        var tests = new ArrayList<DynamicTest>();
        for (var operation : operations()) {
            for (var name : operation.query()) {
                assertThat(BAD).as("bad values for %s of %s", name, operation).containsKey(name);
                for (var value : with(ALWAYS_BAD, BAD.get(name).toArray(String[]::new))) {
                    tests.add(refused(operation.target(), name, value));
                }
            }
            if (operation.path().contains("{")) {
                var end = operation.path().indexOf('}') + 1;
                var beginning = operation.path().substring(0, end);
                assertThat(BAD_IN_PATH).as("bad values for %s", operation).containsKey(beginning);
                var name = beginning.substring(beginning.indexOf('{') + 1, end - 1);
                assertThat(operation.inPath()).containsExactly(name);
                for (var value : with(BAD_IN_PATH.get(beginning), NEVER_IN_A_PATH.toArray(String[]::new))) {
                    var target = operation.path().replace("{" + name + "}", value);
                    tests.add(DynamicTest.dynamicTest(operation.method() + " " + shown(target), () -> {
                        var unused = refused(RawHttp.send(operation.method(), target, "Content-Length: 0\r\n"), name);
                    }));
                }
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> namesTheFieldOfTheBodyThatIsWrong() {
        var tests = new ArrayList<DynamicTest>();
        for (var operation : operations()) {
            for (var name : operation.fields()) {
                assertThat(BAD_IN_BODY)
                        .as("bad values for %s of %s", name, operation)
                        .containsKey(name);
                for (var value : BAD_IN_BODY.get(name)) {
                    var body = operation.fields().stream()
                            .map(field -> "\"" + field + "\":" + (field.equals(name) ? value : GOOD.get(field)))
                            .collect(Collectors.joining(",", "{", "}"));
                    tests.add(DynamicTest.dynamicTest(
                            operation.target() + " " + shown(name + "=" + value),
                            () -> refused(post(operation, body), name)));
                }
            }
            if (!operation.fields().isEmpty()) {
                tests.add(DynamicTest.dynamicTest(
                        operation.target() + " unknown",
                        () -> assertThat(refused(post(operation, "{\"instanz\":\"i-1\"}"), "instanz"))
                                .contains(operation.fields())));
                for (var body : List.of(
                        "",
                        "null",
                        "[]",
                        "7",
                        "\"x\"",
                        "{",
                        "{}x",
                        "\u0000",
                        "{\"reason\":\"a\",\"reason\":\"b\"}",
                        "[".repeat(30_000),
                        "{\"reason\":" + "[".repeat(30_000),
                        "{\"" + "n".repeat(60_000) + "\":1}",
                        "{\"until\":" + "9".repeat(5_000) + "}")) {
                    tests.add(DynamicTest.dynamicTest(operation.target() + " " + shown(body), () -> {
                        var unused = problem(post(operation, body), 400);
                    }));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    @TestFactory
    List<DynamicTest> refusesOtherTypesAndTooLargeBodies() {
        var tests = new ArrayList<DynamicTest>();
        for (var operation : operations()) {
            tests.add(DynamicTest.dynamicTest(operation + " too large", () -> {
                var unused =
                        problem(RawHttp.send(operation.method(), operation.target(), "Content-Length: 70000\r\n"), 413);
            }));
            if (!operation.fields().isEmpty()) {
                for (var type : List.of("text/plain", "application/xml", "nonsense", "multipart/form-data")) {
                    tests.add(DynamicTest.dynamicTest(operation + " " + type, () -> {
                        var unused = problem(
                                RawHttp.send(operation.method(), operation.target(), type, "{}".getBytes(UTF_8)), 415);
                    }));
                }
            }
            if (!operation.method().equals("DELETE")) {
                for (var type : List.of("text/csv", "nonsense", "a/b;q=x", ",,;")) {
                    tests.add(DynamicTest.dynamicTest(operation + " as " + type, () -> {
                        var unused = problem(
                                RawHttp.send(
                                        operation.method(),
                                        operation.target(),
                                        "Accept: " + type + "\r\nContent-Length: 0\r\n"),
                                406);
                    }));
                }
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> refusesOtherMethods() {
        var tests = new ArrayList<DynamicTest>();
        operations().stream().collect(Collectors.groupingBy(Operation::target)).forEach((target, known) -> {
            var methods = known.stream().map(Operation::method).toList();
            for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO")) {
                if (!methods.contains(method)) {
                    tests.add(DynamicTest.dynamicTest(method + " " + target, () -> {
                        var answer = RawHttp.send(method, target, "Content-Length: 0\r\n");
                        // where resources share the beginning of a path, another one of them is asked, and finds
                        // nothing
                        var unused = problem(answer, answer.status() == 404 ? 404 : 405);
                    }));
                }
            }
        });
        return tests;
    }

    @TestFactory
    List<DynamicTest> refusesParametersThatAreRepeatedOrUnknown() {
        var tests = new ArrayList<DynamicTest>();
        for (var operation : operations()) {
            var path = operation.target();
            for (var name : operation.query()) {
                tests.add(DynamicTest.dynamicTest(
                        path + " " + name + " twice",
                        () -> refused(get(path + "?" + name + "=1&" + name + "=1"), name)));
            }
            if (!operation.query().isEmpty()) {
                tests.add(DynamicTest.dynamicTest(
                        path + " unknown",
                        () -> assertThat(refused(get(path + "?Instanz=1"), "Instanz"))
                                .contains(operation.query())));
            }
        }
        return tests;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/events/1", "/api/reactions/1"})
    void takesNoParametersWhereOneThingIsAskedFor(String path) {
        var detail = refused(get(path + "?limit=1"), "limit");
        assertThat(detail).contains("no parameters");
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

    @Test
    void refusesInWordsWhereTheProbesAreAsked() {
        var answer = RawHttp.get(probes.getPort(), "/q/health/%zz");

        assertThat(problem(answer, 400)).extractingByKey("detail").asString().startsWith("The path has a %");
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

    /** An operation, as the API's own description has it. */
    private record Operation(String method, String path, List<String> query, List<String> inPath, List<String> fields) {

        String target() {
            return path.replace("{id}", "1").replace("{seq}", "1");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Operation> operations() {
        var description = JsonPath.from(get("/q/openapi").body());
        Map<String, Map<String, Map<String, Object>>> paths = description.getMap("paths");
        var operations = new ArrayList<Operation>();
        paths.forEach((path, methods) -> methods.forEach((method, operation) -> {
            var parameters = (List<Map<String, Object>>) operation.getOrDefault("parameters", List.of());
            assertThat(parameters).extracting(one -> one.get("in")).isSubsetOf("query", "path");
            var fields = new ArrayList<String>();
            if (operation.containsKey("requestBody")) {
                var schema = description.getString(
                        "paths.'" + path + "'." + method + ".requestBody.content.'application/json'.schema.'$ref'");
                var name = schema.substring(schema.lastIndexOf('/') + 1);
                fields.addAll(description
                        .<String, Object>getMap("components.schemas." + name + ".properties")
                        .keySet());
            }
            operations.add(new Operation(
                    method.toUpperCase(Locale.ROOT),
                    path,
                    names(parameters, "query"),
                    names(parameters, "path"),
                    fields));
        }));
        assertThat(operations).hasSizeGreaterThan(15);
        return operations;
    }

    private static List<String> names(List<Map<String, Object>> parameters, String in) {
        return parameters.stream()
                .filter(one -> in.equals(one.get("in")))
                .map(one -> (String) one.get("name"))
                .toList();
    }

    private static RawHttp.Answer post(Operation operation, String body) {
        return RawHttp.send(operation.method(), operation.target(), "application/json", body.getBytes(UTF_8));
    }

    private static List<String> with(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "\u2026" : text;
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
