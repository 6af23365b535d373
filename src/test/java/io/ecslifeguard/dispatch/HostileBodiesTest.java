package io.ecslifeguard.dispatch;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.dispatch.HostileBodies.Body;
import io.ecslifeguard.dispatch.HostileBodies.Fate;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.LogLines;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class HostileBodiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource(value = "/health", management = true)
    String health;

    private final Console console = new Console();
    private final Records records;

    HostileBodiesTest(Pool pool) {
        records = new Records(pool);
    }

    @Test
    void losesNoneAndStopsForNone(@TempDir Path folder) throws IOException {
        // Given
        var secret = UUID.randomUUID().toString();
        var file = Files.writeString(folder.resolve("marker"), secret);
        var connections = new AtomicInteger();
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var log = new LogLines("")) {
            count(listener, connections);
            var hostile = new HostileBodies(file, "http://127.0.0.1:" + listener.getLocalPort());
            var bodies = hostile.all();
            System.out.println("hostile.seed=" + hostile.seed() + ", " + bodies.size() + " bodies");
            // others use the same service, and leave behind what they have recorded
            var emptied = records.query("truncate event, quarantine, reaction, notice restart identity cascade");
            assertThat(emptied).isEmpty();
            var usualErrors = System.err;
            var errors = new ByteArrayOutputStream();
            System.setErr(new PrintStream(errors, true, UTF_8));

            // When
            var sent = new HashMap<String, Body>();
            var ordinary = new ArrayList<String>();
            try {
                for (var body : bodies) {
                    sent.put(console.send(body.text()), body);
                    if (sent.size() % 10 == 0) {
                        ordinary.add(console.send(ordinary(hostile.seed() + "-" + sent.size())));
                    }
                }
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(console.messagesLeft()).isZero());
            } finally {
                System.setErr(usualErrors);
            }

            // Then
            assertThat(bodies.stream().map(Body::text).distinct())
                    .hasSize(bodies.size())
                    .hasSizeGreaterThanOrEqualTo(200);
            assertThat(bodies.stream().map(Body::family).distinct()).hasSizeGreaterThanOrEqualTo(10);
            var recorded = ids("select message_id from event");
            assertThat(recorded).containsAll(ordinary);
            assertEachIsOnce(sent, recorded, ordinary);
            assertThat(connections).hasValue(0);
            assertThat(records.query("select 1 from event e where e::text like '%" + secret + "%'"))
                    .isEmpty();
            assertThat(records.query("select 1 from quarantine q where reason like '%" + secret
                            + "%' or encode(body, 'escape') like '%" + secret + "%'"))
                    .isEmpty();
            given().get(health + "/ready").then().statusCode(200);
            given().get(health + "/live").then().statusCode(200);
            assertThat(log.all())
                    .noneMatch(
                            line -> line.startsWith("ERROR") || line.startsWith("SEVERE") || line.startsWith("FATAL"))
                    .noneMatch(line -> line.contains("stack trace") || line.contains(secret));
            assertThat(errors.toString(UTF_8)).doesNotContain("\tat ", "[Fatal Error]");
            assertListed(sent);
        }
    }

    private void assertEachIsOnce(Map<String, Body> sent, List<String> recorded, List<String> ordinary) {
        var parked = records.query("select message_id, body, reason from quarantine");
        var found = new ArrayList<>(recorded);
        parked.forEach(row -> found.add(row.getString(0)));
        var expected = new ArrayList<>(sent.keySet());
        expected.addAll(ordinary);
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        for (var row : parked) {
            var body = sent.get(row.getString(0));
            assertThat(body.fate()).as(row.getString(2) + ": " + body).isNotEqualTo(Fate.EVENT);
            assertThat(row.getString(2)).isNotBlank();
            assertThat(row.getBuffer(1).getBytes()).isEqualTo(body.text().getBytes(UTF_8));
        }
        for (var id : recorded) {
            if (sent.containsKey(id)) {
                assertThat(sent.get(id).fate()).as(sent.get(id).toString()).isNotEqualTo(Fate.QUARANTINE);
            }
        }
    }

    /** That the API shows what is in quarantine, page by page and one by one. */
    private void assertListed(Map<String, Body> sent) {
        var listed = new ArrayList<Map<String, Object>>();
        String cursor = null;
        do {
            var request = given().queryParam("limit", 50);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/api/quarantine")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            listed.addAll(page.getList("items"));
            cursor = page.getString("next");
        } while (cursor != null);
        assertThat(listed)
                .extracting(item -> item.get("messageId"))
                .containsExactlyInAnyOrderElementsOf(ids("select message_id from quarantine"));
        for (var item : listed) {
            var one = given().get("/api/quarantine/" + item.get("id"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            var text = sent.get(one.getString("messageId")).text();
            assertThat(Base64.getDecoder().decode(one.getString("bodyBase64"))).isEqualTo(text.getBytes(UTF_8));
            assertThat(one.getString("reason")).isEqualTo(item.get("reason")).isNotBlank();
        }
    }

    private List<String> ids(String sql) {
        return records.query(sql).stream().map(row -> row.getString(0)).collect(Collectors.toList());
    }

    private static String ordinary(String id) {
        return """
                {"id":"ordinary-%s","product":"ECS","name":"Instance:StateChange","level":"INFO","regionId":"cn-hangzhou",
                 "content":{"resourceId":"i-ordinary","resourceType":"ALIYUN::ECS::Instance","state":"Running"}}""".formatted(id);
    }

    private static void count(ServerSocket listener, AtomicInteger connections) {
        var thread = new Thread(() -> {
            while (!listener.isClosed()) {
                try (var connection = listener.accept()) {
                    connections.incrementAndGet();
                } catch (IOException closed) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
