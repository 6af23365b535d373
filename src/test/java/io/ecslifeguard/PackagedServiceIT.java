package io.ecslifeguard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.localcloud.access.AccessKey;
import io.ecslifeguard.testing.Console;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What is deployed, as it is deployed: a process that knows nothing but its environment variables. */
@Order(5)
class PackagedServiceIT {

    private static final Duration PATIENCE = ofSeconds(60);
    private static final String KEY = "LTAI5tPackagedService";
    private static final String SECRET = "sEcReT0fThePackagedService";
    private static final String PASSWORD = "pAsSw0rDofTheDatabase";
    private static final Map<String, Object> SELECTED = Map.of("tags", Map.of("ecs-lifeguard/restart", "on"));
    /** Longer than the visibility timeout of the local cloud's queue. */
    private static final Map<String, Object> PAST_VISIBILITY = Map.of("seconds", 31);

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres server;

    private LocalCloud cloud;
    private Console console;
    private String database;
    private final List<ServiceProcess> services = new ArrayList<>();

    @BeforeAll
    static void startDatabase() {
        server = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopDatabase() {
        server.close();
    }

    @BeforeEach
    void startCloud() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT
                .withPort(0)
                .withKeys(List.of(new AccessKey(KEY, SECRET)))
                .withStateDelay(Duration.ofMillis(50)));
        console = new Console("http://127.0.0.1:" + cloud.port());
        database = "packaged_" + NUMBER.incrementAndGet();
        server.createDatabase(database);
    }

    @AfterEach
    void stopAll() {
        services.forEach(ServiceProcess::close);
        cloud.close();
        for (var service : services) {
            assertThat(service.output()).doesNotContain(SECRET).doesNotContain(PASSWORD);
        }
    }

    @Test
    void saysWhatIsMissingAndEnds() {
        // When
        var service = start(Map.of());

        // Then
        assertThat(service.exit()).isEqualTo(1);
        assertThat(sentences(service))
                .containsExactlyInAnyOrder(
                        "Set lifeguard.cloud.region (LIFEGUARD_CLOUD_REGION): the region of the instances is not set; for example cn-hangzhou.",
                        "Set lifeguard.database.url (LIFEGUARD_DATABASE_URL): it is not said where PostgreSQL is; for example postgresql://postgres.example.internal:5432/lifeguard.",
                        "Set lifeguard.queue.endpoint (LIFEGUARD_QUEUE_ENDPOINT): the SMQ endpoint of the account is not set; for example https://123456789.mns.cn-hangzhou.aliyuncs.com.",
                        "Set lifeguard.queue.names (LIFEGUARD_QUEUE_NAMES): no queue is named; for example ecs-events.",
                        "Set lifeguard.queue.region (LIFEGUARD_QUEUE_REGION): neither it nor lifeguard.cloud.region is set; for example cn-hangzhou.");
        assertThat(service.output()).doesNotContain("Exception");
        assertThat(service.stackTraces()).isEmpty();
    }

    @Test
    void saysWhichValuesCannotBeReadAndEnds() {
        // Given
        var environment = environment();
        environment.put("LIFEGUARD_QUEUE_WAIT_TIME", "soon");
        environment.put("LIFEGUARD_QUEUE_PAGE_SIZE", "many");
        environment.put("LIFEGUARD_RESTART_SELECTION", "some");

        // When
        var service = start(environment);

        // Then
        assertThat(service.exit()).isEqualTo(1);
        assertThat(service.lines())
                .containsExactlyInAnyOrder(
                        "Set lifeguard.queue.page-size (LIFEGUARD_QUEUE_PAGE_SIZE): 'many' is no whole number; for example 5.",
                        "Set lifeguard.queue.wait-time (LIFEGUARD_QUEUE_WAIT_TIME): 'soon' is no length of time; for example 500ms, 8s or 5m.",
                        "Set lifeguard.restart.selection (LIFEGUARD_RESTART_SELECTION): 'some' is none of all, tagged; for example all.");
    }

    @Test
    void saysThatItsPortIsTakenAndEnds() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            // Given
            var environment = environment();
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(taken.getLocalPort()));

            // When
            var service = start(environment);

            // Then
            assertThat(service.exit()).isEqualTo(1);
            assertThat(service.output())
                    .contains("Port " + taken.getLocalPort() + " seems to be in use by another process");
            assertThat(service.stackTraces()).isEmpty();
        }
    }

    @Test
    void saysThatThereAreNoCredentials() {
        // Given
        var environment = environment();
        environment.remove("ALIBABA_CLOUD_ACCESS_KEY_ID");
        environment.remove("ALIBABA_CLOUD_ACCESS_KEY_SECRET");

        // When
        var service = started(environment);

        // Then
        assertThat(service.awaitLine("No Alibaba Cloud credentials can be had"))
                .contains("ERROR")
                .contains("ALIBABA_CLOUD_ACCESS_KEY_ID");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.health("group/queue"))
                        .contains("\"status\": \"DOWN\"")
                        .contains("set ALIBABA_CLOUD_ACCESS_KEY_ID"));
    }

    @Test
    void isReadyWithoutWaitingForALongPoll() {
        // Given
        var environment = environment();
        environment.put("LIFEGUARD_QUEUE_WAIT_TIME", "30s");

        // When
        var service = started(environment);
        await().atMost(PATIENCE).until(() -> !service.health("ready").contains("DOWN"));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(waits()).contains("30"));
        assertThat(waits()).startsWith("0");
    }

    /** How long each poll so far was to wait at most, in seconds. */
    private List<String> waits() {
        return console.calls("smq:BatchReceiveMessage", "").stream()
                .map(call -> call.getJsonObject("parameters").getString("waitseconds"))
                .toList();
    }

    @Test
    void startsAStoppedInstanceAgainAndStopsCleanlyUnderLoad() {
        // Given
        var environment = environment();
        // the stop comes before the call is given up, however slow the machine is
        environment.put("LIFEGUARD_CLOUD_READ_TIMEOUT", "120s");
        environment.put("LIFEGUARD_CLOUD_BUDGET", "120s");
        environment.put("LIFEGUARD_DISPATCH_ATTEMPT_TIMEOUT", "130s");
        environment.put("LIFEGUARD_DISPATCH_LEASE", "140s");
        environment.put("LIFEGUARD_DISPATCH_GRACE", "1s");
        var instance = running();
        var service = started(environment);

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(query("select status from reaction where instance_id = '" + instance + "'"))
                                .containsExactly("done"));
        assertThat(console.state(instance)).isEqualTo("Running");
        assertThat(accepted(instance)).isOne();

        // When
        console.act("faults", Map.of("operation", "ecs:StartInstance*", "latencyMillis", 130_000));
        console.act("instances/" + instance + "/stop");
        await().atMost(PATIENCE).until(() -> number("select count(*) from reaction where memory is not null") == 2);
        var before = number("select count(*) from event");
        otherEvents(500).forEach(console::message);
        await().atMost(PATIENCE).until(() -> number("select count(*) from event") > before + 30);
        service.terminate();

        // Then
        assertThat(service.exit()).isEqualTo(143);
        assertThat(service.output()).doesNotContain("Not everything could be finished");
        assertThat(service.stackTraces()).isEmpty();
        assertThat(number("select count(*) from event") - before + console.messagesLeft())
                .isEqualTo(500);
        assertThat(query("select name from reaction where lease_owner is not null"))
                .isEmpty();
        assertThat(query("select note from reaction where status = 'open'"))
                .containsExactly("Handed back: the replica is stopping");
    }

    @Test
    void losesAndDoublesNothingWhenItIsKilledAgainAndAgain() {
        // Given
        var instances = Stream.generate(this::running).limit(30).toList();
        await().atMost(PATIENCE).until(() -> instances.stream().allMatch(one -> "Running".equals(console.state(one))));
        var others = otherEvents(210);
        var unreadable = Stream.iterate(0, number -> number + 1)
                .limit(60)
                .map(number -> "unreadable " + number)
                .toList();
        console.put("queues/ecs-events/faults", Map.of("partialPages", true, "duplicates", 0.2, "reorder", true));
        // long enough for a kill between a call and its answer
        console.act("faults", Map.of("operation", "ecs:StartInstance*", "latencyMillis", 200));
        instances.forEach(one -> console.act("instances/" + one + "/stop"));
        others.forEach(console::message);
        unreadable.forEach(console::message);

        // When
        killWhen("select count(*) >= 1 from event");
        slowDownTheJournal();
        killWhen("select count(*) >= 100 from event");
        killWhen("select sum(cardinality(instances)) >= 5 from call where api like '%StartInstance%'");
        var last = started(environment());
        console.act("time", PAST_VISIBILITY);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(query("select instance_id || ' ' || note from reaction where status = 'open'"))
                                .isEmpty());
        assertThat(instances).allSatisfy(one -> {
            assertThat(console.state(one)).isEqualTo("Running");
            assertThat(accepted(one)).as("accepted starts of " + one).isOne();
        });
        assertThat(number("select count(*) from event where name = 'Disk:ConvertToPostpaidCompleted'"))
                .isEqualTo(others.size());
        assertThat(number("select count(*) from quarantine")).isEqualTo(unreadable.size());
        assertThat(number("select count(*) from event where name = 'Instance:StateChange' and detail = 'Stopped'"))
                .isEqualTo(instances.size());
        assertThat(number("select count(*) from reaction where name = 'restart'"))
                .isEqualTo(instances.size());
        assertThat(last.output()).doesNotContain("ERROR");
    }

    @Test
    void logsJsonWithTheIdsOfWhatALineIsAbout() {
        // Given
        var instance = running();
        var service = started(environment());

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        var told = new JsonObject(service.awaitLine("Started (request "));
        var fields = told.getJsonObject("mdc");
        assertThat(told.getString("message")).startsWith(instance + " restart #1 again: Started");
        assertThat(told.getString("level")).isEqualTo("INFO");
        assertThat(fields.getString("instanceId")).isEqualTo(instance);
        assertThat(fields.getString("reaction")).isEqualTo("restart");
        assertThat(query("select event_id || ' ' || message_id from event join reaction on event_seq = seq"))
                .containsExactly(fields.getString("eventId") + " " + fields.getString("messageId"));
        assertThat(query("select request_id from call")).containsExactly(fields.getString("requestId"));
        assertThat(number("select count(traceparent) from reaction"))
                .as("traces, which are off")
                .isZero();
        var happened = new JsonObject(service.awaitLine(instance + " (" + instance + ") is Stopped"));
        assertThat(happened.getJsonObject("mdc").getString("eventId")).isEqualTo(fields.getString("eventId"));
        var lines = service.lines();
        assertThat(lines.subList(lines.indexOf(service.awaitLine("{")), lines.size()))
                .allSatisfy(line ->
                        assertThat(new JsonObject(line).getString("message")).isNotBlank());
    }

    @Test
    void sendsItsTracesWhereItIsTold() throws IOException {
        // Given
        var exported = new ConcurrentLinkedQueue<String>();
        var collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exported.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        var environment = environment();
        environment.put("QUARKUS_OTEL_SDK_DISABLED", "false");
        environment.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        environment.put(
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort());
        var instance = running();
        var unused = started(environment);

        // When
        console.act("instances/" + instance + "/stop");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(String.join("", exported))
                        .contains("receive ecs-events", "commit", "attempt restart", "ECS StartInstance"));
        collector.stop(0);
    }

    @Test
    void waitsForItsDatabaseAndSaysSo() {
        try (var late = EmbeddedPostgres.temporary()) {
            // Given
            late.kill();
            var environment = environment();
            environment.put("LIFEGUARD_DATABASE_URL", late.reactiveUrl("postgres"));

            // When
            var service = started(environment);
            console.message("unreadable");

            // Then
            assertThat(service.awaitLine("The schema cannot be migrated")).contains("LIFEGUARD_DATABASE_URL");
            assertThat(service.health("started"))
                    .contains("\"status\": \"DOWN\"")
                    .contains("The schema cannot be migrated");
            assertThat(service.health("live")).contains("\"status\": \"UP\"");
            assertThat(service.stackTraces()).isEmpty();
            assertThat(console.calls("smq:BatchReceiveMessage", "")).isEmpty();

            // When
            late.restart();

            // Then
            await().atMost(PATIENCE).until(() -> console.messagesLeft() == 0);
            assertThat(service.health("started")).doesNotContain("DOWN");
        }
    }

    private ServiceProcess start(Map<String, String> environment) {
        var service = ServiceProcess.start(environment);
        services.add(service);
        return service;
    }

    private ServiceProcess started(Map<String, String> environment) {
        var service = ServiceProcess.started(environment);
        services.add(service);
        return service;
    }

    private void killWhen(String sql) {
        var service = started(environment());
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> query(sql).equals(List.of("t")));
        service.kill();
        // what it had in hand would be visible again a little later
        console.act("time", PAST_VISIBILITY);
    }

    /** So that a kill meets pages that are being written. */
    private void slowDownTheJournal() {
        journal().execute("""
                create function slowly() returns trigger language plpgsql as
                    $$ begin perform pg_sleep(0.2); return null; end $$;
                create trigger slowly before insert on event for each statement execute function slowly()""");
    }

    /** All that somebody must set, and what makes the story quick. */
    private Map<String, String> environment() {
        var url = "http://127.0.0.1:" + cloud.port();
        return new HashMap<>(Map.ofEntries(
                entry("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY),
                entry("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET),
                entry("LIFEGUARD_QUEUE_ENDPOINT", url),
                entry("LIFEGUARD_QUEUE_NAMES", "ecs-events"),
                entry("LIFEGUARD_CLOUD_REGION", "cn-hangzhou"),
                entry("LIFEGUARD_CLOUD_ECS_ENDPOINT", url),
                entry("LIFEGUARD_CLOUD_SLB_ENDPOINT", url),
                entry("LIFEGUARD_DATABASE_URL", server.reactiveUrl(database)),
                entry("LIFEGUARD_DATABASE_USERNAME", EmbeddedPostgres.USER),
                entry("LIFEGUARD_DATABASE_PASSWORD", PASSWORD),
                entry("LIFEGUARD_QUEUE_WAIT_TIME", "1s"),
                entry("LIFEGUARD_DISPATCH_ATTEMPT_TIMEOUT", "3s"),
                entry("LIFEGUARD_DISPATCH_LEASE", "4s"),
                entry("LIFEGUARD_RESTART_DEBOUNCE", "100ms"),
                entry("LIFEGUARD_RESTART_LOOK_INTERVAL", "300ms"),
                entry("LIFEGUARD_RESTART_BACK_OFF", "200ms"),
                // the tests stop all there is
                entry("LIFEGUARD_RESTART_BRAKE_ENABLED", "false"),
                entry("LIFEGUARD_RESTART_ANSWER_PATIENCE", "5s")));
    }

    private String running() {
        var instance = console.create(SELECTED);
        await().atMost(PATIENCE).until(() -> "Running".equals(console.state(instance)));
        return instance;
    }

    /** Each accepted start is told as Starting, and so was the first one of its life. */
    private long accepted(String instance) {
        return number(
                "select count(*) - 1 from event where instance_id = '%s' and detail = 'Starting'".formatted(instance));
    }

    private static List<String> otherEvents(int number) {
        return Stream.generate(() -> """
                        {"id":"%s","product":"ECS","name":"Disk:ConvertToPostpaidCompleted","level":"INFO","userId":"1690",
                         "regionId":"cn-hangzhou","content":{"resourceId":"d-1","resourceType":"ALIYUN::ECS::Disk"}}""".formatted(UUID.randomUUID()))
                .limit(number)
                .toList();
    }

    private static List<String> sentences(ServiceProcess service) {
        return service.lines().stream().filter(line -> line.startsWith("Set ")).toList();
    }

    private long number(String sql) {
        return journal().number(sql);
    }

    private List<String> query(String sql) {
        return journal().query(sql);
    }

    private Sql journal() {
        return new Sql(server.jdbcUrl(database));
    }
}
