package io.ecslifeguard.metrics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.cloud.CloudApis;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.RawHttp;
import io.ecslifeguard.testing.Records;
import io.ecslifeguard.tracing.TracingResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The figures after a short story: a restart, an evacuation, and some messages and calls that go wrong. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
@WithTestResource(MetricsResource.class)
@WithTestResource(TracingResource.class)
class MetricsTest {

    static final String SECRET = "sEcReTpAtH";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> QUEUE = Map.of("queue", "ecs-events");
    private static final Pattern ID =
            Pattern.compile("\\b(i|d|lb|rsp|eni|vsw)-[0-9a-z]{6,}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-");
    private static final Pattern README_ROW = Pattern.compile("^\\| `(lifeguard_[a-z_]+)`", Pattern.MULTILINE);

    /** The labels that Prometheus adds. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("namespace", "job", "instance");

    private static String restarted;

    private final Records records;

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    MetricsTest(Pool pool) {
        records = new Records(pool);
    }

    @BeforeEach
    void tellTheStory() {
        if (restarted != null) {
            return;
        }
        var console = new Console();
        error(console, "ecs:DescribeInstances", "Throttling.User", 0);
        error(console, "ecs:DescribeInstances", "Never.Heard.Of.i-abcdef123456", 1);
        error(console, "smq:BatchReceiveMessage", "InternalError", 0);
        console.message("not an event");
        console.message(otherEvent("twice"));
        console.message(otherEvent("twice"));
        var web = console.running(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
        var spot = console.running(Map.of("spot", true));
        var balancer = console.post("loadbalancers", Map.of()).getString("id");
        var group = console.post("groups", Map.of("loadBalancer", balancer)).getString("id");
        console.act("groups/" + group + "/backends", Map.of("server", spot, "port", 80, "weight", 100));
        console.act("instances/" + web + "/stop");
        console.act("instances/" + spot + "/interrupt");
        records.awaitDone("restart", web);
        records.awaitDone("evacuate", spot);
        await().atMost(PATIENCE).until(() -> count("select count(*) from delivery where sent_at is not null") > 0);
        await().atMost(PATIENCE).until(() -> console.messagesLeft() == 0);
        restarted = web;
    }

    @Test
    void countsWhatBecomesOfMessages() {
        // When
        var told = scrape();

        // Then
        var recorded = told.value("lifeguard_messages_recorded_total", QUEUE);
        var received = told.value("lifeguard_messages_received_total", QUEUE);
        assertThat(recorded).isEqualTo(count("select count(*) from event"));
        assertThat(told.value("lifeguard_messages_quarantined_total", QUEUE)).isOne();
        assertThat(told.value("lifeguard_messages_duplicate_total", QUEUE)).isEqualTo(received - recorded - 1);
        assertThat(told.value("lifeguard_messages_duplicate_total", QUEUE)).isPositive();
        assertThat(told.value("lifeguard_messages_deleted_total", QUEUE)
                        + told.value("lifeguard_messages_undeleted_total", QUEUE))
                .isEqualTo(received);
        assertThat(told.value("lifeguard_messages_age_seconds_count", QUEUE)).isEqualTo(received);
        assertThat(told.value("lifeguard_messages_age_seconds_bucket", Map.of("le", "60.0")))
                .isEqualTo(received);
    }

    @Test
    void countsPollsByHowTheyEnded() {
        // When
        var told = scrape();

        // Then
        assertThat(told.value("lifeguard_polls_total", Map.of("queue", "ecs-events", "code", "OK")))
                .isPositive();
        assertThat(told.value("lifeguard_polls_total", Map.of("code", "InternalError")))
                .isOne();
        assertThat(told.value("lifeguard_polls_total", Map.of("code", "AccessDenied")))
                .isZero();
        assertThat(told.value("lifeguard_queue_silence_seconds", QUEUE)).isBetween(0.0, 60.0);
        assertThat(told.value("lifeguard_intake_halted")).isZero();
    }

    @Test
    void countsWhatReactionsComeTo() {
        // When
        var told = scrape();

        // Then
        for (var reaction : List.of("restart", "evacuate")) {
            var done = Map.of("reaction", reaction, "outcome", "done");
            assertThat(told.value("lifeguard_reactions_ended_total", done)).isOne();
            assertThat(told.value("lifeguard_attempts_seconds_count", done)).isOne();
            assertThat(told.value("lifeguard_attempts_seconds_count", Map.of("reaction", reaction)))
                    .isEqualTo(
                            count("select count(*) from attempt join reaction r on r.id = reaction_id where r.name = '"
                                    + reaction + "'"));
            assertThat(told.value("lifeguard_first_action_seconds_count", Map.of("reaction", reaction)))
                    .isOne();
        }
        assertThat(told.value("lifeguard_first_action_seconds_sum", Map.of("reaction", "restart")))
                .isBetween(0.1, 60.0);
        assertThat(told.value("lifeguard_restart_recovery_seconds_count")).isOne();
        assertThat(told.value("lifeguard_notice_left_seconds_sum", Map.of("step", "removal")))
                .isBetween(200.0, 300.0);
        assertThat(told.value("lifeguard_notice_left_seconds_count", Map.of("step", "weight_zero")))
                .isOne();
        assertThat(told.value("lifeguard_notice_late_total", Map.of("step", "removal")))
                .isZero();
    }

    @Test
    void tellsWhatWaits() {
        // Given
        var unused = records.query(
                "insert into reaction (name, event_seq, due_at) select 'restart', max(seq), now() + interval '1 hour' from event");

        // When
        await().atMost(PATIENCE)
                .until(() -> scrape().value("lifeguard_reactions_waiting", Map.of("reaction", "restart")) == 1);

        // Then
        assertThat(scrape().value("lifeguard_reactions_overdue", Map.of("reaction", "restart")))
                .isZero();
        unused = records.query("delete from reaction where due_at > now()");
        await().atMost(PATIENCE)
                .until(() -> scrape().value("lifeguard_reactions_waiting", Map.of("reaction", "restart")) == 0);
    }

    @Test
    void countsCallsByCodesOfWhichThereAreFew() {
        // When
        var told = scrape();

        // Then
        assertThat(told.value("lifeguard_cloud_calls_seconds_count", Map.of("api", "ECS StartInstance", "code", "OK")))
                .isOne();
        assertThat(told.value("lifeguard_cloud_calls_seconds_sum", Map.of("api", "ECS StartInstance", "code", "OK")))
                .isPositive();
        assertThat(told.samples().stream()
                        .filter(sample -> sample.name().equals("lifeguard_cloud_calls_seconds_count"))
                        .map(sample -> sample.labels().get("code"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("OK", "Throttling", "Other");
        assertThat(told.value("lifeguard_cloud_failures_total", Map.of("meaning", "unknown")))
                .isOne();
        assertThat(told.value("lifeguard_cloud_failures_total", Map.of("meaning", "throttled")))
                .isZero();
        assertThat(told.value("lifeguard_cloud_quota_left", Map.of("api", "ECS StartInstance")))
                .isBetween(1.0, 100_000.0);
    }

    @Test
    void knowsEveryApiFromTheStart() {
        // When
        var apis = scrape().samples().stream()
                .filter(sample -> sample.name().equals("lifeguard_cloud_calls_seconds_count"))
                .map(sample -> sample.labels().get("api"))
                .collect(Collectors.toSet());

        // Then
        assertThat(apis).containsExactlyInAnyOrderElementsOf(CloudApis.ALL);
        assertThat(new TreeSet<>(CloudApis.ALL)).isEqualTo(apisInTheSources());
    }

    @Test
    void labelsHoldNothingThatHasNoEnd() {
        // Given
        given().get("/api/instances/" + restarted).then().statusCode(200);
        given().get("/api/instances/i-nobodyknowsit").then().statusCode(404);
        given().get("/api/nowhere/i-abcdef123456").then().statusCode(404);
        // refused before anything has looked at what is asked for
        var path = "/api/instances/i-abcdef123456/restart-circuit/close";
        assertThat(RawHttp.send("POST", path, "Origin: https://elsewhere.example\r\n")
                        .status())
                .isEqualTo(403);
        assertThat(RawHttp.send("POST", path, "Content-Length: 99999999\r\n").status())
                .isEqualTo(413);
        assertThat(RawHttp.get("/api/instances/i-abcdef123456%zz").status()).isEqualTo(400);
        var method = "I-ABCDEF123456";
        assertThat(RawHttp.send(method, "/api/instances").status()).isEqualTo(405);

        // When
        var told = scrape();

        // Then
        assertThat(told.samples())
                .allSatisfy(sample -> assertThat(sample.labels().values())
                        .noneMatch(value ->
                                ID.matcher(value.toLowerCase(Locale.ROOT)).find()));
        assertThat(told.value("http_server_requests_seconds_count", Map.of("method", "OTHER", "status", "405")))
                .isOne();
        assertThat(told.text()).doesNotContain(SECRET);
        assertThat(told.value(
                        "http_server_requests_seconds_count", Map.of("uri", "/api/instances/{id}", "status", "200")))
                .isPositive();
    }

    @Test
    void tellsOfTheDatabasePoolAndTheJvm() {
        // When
        var told = scrape();

        // Then
        assertThat(told.text()).contains("sql_pool_");
        assertThat(told.value("jvm_memory_used_bytes")).isPositive();
        assertThat(told.value("process_cpu_usage")).isNotNaN();
    }

    @Test
    void theReadmeNamesEachAndNoOther() throws IOException {
        // When
        var told = scrape();

        // Then
        var named = README_ROW
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(told.families());
        assertThat(told.families())
                .allSatisfy(name -> assertThat(told.help().get(name)).as(name).isNotBlank());
    }

    @Test
    void dashboardAndAlertsAskForWhatThereIs() throws IOException {
        // Given
        given().get("/api/instances").then().statusCode(200);
        var queries = Stream.concat(Queries.ofTheDashboard().stream(), Queries.ofTheAlerts().stream())
                .toList();

        // When
        var told = scrape();

        // Then
        assertThat(queries).hasSizeGreaterThan(30).allSatisfy(query -> {
            assertThat(query.selectors()).isNotEmpty();
            var labels = new TreeSet<>(OF_THE_SCRAPE);
            for (var selector : query.selectors()) {
                assertThat(told.has(selector.metric())).as(selector.metric()).isTrue();
                var its = told.labelsOf(selector.metric());
                labels.addAll(its);
                for (var match : selector.matches()) {
                    if (OF_THE_SCRAPE.contains(match.label())) {
                        continue;
                    }
                    assertThat(its).contains(match.label());
                    for (var value : match.value().split("\\|")) {
                        assertThat(told.value(selector.metric(), Map.of(match.label(), value)))
                                .as(selector.metric() + " with " + match)
                                .isNotNaN();
                    }
                }
            }
            assertThat(labels).containsAll(query.labels());
        });
    }

    @Test
    void eachOfOursIsOnTheDashboard() throws IOException {
        // Given
        var told = scrape();

        // When
        var asked = Queries.ofTheDashboard().stream()
                .flatMap(query -> query.selectors().stream())
                .map(selector -> selector.metric().replaceAll("_(bucket|sum|count|max)$", ""))
                .collect(Collectors.toSet());

        // Then
        assertThat(asked).containsAll(told.families());
    }

    @Test
    void alertsShowOnlyLabelsThatTheirQueryKeeps() throws IOException {
        // Given
        var rules = Queries.rules();

        // When
        var alerts = Queries.ofTheAlerts();

        // Then
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(alert.expression())
                        .satisfies(expression -> alert.shown()
                                .forEach(label ->
                                        assertThat(expression).containsPattern("by \\([^)]*\\b" + label + "\\b"))));
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
            assertThat(rule.path("annotations").path("description").asText()).isNotBlank();
        });
    }

    /** Where an API is named, or an action of SLB. */
    private static Set<String> apisInTheSources() {
        var named = Pattern.compile("\"((?:ECS|SLB) [A-Z]\\w+)\"|edit\\(\\s*\"(\\w+)\"");
        try (var files = Files.list(Path.of("src/main/java/io/ecslifeguard/cloud"))) {
            var apis = new TreeSet<String>();
            for (var file :
                    files.filter(path -> !path.endsWith("CloudApis.java")).toList()) {
                named.matcher(Files.readString(file))
                        .results()
                        .forEach(one -> apis.add(one.group(1) == null ? "SLB " + one.group(2) : one.group(1)));
            }
            return apis;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Exposition scrape() {
        return Exposition.scraped(metrics);
    }

    private double count(String sql) {
        return records.query(sql).get(0).getLong(0);
    }

    private static void error(Console console, String operation, String code, int after) {
        console.act(
                "faults",
                Map.of(
                        "operation",
                        operation,
                        "times",
                        1,
                        "skip",
                        after,
                        "error",
                        Map.of("status", code.startsWith("Internal") ? 500 : 400, "code", code, "message", "as told")));
    }

    private static String otherEvent(String id) {
        return """
                {"id":"%s","product":"ECS","name":"Disk:ConvertToPostpaidCompleted","level":"INFO","userId":"1690",
                 "regionId":"cn-hangzhou","content":{"resourceId":"d-1","resourceType":"ALIYUN::ECS::Disk"}}""".formatted(id);
    }
}
