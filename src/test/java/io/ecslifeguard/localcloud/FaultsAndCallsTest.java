package io.ecslifeguard.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.StartInstanceRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaUnretryableException;
import com.aliyun.teautil.models.TeaUtilException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsAndCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SEND = "<Message><MessageBody>x</MessageBody></Message>";
    private static final String MESSAGES = "/queues/ecs-events/messages";
    private LocalCloud cloud;
    private Raw raw;
    private Client ecs;

    @BeforeEach
    void start() throws Exception {
        cloud = Clouds.withEcho(Clouds.OPTIONS.withCalls(5));
        raw = new Raw(cloud);
        ecs = OpenApiTest.ecs(cloud, "test", "test", null);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void failsTheCallsThatItIsMeantForAndNoOthers() throws Exception {
        // Given
        raw.fault("{\"operation\":\"ecs:Start*\",\"match\":{\"InstanceId\":\"i-1\"},\"skip\":1,\"times\":1,"
                + "\"error\":{\"status\":503,\"code\":\"ServiceUnavailable\",\"message\":\"Not now.\"}}");

        // When
        startInstance("i-1");
        startInstance("i-2");

        // Then
        assertThatThrownBy(() -> startInstance("i-1")).isInstanceOfSatisfying(TeaException.class, e -> {
            assertThat(e.getCode()).isEqualTo("ServiceUnavailable");
            assertThat(e.getStatusCode()).isEqualTo(503);
        });
        startInstance("i-1");
        assertThat(raw.calls("?operation=ecs:StartInstance")).hasSize(4);
        assertThat(raw.calls("?since=2").getJsonObject(0).getString("code")).isEqualTo("ServiceUnavailable");
    }

    @Test
    void dropsTheConnectionBeforeOrAfterTheEffect() {
        for (var when : new String[] {"before", "after"}) {
            // Given
            raw.fault("{\"operation\":\"SendMessage\",\"times\":1,\"drop\":\"" + when + "\"}");
            raw.control("DELETE", "queues/ecs-events/messages", null);

            // When
            assertThatThrownBy(() -> raw.smq("POST", MESSAGES, SEND)).isInstanceOf(UncheckedIOException.class);

            // Then
            assertThat(raw.queue("ecs-events").getInteger("active")).isEqualTo(when.equals("before") ? 0 : 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"before, 0", "after, 1"})
    void holdsACallUntilTheFaultIsRemoved(String when, int sentMeanwhile) {
        // Given
        var fault = raw.fault("{\"operation\":\"SendMessage\",\"times\":1,\"hold\":\"" + when + "\"}");

        // When
        var sending = raw.begin("POST", MESSAGES, SEND);
        await().atMost(PATIENCE).until(() -> raw.held(fault) == 1);
        var meanwhile = raw.queue("ecs-events").getInteger("active");
        raw.control("DELETE", "faults/" + fault, null);

        // Then
        assertThat(sending)
                .succeedsWithin(PATIENCE)
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(meanwhile).isEqualTo(sentMeanwhile);
        assertThat(raw.queue("ecs-events").getInteger("active")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"before, 0", "after, 1"})
    void aHeldCallWhoseClientHasGoneHasOnlyTheEffectThatItHad(String when, int sent) {
        // Given
        var fault = raw.fault("{\"operation\":\"SendMessage\",\"times\":1,\"hold\":\"" + when + "\"}");
        var sending = raw.begin("POST", MESSAGES, SEND);
        await().atMost(PATIENCE).until(() -> raw.held(fault) == 1);

        // When
        sending.cancel(true);
        await().atMost(PATIENCE).until(() -> raw.held(fault) == 0);
        raw.control("DELETE", "faults", null);

        // Then
        assertThat(raw.queue("ecs-events").getInteger("active")).isEqualTo(sent);
        assertThat(raw.calls("?operation=SendMessage").getJsonObject(0).getString("code"))
                .isEqualTo("ConnectionDropped");
    }

    @Test
    void dropsTheConnectionOfTheRealSdk() {
        // Given
        raw.fault("{\"operation\":\"*\",\"times\":1,\"drop\":\"before\"}");

        // When // Then
        assertThatThrownBy(() -> startInstance("i-1")).isInstanceOf(TeaUnretryableException.class);
    }

    @Test
    void answersGarbage() {
        // Given
        raw.fault("{\"operation\":\"StartInstance\",\"reply\":{\"status\":502,\"body\":\"<html>no</html>\"}}");

        // When // Then
        assertThatThrownBy(() -> startInstance("i-1")).isInstanceOf(TeaUtilException.class);
    }

    @Test
    void throttlesBeyondAQuotaUntilTheNextMinute() throws Exception {
        // Given
        raw.fault("{\"operation\":\"*\",\"quotaPerMinute\":2}");
        raw.advance(60
                - java.time.Instant.parse(new JsonObject(raw.control("GET", "time", null)).getString("now"))
                                .getEpochSecond()
                        % 60);
        startInstance("i-1");
        startInstance("i-1");

        // When // Then
        assertThatThrownBy(() -> startInstance("i-1")).isInstanceOfSatisfying(TeaException.class, e -> {
            assertThat(e.getCode()).isEqualTo("Throttling.User");
            assertThat(e.getStatusCode()).isEqualTo(400);
        });
        assertThat(raw.smq("GET", "/queues").statusCode()).isEqualTo(429);
        assertThat(raw.smq("GET", "/queues").body()).contains("TooManyRequests");
        raw.advance(60);
        startInstance("i-1");
    }

    @Test
    void endsAFaultAfterItsTime() throws Exception {
        // Given
        raw.fault("{\"operation\":\"*\",\"seconds\":30,\"error\":{\"status\":500,\"code\":\"InternalError\"}}");
        assertThat(raw.smq("GET", "/queues").statusCode()).isEqualTo(500);

        // When
        raw.advance(31);

        // Then
        assertThat(raw.smq("GET", "/queues").statusCode()).isEqualTo(200);
        assertThat(new JsonArray(raw.control("GET", "faults", null))).isEmpty();
    }

    @Test
    void delaysWithoutHoldingOthersUp() {
        // Given
        raw.fault("{\"operation\":\"ListQueue\",\"times\":1,\"latencyMillis\":300}");

        // When
        var before = System.nanoTime();
        var response = raw.smq("GET", "/queues");
        var took = System.nanoTime() - before;

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(took).isGreaterThan(299_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | faults                     | {\"operation\":\"*\"}               | 400 | needs one of",
                "POST   | faults                     | {\"drop\":\"maybe\"}                | 400 | before",
                "POST   | faults                     | {\"hold\":\"maybe\"}                | 400 | before",
                "POST   | faults                     | {\"latency\":5}                     | 400 | no field \"latency\"",
                "POST   | faults                     | {\"latencyMillis\":\"soon\"}        | 400 | wrong type",
                "POST   | faults                     | [1]                                 | 400 | not a JSON object",
                "POST   | faults                     | {broken                             | 400 | not a JSON object",
                "DELETE | faults/99                  | ''                                  | 404 | no fault 99",
                "GET    | nothing                    | ''                                  | 404 | there are calls",
                "GET    | calls?since=yesterday      | ''                                  | 400 | since",
                "POST   | time                       | {\"seconds\":-1}                    | 400 | seconds",
                "POST   | queues/none/messages       | x                                   | 404 | queue name",
                "PUT    | queues/ecs-events/faults   | {\"duplicates\":2}                  | 400 | between 0 and 1",
                "PUT    | queues/ecs-events/faults   | {\"swap\":true}                     | 400 | partialPages",
                "POST   | keys                       | {\"accessKeyId\":\"x\"}             | 400 | secret",
            })
    void tellsWhatIsWrongWithAControlRequest(String method, String path, String body, int status, String part) {
        var response = raw.send(method, "/localcloud/" + path, body, Map.of());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("error")).contains(part);
    }

    @Test
    void recordsCallsAndForgetsTheOldest() {
        // Given
        for (var i = 0; i < 4; i++) {
            raw.smq("POST", MESSAGES, SEND);
        }

        // When
        raw.smq("GET", MESSAGES + "?numOfMessages=16");
        raw.smq("GET", "/queues/none");
        var record = new JsonObject(raw.control("GET", "calls", null));
        var counts = new JsonObject(raw.control("GET", "calls/counts", null));

        // Then
        assertThat(record.getInteger("last")).isEqualTo(6);
        assertThat(record.getInteger("dropped")).isEqualTo(1);
        var calls = record.getJsonArray("calls");
        assertThat(calls).hasSize(5);
        assertThat(calls.getJsonObject(3).getString("operation")).isEqualTo("BatchReceiveMessage");
        assertThat(calls.getJsonObject(3).getJsonObject("parameters").getString("received"))
                .isEqualTo("4");
        assertThat(calls.getJsonObject(4).getString("code")).isEqualTo("QueueNotExist");
        assertThat(counts.getInteger("smq:SendMessage")).isEqualTo(4);
        raw.control("DELETE", "calls", null);
        assertThat(raw.calls("")).isEmpty();
    }

    @Test
    void recordsNoSecret() throws Exception {
        startInstance("i-1");

        assertThat(raw.control("GET", "calls", null)).contains("i-1").doesNotContain("Signature");
        assertThat(raw.control("GET", "keys", null)).contains("test").doesNotContain("ecret");
    }

    @Test
    void explainsItself() {
        assertThat(raw.control("GET", "", null)).contains("/localcloud/faults").contains("quotaPerMinute");
    }

    private void startInstance(String id) throws Exception {
        assertThat(ecs.startInstance(new StartInstanceRequest().setInstanceId(id))
                        .getStatusCode())
                .isEqualTo(200);
    }
}
