package io.ecslifeguard.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import com.aliyun.mns.client.MNSClient;
import com.aliyun.mns.client.MNSClientBuilder;
import com.aliyun.mns.model.Message;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.queue.QueueConfig.SignatureVersion;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With signatures that are verified, and messages that come back. */
class SmqQueueOnTheLocalCloudTest {

    static final String NAME = "ecs-events";

    LocalCloud cloud;
    String endpoint;
    MNSClient sender;
    List<Queues> opened = new ArrayList<>();

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0));
        endpoint = "http://127.0.0.1:" + cloud.port();
        sender = MNSClientBuilder.create()
                .accessKeyId("test")
                .accessKeySecret("test")
                .accountEndpoint(endpoint)
                .region("cn-hangzhou")
                .build();
    }

    @AfterEach
    void stop() {
        opened.forEach(Queues::close);
        sender.close();
        cloud.close();
    }

    @ParameterizedTest
    @EnumSource
    void receivesAndDeletesWithEitherSignature(SignatureVersion signature) {
        // Given
        send("{\"n\":1}", "{\"n\":2}");
        var queue = queue(NAME, "test", signature);

        // When
        var page = get(queue.receive());
        var deleted = get(queue.delete(page));
        var again = get(queue.delete(page));

        // Then
        assertThat(page).extracting(ReceivedMessage::body).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
        assertThat(page).allSatisfy(message -> {
            assertThat(message.dequeueCount()).isEqualTo(1);
            assertThat(message.nextVisibleAt()).isAfter(message.enqueuedAt());
        });
        assertThat(deleted.deleted()).hasSize(2);
        assertThat(again.leaseLost()).hasSize(2);
        assertThat(get(queue.receive())).isEmpty();
    }

    @Test
    void aPollWaitsForAMessage() {
        // Given
        var queue = queue(TestQueueConfig.at(endpoint, NAME).withTimes(Duration.ofSeconds(30), Duration.ofSeconds(20)));
        var poll = queue.receive().subscribeAsCompletionStage();

        // When
        send("{}");

        // Then
        assertThat(poll)
                .succeedsWithin(SmqQueueTest.LONG)
                .satisfies(page -> assertThat(page).hasSize(1));
    }

    @Test
    void aWrongSecretIsDenied() {
        // When
        var failure = failureOf(queue(NAME, "wrong", SignatureVersion.V2).receive());

        // Then
        assertThat(failure).isInstanceOf(QueueAccessDenied.class).hasMessageContaining("_SECRET");
    }

    @Test
    void aMissingQueueIsNamed() {
        // When
        var failure =
                failureOf(queue("nobodys-queue", "test", SignatureVersion.V2).receive());

        // Then
        assertThat(failure).isInstanceOf(QueueNotFound.class).hasMessageContaining("nobodys-queue");
    }

    private void send(String... bodies) {
        var messages = new ArrayList<Message>();
        for (var body : bodies) {
            var message = new Message();
            message.setMessageBodyAsRawString(body);
            messages.add(message);
        }
        assertThat(sender.getQueueRef(NAME).batchPutMessage(messages)).hasSize(bodies.length);
    }

    private SmqQueue queue(String name, String secret, SignatureVersion signature) {
        return queue(TestQueueConfig.at(endpoint, name).withSignature(signature), secret);
    }

    private SmqQueue queue(TestQueueConfig config) {
        return queue(config, "test");
    }

    private SmqQueue queue(TestQueueConfig config, String secret) {
        var keys = new Client(
                new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret(secret));
        var queues = new Queues(config, keys);
        opened.add(queues);
        return queues.all().get(0);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(SmqQueueTest.LONG);
    }

    private static QueueException failureOf(Uni<?> uni) {
        return catchThrowableOfType(QueueException.class, () -> uni.await().atMost(SmqQueueTest.LONG));
    }
}
