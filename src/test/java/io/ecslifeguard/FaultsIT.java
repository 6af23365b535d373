package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the packaged service depends on fails in all its ways, one after the other, while one process of it runs on: what its
 * probes and its reactions say meanwhile, and that nothing is lost, repeated without pause, or in need of a restart.
 */
@Order(3)
class FaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What is down must be told by then. */
    private static final Duration TOLD = Duration.ofSeconds(15);

    private static final long MOST_MEMORY = 400;
    private static final int MOST_LINES = 150;

    private static Site site;
    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        site = new Site();
        site.set("LIFEGUARD_QUEUE_CALL_TIMEOUT", "2s");
        site.set("LIFEGUARD_JOURNAL_STATEMENT_TIMEOUT", "3s");
        site.set("LIFEGUARD_CLOUD_READ_TIMEOUT", "1s");
        site.set("LIFEGUARD_CLOUD_BUDGET", "3s");
        site.set("LIFEGUARD_SPOT_DISCOVERY_WAIT", "4s");
        site.set("LIFEGUARD_DISPATCH_ATTEMPT_TIMEOUT", "12s");
        site.set("LIFEGUARD_DISPATCH_LEASE", "14s");
        service = site.started();
        await().atMost(PATIENCE).untilAsserted(FaultsIT::assertWell);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /**
     * A way to fail.
     *
     * @param probe which probe tells of it
     * @param reason what that says
     */
    private record Fault(String name, String probe, String reason, Consumer<Site> begin, Consumer<Site> end) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault(
                        "PostgreSQL is killed",
                        "ready",
                        "The journal cannot be written",
                        FaultsIT::killDatabase,
                        at -> at.server.restart()),
                new Fault(
                        "PostgreSQL hangs",
                        "ready",
                        "no answer within 2000 ms",
                        at -> signal("STOP"),
                        at -> signal("CONT")),
                new Fault(
                        "PostgreSQL has no connection left",
                        "ready",
                        "too many connections for role",
                        at -> role("connection limit 0"),
                        at -> role("connection limit -1")),
                new Fault(
                        "PostgreSQL is read-only",
                        "ready",
                        "PostgreSQL is read-only",
                        at -> role("set default_transaction_read_only = on"),
                        at -> role("reset default_transaction_read_only")),
                smq("refuses", "AccessDenied", error(403, "AccessDenied")),
                smq("throttles", "TooManyRequests", error(429, "TooManyRequests")),
                smq("finds the clock wrong", "TimeExpired", error(408, "TimeExpired")),
                smq("hangs", "no answer in time", Map.of("latencyMillis", 120_000)),
                smq(
                        "answers rubbish",
                        "ecs-events",
                        Map.of("reply", Map.of("status", 200, "body", "<html><body>Hello"))));
    }

    private static Fault smq(String does, String reason, Map<String, Object> how) {
        return new Fault(
                "SMQ " + does, "group/queue", reason, at -> fail("smq:*", how), at -> at.console.delete("faults"));
    }

    private static Map<String, Object> error(int status, String code) {
        return Map.of("error", Map.of("status", status, "code", code, "message", "As the test wants it"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isToldAndOutlasted(Fault fault) {
        // Given
        var instance = running();
        var lines = service.lines().size();

        // When
        fault.begin().accept(site);
        var began = Effort.of(service, site.console);
        var events = events(30);
        site.console.act("instances/" + instance + "/stop");
        await().atMost(TOLD)
                .untilAsserted(() ->
                        assertThat(service.health(fault.probe())).contains("\"status\": \"DOWN\"", fault.reason()));
        var live = service.health("live");
        var effort = began.untilNow();
        var told = service.health(fault.probe());
        fault.end().accept(site);

        // Then
        System.out.printf("%s: %s; %s%n", fault, effort, reasons(told));
        assertThat(live).doesNotContain("DOWN");
        effort.assertNoTightLoop();
        await().atMost(PATIENCE).untilAsserted(FaultsIT::assertWell);
        assertRecordedOnce(events);
        assertRestarted(instance);
        var said = service.lines().subList(lines, service.lines().size());
        assertThat(said).hasSizeLessThan(MOST_LINES).noneMatch(ServiceProcess::showsAStackTrace);
        assertThat(service.peakMemory()).as("memory in MiB").isLessThan(MOST_MEMORY);
    }

    @Test
    void theJournalThatIsSlowDelaysOnly() {
        // Given
        var instance = running();
        site.journal().execute("""
                create function slowly() returns trigger language plpgsql as
                    $$ begin perform pg_sleep(1); return null; end $$;
                create trigger slowly before insert on event for each statement execute function slowly()""");

        // When
        var events = events(60);
        site.console.act("instances/" + instance + "/stop");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.console.messagesLeft()).isZero());
        var ready = service.health("ready");
        site.journal().execute("drop trigger slowly on event; drop function slowly");

        // Then
        assertThat(ready).doesNotContain("DOWN");
        assertRecordedOnce(events);
        assertRestarted(instance);
    }

    @Test
    void knowsWhatComesBackWhereOnlyAPartIsDeleted() {
        // Given
        fail("smq:BatchDeleteMessage", Map.of("drop", "before", "probability", 0.5));

        // When
        var events = events(60);
        await().atMost(PATIENCE)
                .until(() -> site.journal()
                                .number("select count(*) from event where name = 'Snapshot:CreateSnapshotCompleted'")
                        >= 60);
        site.console.delete("faults");

        // Then
        assertRecordedOnce(events);
        assertThat(service.health("group/queue")).doesNotContain("DOWN");
    }

    static Stream<Fault> ofTheCloud() {
        return Stream.of("ecs", "slb")
                .flatMap(product -> Stream.of(
                        cloud(product, "throttles", "Throttling.User", error(400, "Throttling.User")),
                        cloud(product, "is slow", "no answer", Map.of("latencyMillis", 5_000)),
                        cloud(product, "fails", "ServiceUnavailable", error(503, "ServiceUnavailable")),
                        cloud(
                                product,
                                "finds the clock wrong",
                                "InvalidTimeStamp.Expired",
                                error(400, "InvalidTimeStamp.Expired")),
                        cloud(
                                product,
                                "finds the credentials expired",
                                "InvalidSecurityToken.Expired",
                                error(400, "InvalidSecurityToken.Expired"))));
    }

    private static Fault cloud(String product, String does, String reason, Map<String, Object> how) {
        return new Fault(
                product.toUpperCase(Locale.ROOT) + " " + does,
                product,
                reason,
                at -> fail(product + ":*", how),
                at -> at.console.delete("faults"));
    }

    @ParameterizedTest
    @MethodSource("ofTheCloud")
    void isToldByTheReactionAndOutlasted(Fault fault) {
        // Given
        var isOfEcs = fault.probe().equals("ecs");
        var instance = isOfEcs ? running() : member();
        fault.begin().accept(site);
        var began = Effort.of(service, site.console);

        // When
        site.console.act("instances/" + instance + (isOfEcs ? "/stop" : "/interrupt"));
        await().atMost(TOLD)
                .untilAsserted(() -> assertThat(notes(instance)).anyMatch(note -> note.contains(fault.reason())));
        var ready = service.health("ready");
        var live = service.health("live");
        var effort = began.untilNow();
        fault.end().accept(site);

        // Then
        System.out.printf("%s: %s; %s%n", fault, effort, notes(instance));
        assertThat(ready).doesNotContain("DOWN");
        assertThat(live).doesNotContain("DOWN");
        effort.assertNoTightLoop();
        if (isOfEcs) {
            assertRestarted(instance);
        } else {
            assertReplaced(instance);
        }
    }

    private static void assertWell() {
        assertThat(service.health("ready")).doesNotContain("DOWN");
        assertThat(service.health("live")).doesNotContain("DOWN");
        assertThat(service.health("group/queue")).doesNotContain("DOWN");
    }

    private static void assertRecordedOnce(List<String> events) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.console.messagesLeft()).isZero());
        assertThat(site.journal().query("select event_id from event where name = 'Snapshot:CreateSnapshotCompleted'"))
                .doesNotHaveDuplicates()
                .containsAll(events);
    }

    private static void assertRestarted(String instance) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.journal()
                                .query(
                                        "select note from reaction where name = 'restart' and status = 'done' and instance_id = '"
                                                + instance + "'"))
                        .isNotEmpty()
                        .allMatch(note -> note.startsWith("It runs again")));
        assertThat(site.console.state(instance)).isEqualTo("Running");
        assertThat(site.journal()
                        .number("select count(*) - 1 from event where instance_id = '" + instance
                                + "' and detail = 'Starting'"))
                .as("accepted starts")
                .isOne();
    }

    private static void assertReplaced(String instance) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(notes(instance)).last().asString().contains("Replaced by "));
        assertThat(site.console.list("instances").stream()
                        .filter(one -> instance.equals(one.getJsonObject("tags").getString("ecs-lifeguard/replaces"))))
                .hasSize(1);
    }

    /** What was noted of each attempt at its reaction; the last is how it stands. */
    private static List<String> notes(String instance) {
        return site.journal()
                .query("select a.note from attempt a join reaction r on r.id = a.reaction_id where r.instance_id = '"
                        + instance + "' order by a.id");
    }

    private static String running() {
        var instance = site.console.create(Map.of("tags", Map.of("ecs-lifeguard/restart", "on")));
        await().atMost(PATIENCE).until(() -> "Running".equals(site.console.state(instance)));
        return instance;
    }

    private static String member() {
        var instance = site.console.create(Map.of("spot", true));
        await().atMost(PATIENCE).until(() -> "Running".equals(site.console.state(instance)));
        var loadBalancer = site.console.post("loadbalancers", Map.of()).getString("id");
        var group = site.console
                .post("groups", Map.of("loadBalancer", loadBalancer))
                .getString("id");
        site.console.act("groups/" + group + "/backends", Map.of("server", instance, "port", 80, "weight", 100));
        return instance;
    }

    private static List<String> events(int number) {
        return Stream.generate(() -> UUID.randomUUID().toString())
                .limit(number)
                .peek(id -> site.console.message("""
                        {"id":"%s","product":"ECS","name":"Snapshot:CreateSnapshotCompleted","level":"INFO","regionId":"cn-hangzhou",
                         "eventTime":"%s","content":{"snapshotId":"s-1","result":"accomplished"}}""".formatted(id, Instant.now())))
                .toList();
    }

    private static void fail(String operation, Map<String, Object> how) {
        var fault = new HashMap<>(how);
        fault.put("operation", operation);
        site.console.act("faults", fault);
    }

    private static void killDatabase(Site at) {
        at.server.kill();
    }

    private static void role(String change) {
        new Sql(site.server.jdbcUrl("postgres")).execute("alter role lifeguard " + change);
        site.endSessions();
    }

    /** To the server and all its processes. */
    private static void signal(String name) {
        var server = ProcessHandle.of(site.server.pid()).orElseThrow();
        Stream.concat(Stream.of(server), server.descendants()).forEach(process -> {
            try {
                var ended = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
                assertThat(ended).isZero();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        });
    }

    /** The words of what is down. */
    private static String reasons(String health) {
        return new JsonObject(health)
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .filter(check -> "DOWN".equals(check.getString("status")))
                        .map(check -> check.getString("name") + " DOWN: "
                                + check.getJsonObject("data").getString("reason"))
                        .toList()
                        .toString();
    }
}
