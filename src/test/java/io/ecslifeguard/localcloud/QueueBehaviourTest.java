package io.ecslifeguard.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ecslifeguard.localcloud.smq.SmqLimits;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueBehaviourTest {

    private static final String MESSAGES = "/queues/ecs-events/messages";
    private LocalCloud cloud;
    private Raw raw;

    @BeforeEach
    void start() {
        cloud = Clouds.start();
        raw = new Raw(cloud);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void receivesByPriorityAndThenInOrder() {
        // Given
        send("low", "<Priority>16</Priority>");
        send("first", "<Priority>1</Priority>");
        send("second", "<Priority>1</Priority>");
        send("usual", "");

        // When
        var received = receive(16);

        // Then
        assertThat(bodies(received)).containsExactly("first", "second", "usual", "low");
    }

    @Test
    void showsADelayedMessageOnlyWhenItsTimeHasCome() {
        // Given
        send("later", "<DelaySeconds>60</DelaySeconds>");
        var before = receive(1);

        // When
        raw.advance(61);

        // Then
        assertThat(before.statusCode()).isEqualTo(404);
        assertThat(bodies(receive(1))).containsExactly("later");
    }

    @Test
    void givesAMessageBackAfterItsVisibilityTimeoutAndRefusesItsHandle() {
        // Given
        send("again", "");
        var first = receive(1);
        var hidden = receive(1);

        // When
        raw.advance(31);
        var expired = raw.smq("DELETE", MESSAGES + "?ReceiptHandle=" + handle(first));
        var second = receive(1);
        var superseded = raw.smq("DELETE", MESSAGES + "?ReceiptHandle=" + handle(first));

        // Then
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(expired.statusCode()).isEqualTo(404);
        assertThat(superseded.statusCode()).isEqualTo(404);
        assertThat(bodies(second)).containsExactly("again");
        assertThat(second.body()).contains("<DequeueCount>2</DequeueCount>");
        assertThat(SmqOnTheWireTest.element(second, "FirstDequeueTime"))
                .isEqualTo(SmqOnTheWireTest.element(first, "FirstDequeueTime"));
        assertThat(raw.smq("DELETE", MESSAGES + "?ReceiptHandle=" + handle(second))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void forgetsAMessageAfterItsRetention() {
        // Given
        send("old", "");

        // When
        raw.advance(345_601);

        // Then
        assertThat(receive(1).statusCode()).isEqualTo(404);
        assertThat(raw.queue("ecs-events").getInteger("active")).isZero();
    }

    @Test
    void movesAMessageToTheDeadLetterQueueThatWasReceivedTooOften() {
        // Given
        raw.smq("PUT", "/queues/dead", "");
        var policy = "<Queue><DlqPolicy><Enabled>true</Enabled><DeadLetterTargetQueue>dead</DeadLetterTargetQueue>"
                + "<MaxReceiveCount>2</MaxReceiveCount></DlqPolicy></Queue>";
        var set = raw.smq("PUT", "/queues/ecs-events?metaoverride=true", policy);
        send("poison", "");
        var id = SmqOnTheWireTest.element(receive(1), "MessageId");
        raw.advance(31);
        receive(1);

        // When
        raw.advance(31);
        var dead = raw.smq("GET", "/queues/dead/messages");

        // Then
        assertThat(set.statusCode()).isEqualTo(204);
        assertThat(receive(1).statusCode()).isEqualTo(404);
        assertThat(bodies(dead)).containsExactly("poison");
        assertThat(dead.body())
                .contains("<Name>DLQOriginMessageId</Name><Value>" + id + "</Value>")
                .contains("<Value>acs:mns:cn-hangzhou:1234567890123456:/queues/ecs-events</Value>");
        assertThat(raw.smq("GET", "/queues/ecs-events").body()).contains("<MaxReceiveCount>2</MaxReceiveCount>");
    }

    @Test
    void refusesADeadLetterQueueThatIsItselfOrMissing() {
        for (var target : List.of("ecs-events", "missing")) {
            var policy = "<Queue><DlqPolicy><Enabled>true</Enabled><DeadLetterTargetQueue>" + target
                    + "</DeadLetterTargetQueue><MaxReceiveCount>2</MaxReceiveCount></DlqPolicy></Queue>";
            assertThat(raw.smq("PUT", "/queues/ecs-events?metaoverride=true", policy)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void givesAMessageToThePollThatHasWaitedLongest() {
        // Given
        var longest = waitingPoll();
        var other = waitingPoll();

        // When
        send("one", "");
        send("two", "");

        // Then
        assertThat(bodies(longest.join())).containsExactly("one");
        assertThat(bodies(other.join())).containsExactly("two");
    }

    @Test
    void answersAWaitingPollWhenAMessageComes() {
        // Given
        var poll = waitingPoll();

        // When
        send("woken", "");

        // Then
        assertThat(bodies(poll.join())).containsExactly("woken");
    }

    @Test
    void answersAWaitingPollWhenADelayIsOver() {
        // Given
        send("delayed", "<DelaySeconds>100</DelaySeconds>");
        var poll = waitingPoll();

        // When
        raw.advance(101);

        // Then
        assertThat(bodies(poll.join())).containsExactly("delayed");
    }

    @Test
    void tellsAWaitingPollThatTheQueueWasDeleted() {
        // Given
        var poll = waitingPoll();

        // When
        raw.smq("DELETE", "/queues/ecs-events");

        // Then
        assertThat(poll.join().body()).contains("QueueNotExist");
    }

    @Test
    void wastesNoMessageOnAPollThatHasGone() throws Exception {
        // Given
        try (var socket = new Socket("127.0.0.1", cloud.port())) {
            socket.getOutputStream().write(signedPoll().getBytes(StandardCharsets.US_ASCII));
            await().until(() -> raw.queue("ecs-events").getInteger("polls") == 1);
        }
        await().until(() -> raw.queue("ecs-events").getInteger("polls") == 0);

        // When
        send("kept", "");

        // Then
        assertThat(bodies(receive(1))).containsExactly("kept");
    }

    @Test
    void misbehavesAsAsked() {
        // Given
        raw.control("PUT", "queues/ecs-events/faults", "{\"duplicates\":1,\"reorder\":true}");
        for (var i = 0; i < 16; i++) {
            send("m" + i, "");
        }

        // When
        var first = receive(16);
        var second = receive(16);

        // Then
        assertThat(bodies(first)).isNotEqualTo(bodies(first).stream().sorted().toList());
        assertThat(bodies(second)).hasSize(16);
        assertThat(raw.smq("DELETE", MESSAGES + "?ReceiptHandle=" + handle(first))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void givesPartialPagesAsAsked() {
        // Given
        raw.control("PUT", "queues/ecs-events/faults", "{\"partialPages\":true}");
        for (var i = 0; i < 64; i++) {
            send("m" + i, "");
        }

        // When
        var sizes = java.util.stream.IntStream.range(0, 6)
                .map(i -> receive(16).body().split("<MessageId>").length - 1)
                .boxed()
                .toList();

        // Then
        assertThat(sizes).anyMatch(size -> size < 16).allMatch(size -> size >= 1);
    }

    @Test
    void refusesToGrowWithoutBound() {
        // Given
        try (var small = LocalCloud.start(Clouds.OPTIONS.withLimits(new SmqLimits(2, 1, 1000, Duration.ofHours(1))))) {
            var client = new Raw(small);
            client.smq("POST", MESSAGES, "<Message><MessageBody>fits</MessageBody></Message>");

            // When
            var message = client.smq("POST", MESSAGES, "<Message><MessageBody>more</MessageBody></Message>");
            client.smq("PUT", "/queues/second", "");
            var third = client.smq("PUT", "/queues/third", "");
            client.smq("DELETE", "/queues/second");
            var again = client.smq("PUT", "/queues/second", "");

            // Then
            assertThat(message.body()).contains("The local cloud is full");
            assertThat(third.body()).contains("The local cloud holds at most 2 queues");
            assertThat(again.body()).contains("QueueDeletedRecently");
        }
    }

    @Test
    void runsItsClockFaster() {
        // Given
        try (var fast = LocalCloud.start(Clouds.OPTIONS.withTimeFactor(1000))) {
            var client = new Raw(fast);

            // When
            client.smq(
                    "POST",
                    MESSAGES,
                    "<Message><MessageBody>x</MessageBody><DelaySeconds>100</DelaySeconds></Message>");

            // Then
            await().until(() -> client.smq("GET", MESSAGES).statusCode() == 200);
        }
    }

    @Test
    void takesAnyTextByTheControlApi() {
        // When
        raw.control("POST", "queues/ecs-events/messages", "{\"a\": \"<&>\"}\r\n");

        // Then
        assertThat(receive(1).body()).contains("<MessageBody>{\"a\": \"&lt;&amp;&gt;\"}&#13;\n</MessageBody>");
    }

    private CompletableFuture<HttpResponse<String>> waitingPoll() {
        var others = raw.queue("ecs-events").getInteger("polls");
        var poll = CompletableFuture.supplyAsync(
                () -> raw.smq("GET", MESSAGES + "?numOfMessages=16&waitseconds=30"), task -> new Thread(task).start());
        await().until(() -> raw.queue("ecs-events").getInteger("polls") == others + 1);
        return poll;
    }

    private String signedPoll() {
        var date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC));
        var resource = MESSAGES + "?waitseconds=30";
        var signature = Raw.hmac("HmacSHA1", "test", "GET\n\n\n" + date + "\nx-mns-version:2015-06-06\n" + resource);
        return "GET " + resource + " HTTP/1.1\r\nHost: 127.0.0.1\r\nDate: " + date
                + "\r\nx-mns-version: 2015-06-06\r\nAuthorization: MNS test:" + signature + "\r\n\r\n";
    }

    private void send(String body, String more) {
        var response =
                raw.smq("POST", MESSAGES, "<Message><MessageBody>" + body + "</MessageBody>" + more + "</Message>");
        assertThat(response.statusCode()).isEqualTo(201);
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> receive(int most) {
        return raw.smq("GET", MESSAGES + "?numOfMessages=" + most);
    }

    private static String handle(HttpResponse<String> received) {
        return SmqOnTheWireTest.element(received, "ReceiptHandle");
    }

    private static List<String> bodies(HttpResponse<String> received) {
        return java.util.regex.Pattern.compile("<MessageBody>(.*?)</MessageBody>")
                .matcher(received.body())
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
