package io.ecslifeguard.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.models.Config;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.StaticCredentialsProvider;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmqQueueTest {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Client KEYS =
            new Client(new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret("not-to-be-seen"));

    FakeSmq smq;
    Queues queues;

    @BeforeEach
    void start() throws IOException {
        smq = new FakeSmq();
        queues = new Queues(TestQueueConfig.at(smq.endpoint(), "q1"), KEYS);
    }

    @AfterEach
    void stop() {
        queues.close();
        smq.close();
    }

    @Test
    void receivesAPageWithTheTextAsItWasSent() {
        // Given
        smq.answers(200, """
                <?xml version="1.0" ?>
                <Messages xmlns="http://mns.aliyuncs.com/doc/v1"><Message>
                <MessageId>846459B833FD7FBA7FDD90D608A0268B</MessageId>
                <MessageBodyMD5>012A51B58439623DFB6E6D5436218B8E</MessageBodyMD5>
                <MessageBody>eyJhIjoxfQ==</MessageBody>
                <ReceiptHandle>846459B833FD7FBA7FDD90D608A0268B-MiAx</ReceiptHandle>
                <EnqueueTime>1790621946029</EnqueueTime>
                <FirstDequeueTime>1790621947334</FirstDequeueTime>
                <NextVisibleTime>1790621977334</NextVisibleTime>
                <DequeueCount>3</DequeueCount>
                <Priority>8</Priority>
                </Message></Messages>
                """);

        // When
        var page = get(queue().receive());

        // Then
        assertThat(page)
                .containsExactly(new ReceivedMessage(
                        "q1",
                        "846459B833FD7FBA7FDD90D608A0268B",
                        "846459B833FD7FBA7FDD90D608A0268B-MiAx",
                        "eyJhIjoxfQ==",
                        Instant.ofEpochMilli(1790621946029L),
                        Instant.ofEpochMilli(1790621977334L),
                        3));
        assertThat(smq.requests()).singleElement().asString().startsWith("GET /queues/q1/messages?numOfMessages=16");
    }

    @Test
    void anEmptyQueueIsAnEmptyPage() {
        // Given
        smq.answersError(404, "MessageNotExist");

        // When
        var page = get(queue().receive());

        // Then
        assertThat(page).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "404, QueueNotExist, QueueNotFound, true, LIFEGUARD_QUEUE_NAMES",
        "403, AccessDenied, QueueAccessDenied, true, mns:ReceiveMessage",
        "403, InvalidAccessKeyId, QueueAccessDenied, true, ALIBABA_CLOUD_ACCESS_KEY_ID",
        "403, SignatureDoesNotMatch, QueueAccessDenied, true, ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "408, TimeExpired, ClockSkewed, true, NTP",
        "429, TooManyRequests, QueueThrottled, false, LIFEGUARD_QUEUE_CONCURRENT_POLLS",
        "400, QpsLimitExceeded, QueueThrottled, false, LIFEGUARD_QUEUE_CONCURRENT_POLLS",
        "500, InternalError, QueueUnavailable, false, failed to answer",
        "500, InternalServerError, QueueUnavailable, false, failed to answer",
        "503, ServiceUnavailable, QueueUnavailable, false, failed to answer",
        "400, InvalidArgument, QueueRefused, true, The vendor's words.",
        "400, SomethingNew, QueueRefused, true, The vendor's words."
    })
    void everyErrorHasItsMeaning(int status, String code, String meaning, boolean needsOperator, String says) {
        // Given
        smq.answersError(status, code);

        // When
        var failure = failureOf(queue().receive());

        // Then
        assertThat(failure.getClass().getSimpleName()).isEqualTo(meaning);
        assertThat(failure.code()).contains(code);
        assertThat(failure.queue()).isEqualTo("q1");
        assertThat(failure.needsOperator()).isEqualTo(needsOperator);
        assertThat(failure)
                .hasMessageContaining(says)
                .hasMessageContaining("6AB5CE493234370F0006D865")
                .hasMessageContaining("127.0.0.1")
                .message()
                .doesNotContain("not-to-be-seen");
    }

    @Test
    void aReplyThatIsNoXmlMeansUnavailable() {
        // Given
        smq.answers(502, "<html><body>Bad gateway</body>");

        // When
        var failure = failureOf(queue().receive());

        // Then
        assertThat(failure).isInstanceOf(QueueUnavailable.class);
    }

    @Test
    void deletesAPageInOneRequest() {
        // Given
        smq.answers(204, "");
        var messages = List.of(message("h1"), message("h2"));

        // When
        var result = get(queue().delete(messages));

        // Then
        assertThat(result).isEqualTo(new DeleteResult(messages, List.of(), List.of()));
        assertThat(smq.requests())
                .singleElement()
                .asString()
                .startsWith("DELETE /queues/q1/messages ")
                .contains("<ReceiptHandle>h1</ReceiptHandle><ReceiptHandle>h2</ReceiptHandle>");
    }

    @Test
    void aPartialDeleteIsToldMessageByMessage() {
        // Given
        smq.answers(404, """
                <?xml version="1.0" ?>
                <Errors xmlns="http://mns.aliyuncs.com/doc/v1">
                <Error><ErrorCode>MessageNotExist</ErrorCode><ErrorMessage>gone</ErrorMessage><ReceiptHandle>h2</ReceiptHandle></Error>
                <Error><ErrorCode>ReceiptHandleError</ErrorCode><ErrorMessage>old</ErrorMessage><ReceiptHandle>h3</ReceiptHandle></Error>
                <Error><ErrorCode>InternalError</ErrorCode><ErrorMessage>oops</ErrorMessage><ReceiptHandle>h4</ReceiptHandle></Error>
                </Errors>
                """);

        // When
        var result = get(queue().delete(List.of(message("h1"), message("h2"), message("h3"), message("h4"))));

        // Then
        assertThat(result)
                .isEqualTo(new DeleteResult(
                        List.of(message("h1")),
                        List.of(message("h2"), message("h3")),
                        List.of(new DeleteResult.Refused(message("h4"), "InternalError", "oops"))));
    }

    @ParameterizedTest
    @CsvSource({"404, MessageNotExist", "400, ReceiptHandleError"})
    void aLostLeaseOfAllIsNoFailure(int status, String code) {
        // Given
        smq.answersError(status, code);

        // When
        var result = get(queue().delete(List.of(message("h1"))));

        // Then
        assertThat(result).isEqualTo(new DeleteResult(List.of(), List.of(message("h1")), List.of()));
    }

    @Test
    void aDeleteThatIsDeniedFails() {
        // Given
        smq.answersError(403, "AccessDenied");

        // When
        var failure = failureOf(queue().delete(List.of(message("h1"))));

        // Then
        assertThat(failure)
                .isInstanceOf(QueueAccessDenied.class)
                .hasMessageContaining("grant mns:DeleteMessage on acs:mns:");
    }

    @Test
    void deletingNothingAsksNobody() {
        // When
        var result = get(queue().delete(List.of()));

        // Then
        assertThat(result.deleted()).isEmpty();
        assertThat(smq.requests()).isEmpty();
    }

    @Test
    void moreThanABatchIsNotDeleted() {
        // Given
        var messages = IntStream.range(0, 17).mapToObj(i -> message("h" + i)).toList();

        // When // Then
        assertThatThrownBy(() -> get(queue().delete(messages)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("17");
    }

    @Test
    void aCallThatHangsEndsInTime() {
        // Given
        smq.hangs();
        queues.close();
        queues = new Queues(
                TestQueueConfig.at(smq.endpoint(), "q1").withTimes(Duration.ZERO, Duration.ofMillis(300)), KEYS);

        // When
        var failure = failureOf(queue().receive());

        // Then
        assertThat(failure).isInstanceOf(QueueUnavailable.class).hasMessageContaining("LIFEGUARD_QUEUE_CALL_TIMEOUT");
    }

    @Test
    void aRefusedConnectionMeansUnavailable() throws IOException {
        // Given
        var endpoint = endpointWhereNobodyListens();
        queues.close();
        queues = new Queues(TestQueueConfig.at(endpoint, "q1"), KEYS);

        // When
        var failure = failureOf(queue().receive());

        // Then
        assertThat(failure).isInstanceOf(QueueUnavailable.class).hasMessageContaining("127.0.0.1");
        assertThat(failure.needsOperator()).isFalse();
    }

    @Test
    void closingEndsPollsUnderWayAtOnce() {
        // Given
        smq.hangs();
        var poll = queue().receive().subscribeAsCompletionStage();
        await().until(() -> smq.requests().size() == 1);

        // When
        queues.close();

        // Then
        assertThat(poll).failsWithin(LONG).withThrowableThat().havingCause().isInstanceOf(QueueClosed.class);
    }

    @Test
    void aCallAfterClosingFailsWithoutARequest() {
        // Given
        var queue = queue();
        queues.close();

        // When
        var failure = failureOf(queue.receive());

        // Then
        assertThat(failure).isInstanceOf(QueueClosed.class);
        assertThat(smq.requests()).isEmpty();
    }

    @Test
    void completesOnTheSubscribersContext() throws Exception {
        // Given
        smq.answersError(404, "MessageNotExist");
        var vertx = Vertx.vertx();
        try {
            var context = vertx.getOrCreateContext();
            var seen = new CompletableFuture<Context>();

            // When
            context.runOnContext(ignored -> queue().receive()
                    .subscribe()
                    .with(page -> seen.complete(Vertx.currentContext()), seen::completeExceptionally));

            // Then
            assertThat(seen.get(30, TimeUnit.SECONDS)).isSameAs(context);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void missingCredentialsAreAnAlarm() {
        // Given
        queues.close();
        queues = new Queues(TestQueueConfig.at(smq.endpoint(), "q1"), new Client() {
            @Override
            public CredentialModel getCredential() {
                throw new CredentialException("No credentials here");
            }
        });

        // When
        var failure = failureOf(queue().receive());

        // Then
        assertThat(failure).isInstanceOf(QueueAccessDenied.class).hasMessage("No credentials here");
        assertThat(smq.requests()).isEmpty();
    }

    @Test
    void slowCredentialsDoNotBlockTheSubscriber() {
        // Given
        smq.answersError(404, "MessageNotExist");
        var release = new CompletableFuture<Void>();
        waitForCredentials(release);

        // When
        var poll = queue().receive().subscribeAsCompletionStage();

        // Then
        assertThat(poll).isNotDone();
        release.complete(null);
        assertThat(poll).succeedsWithin(LONG).isEqualTo(List.of());
    }

    @Test
    void aPollThatNobodyWaitsForAnyMoreIsNotSent() {
        // Given
        smq.answersError(404, "MessageNotExist");
        var release = new CompletableFuture<Void>();
        waitForCredentials(release);
        var givenUp = queue().receive().subscribe().with(page -> {});
        givenUp.cancel();

        // When
        release.complete(null);
        // Both threads that send take what waited longest first.
        IntStream.range(0, 3)
                .forEach(number -> assertThat(get(queue().receive())).isEmpty());

        // Then
        assertThat(smq.requests()).hasSize(3);
    }

    private void waitForCredentials(CompletableFuture<Void> release) {
        queues.close();
        queues = new Queues(
                TestQueueConfig.at(smq.endpoint(), "q1"),
                new Client(StaticCredentialsProvider.builder()
                        .credential(CredentialModel.builder()
                                .accessKeyId("test")
                                .accessKeySecret("test")
                                .build())
                        .build()) {
                    @Override
                    public CredentialModel getCredential() {
                        release.join();
                        return super.getCredential();
                    }
                });
    }

    private SmqQueue queue() {
        return queues.all().get(0);
    }

    private static ReceivedMessage message(String handle) {
        return new ReceivedMessage("q1", "id-" + handle, handle, "{}", Instant.EPOCH, Instant.EPOCH, 1);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(LONG);
    }

    private static QueueException failureOf(Uni<?> uni) {
        try {
            uni.await().atMost(LONG);
        } catch (QueueException e) {
            return e;
        }
        throw new AssertionError("It should have failed");
    }

    private static String endpointWhereNobodyListens() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
