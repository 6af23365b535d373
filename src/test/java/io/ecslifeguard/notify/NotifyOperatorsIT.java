package io.ecslifeguard.notify;

import static io.ecslifeguard.notify.NotifyResource.DING_SECRET;
import static io.ecslifeguard.notify.NotifyResource.DING_TOKEN;
import static io.ecslifeguard.notify.NotifyResource.OPS_SECRET;
import static io.ecslifeguard.notify.NotifyResource.OPS_TOKEN;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Notice;
import io.ecslifeguard.journal.Notice.Kind;
import io.ecslifeguard.journal.Notices;
import io.ecslifeguard.journal.Schema;
import io.ecslifeguard.notify.Receiver.Received;
import io.ecslifeguard.notify.Receiver.Reply;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(NotifyResource.class)
class NotifyOperatorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String OPS = "/ops";
    private static final String DING = "/ding/send";

    @Inject
    Notices notices;

    @Inject
    Schema schema;

    @Inject
    Pool pool;

    private int port;
    private Receiver receiver;
    private Records records;
    private EveryLogLine log;

    @BeforeEach
    void listen() throws IOException {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(schema.problem()).isEmpty());
        records = new Records(pool);
        var unused = records.query("truncate notice, reaction, instance, destination, notification, delivery"
                + " restart identity cascade");
        log = new EveryLogLine();
        port = ConfigProvider.getConfig().getValue(NotifyResource.PORT, Integer.class);
        receiver = new Receiver(port);
    }

    @AfterEach
    void noSecretIsInAnyLogLineAnswerOrRow() {
        receiver.close();
        log.close();
        var shown = log.text()
                + answer("/api/notices")
                + answer("/api/reactions")
                + answer("/api/reactions/1")
                + answer("/api/instances/i-1")
                + records.query("select json_agg(d)::text || (select json_agg(n)::text from notification n)"
                                + " || (select json_agg(a)::text from attempt a) from destination d")
                        .get(0)
                        .getString(0);
        assertThat(shown)
                .doesNotContain(OPS_TOKEN, URLDecoder.decode(OPS_TOKEN, UTF_8), OPS_SECRET, DING_TOKEN, DING_SECRET)
                .contains("ops");
    }

    @Test
    void tellsEachDestinationInItsOwnForm() {
        // Given
        var unused = records.query("insert into instance (id, name) values ('i-1', 'web-1')");

        // When
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));

        // Then
        awaitEnds(1, "done: Told: ding, ops");
        var ops = only(OPS);
        assertThat(ops.method()).isEqualTo("POST");
        assertThat(ops.query()).isEqualTo("access_token=" + OPS_TOKEN + "&a=b");
        assertThat(ops.contentType()).startsWith("application/json");
        assertThat(ops.signature()).isEqualTo("sha256=" + HexFormat.of().formatHex(hmac(ops.body(), OPS_SECRET)));
        assertThat(ops.id())
                .isEqualTo(ops.json().getString("id"))
                .isEqualTo(UUID.fromString(ops.id()).toString());
        assertThat(ops.json().getJsonArray("notices").getJsonObject(0).getMap())
                .containsEntry("id", 1)
                .containsEntry("kind", "given_up")
                .containsEntry("instance", "i-1")
                .containsEntry("instanceName", "web-1")
                .containsEntry("text", "It did not come up")
                .containsEntry("link", "https://lifeguard.example/api/instances/i-1")
                .containsKeys("at", "title", "advice")
                .doesNotContainKey("reaction");
        var ding = only(DING);
        assertThat(ding.json().getString("msgtype")).isEqualTo("markdown");
        assertThat(ding.json().getJsonObject("markdown").getString("text"))
                .contains("i-1", "web-1", "It did not come up", "https://lifeguard.example/api/instances/i-1");
        assertThat(ding.json().getJsonObject("markdown").getString("title")).contains("ecs-lifeguard", "i-1");
        assertThat(answer("/api/notices"))
                .contains("\"destination\":\"ops\"", "\"destination\":\"ding\"", ops.id(), "sentAt");
    }

    @Test
    void signsForDingTalkAndKeepsItsToken() {
        // When
        for (var number = 1; number <= 5; number++) {
            tell(about("i-" + number, Kind.BRAKE_ON, "It is on"));
            awaitEnds(number, "done: Told: ding, ops");
        }

        // Then
        assertThat(receiver.at(DING)).isNotEmpty().allSatisfy(request -> {
            var query = query(request.query());
            assertThat(query).containsOnlyKeys("access_token", "timestamp", "sign");
            assertThat(query).containsEntry("access_token", DING_TOKEN);
            assertThat(query.get("sign"))
                    .isEqualTo(Base64.getEncoder()
                            .encodeToString(hmac(query.get("timestamp") + "\n" + DING_SECRET, DING_SECRET)));
            assertThat(request.query().split("sign=")[1]).doesNotContain("+", "/");
        });
    }

    @Test
    void tellsOnceMoreWithTheSameIdAfterAnError() {
        // Given
        receiver.next(OPS, new Reply(500, "Sorry"));

        // When
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));

        // Then
        awaitEnds(1, "done: Told: ding, ops");
        assertThat(receiver.at(OPS))
                .hasSize(2)
                .extracting(Received::id)
                .containsOnly(only(OPS, 0).id());
        assertThat(receiver.at(OPS)).extracting(Received::notices).containsOnly(List.of(1L));
        assertThat(receiver.at(DING)).hasSize(1);
        assertThat(log.text()).contains("ops at 127.0.0.1 answered HTTP 500");
    }

    @Test
    void tellsAgainAfterAWebhookThatHangs() {
        // Given
        receiver.next(OPS, Receiver.HANG);

        // When
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));

        // Then
        awaitEnds(1, "done: Told: ding, ops");
        assertThat(receiver.at(OPS))
                .hasSize(2)
                .extracting(Received::id)
                .containsOnly(only(OPS, 0).id());
        assertThat(log.text()).contains("has not answered");
    }

    @Test
    void takesARefusalOfDingTalkForAFailure() {
        // Given
        receiver.next(DING, new Reply(200, """
                {"errcode":310000,"errmsg":"sign not match for %s, %s"}""".formatted(DING_TOKEN, DING_SECRET)));
        receiver.next(DING, new Reply(200, "<html>"));

        // When
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));

        // Then
        awaitEnds(1, "done: Told: ding, ops");
        assertThat(receiver.at(DING))
                .hasSize(3)
                .extracting(Received::body)
                .containsOnly(only(DING, 0).body());
        assertThat(log.text()).contains("refused: errcode 310000, sign not match for ***, ***");
    }

    @Test
    void tellsTheOthersWhileOneIsDown() {
        // Given
        receiver.always(OPS, new Reply(503, ""));

        // When
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.at(OPS)).hasSizeGreaterThan(2));
        assertThat(receiver.at(DING)).hasSize(1);
        assertThat(reactions()).containsExactly("open");
        assertThat(answer("/api/notices")).contains("sentAt");

        // When
        receiver.asUsual(OPS);

        // Then
        awaitEnds(1, "done: Told: ding, ops");
        assertThat(receiver.at(DING)).hasSize(1);
    }

    @Test
    void tellsLaterWhereNobodyListens() throws IOException {
        // Given
        receiver.close();

        // When
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));
        await().atMost(PATIENCE).until(() -> log.text().contains("ops at 127.0.0.1 cannot be connected to"));
        receiver = new Receiver(port);

        // Then
        awaitEnds(1, "done: Told: ding, ops");
        assertThat(receiver.at(OPS)).hasSize(1);
        assertThat(receiver.at(DING)).hasSize(1);
    }

    @Test
    void repeatsAMessageWithItsIdWhereAReplicaDiedBeforeItRecordedTheAnswer() {
        // Given
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));
        awaitEnds(1, "done: Told: ding, ops");
        var first = only(OPS);

        // When
        var unused = records.query("update notification set sent_at = null where destination = 'ops';"
                + "update delivery set sent_at = null where destination = 'ops';"
                + "update destination set sender = 'the dead', until = now() + interval '500 milliseconds';"
                + "update reaction set status = 'open', finished_at = null, due_at = now()");
        awaitEnds(1, "done: Told: ding, ops");

        // Then
        assertThat(receiver.at(OPS)).hasSize(2).extracting(Received::id).containsOnly(first.id());
        assertThat(receiver.at(OPS)).extracting(Received::notices).containsOnly(List.of(1L));
        assertThat(receiver.at(DING)).hasSize(1);
    }

    @Test
    void givesUpAfterItsPatienceAndSaysWhy() {
        // Given
        receiver.always(OPS, new Reply(404, ""));
        tell(about("i-1", Kind.GIVEN_UP, "It did not come up"));
        await().atMost(PATIENCE).until(() -> !receiver.at(OPS).isEmpty());

        // When
        var unused = records.query("update delivery set wanted_at = now() - interval '25 hours'");

        // Then
        awaitEnds(1, "failed: Given up: ops (ops at 127.0.0.1 answered HTTP 404). Told: ding");
        assertThat(answer("/api/notices")).contains("failedAt", "HTTP 404");
    }

    @Test
    void tellsThirtyNoticesInAFewMessagesEachOnce() {
        // When
        Multi.createFrom()
                .range(0, 30)
                .onItem()
                .transformToUni(number -> notices.tell(about("i-" + number, Kind.GIVEN_UP, "漢".repeat(900))))
                .merge(4)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);

        // Then
        awaitEnds(30, "done: Told: ding, ops");
        assertThat(receiver.at(OPS)).hasSizeBetween(2, 6);
        assertThat(receiver.at(OPS).stream().flatMap(request -> request.notices().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 30).boxed().toList());
        assertThat(receiver.at(OPS))
                .allSatisfy(request -> assertThat(request.notices()).hasSizeLessThanOrEqualTo(Courier.MOST_NOTICES));
        assertThat(receiver.at(DING))
                .allSatisfy(
                        request -> assertThat(request.body().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(20_000));
        var titles = receiver.at(DING).stream()
                .map(request -> request.json().getJsonObject("markdown").getString("text"))
                .collect(Collectors.joining());
        assertThat(titles.split("\\*\\*i-")).hasSize(31);
    }

    @Test
    void leavesOutWhatADestinationDoesNotHearOf() {
        // When
        tell(about("i-1", Kind.RESTARTED, "It runs again"));
        tell(about("i-1", Kind.CIRCUIT_OPENED, "It is left alone"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ends())
                        .containsExactly(
                                "skipped: No destination hears of notices of the kind restarted", "done: Told: ops"));
        assertThat(only(OPS).notices()).containsExactly(2L);
        assertThat(receiver.at(DING)).isEmpty();
    }

    private void tell(Notice notice) {
        assertThat(notices.tell(notice).await().atMost(PATIENCE)).isTrue();
    }

    private static Notice about(String instance, Kind kind, String text) {
        return Notice.about(new InstanceId(instance), kind, text);
    }

    private void awaitEnds(int count, String end) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ends())
                        .hasSize(count)
                        .allSatisfy(one -> assertThat(one).isEqualTo(end)));
    }

    private List<String> ends() {
        return records.query("select status || ': ' || coalesce(note, '') from reaction order by id").stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> reactions() {
        return records.query("select status from reaction order by id").stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private Received only(String path) {
        assertThat(receiver.at(path)).hasSize(1);
        return only(path, 0);
    }

    private Received only(String path, int index) {
        return receiver.at(path).get(index);
    }

    private static String answer(String path) {
        return given().get(path).asString();
    }

    private static Map<String, String> query(String raw) {
        return Arrays.stream(raw.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    private static byte[] hmac(String text, String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
