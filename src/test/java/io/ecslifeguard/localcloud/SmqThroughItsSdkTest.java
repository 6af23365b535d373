package io.ecslifeguard.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.mns.client.AsyncCallback;
import com.aliyun.mns.client.CloudQueue;
import com.aliyun.mns.client.MNSClient;
import com.aliyun.mns.common.BatchDeleteException;
import com.aliyun.mns.common.BatchSendException;
import com.aliyun.mns.common.ServiceException;
import com.aliyun.mns.common.ServiceHandlingRequiredException;
import com.aliyun.mns.common.auth.SignVersion;
import com.aliyun.mns.model.Message;
import com.aliyun.mns.model.MessagePropertyValue;
import com.aliyun.mns.model.PropertyType;
import com.aliyun.mns.model.QueueMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmqThroughItsSdkTest {

    private LocalCloud cloud;
    private MNSClient client;
    private CloudQueue queue;

    @BeforeEach
    void start() {
        cloud = Clouds.start();
        client = Clouds.client(cloud);
        queue = client.getQueueRef("ecs-events");
    }

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = SignVersion.class,
            names = {"V2", "V4"})
    void acceptsEveryOperationOfBothSignatures(SignVersion version) throws Exception {
        // Given
        var signed = Clouds.client(cloud, "test", "test", null, version);
        var other = signed.getQueueRef("q-" + version.name().toLowerCase());
        var meta = new QueueMeta();
        meta.setQueueName(other.getQueueURL().replaceAll(".*/", ""));
        meta.setVisibilityTimeout(60L);

        // When
        var url = other.create(meta);
        var sent = other.putMessage(new Message("one"));
        var peeked = other.peekMessage();
        var received = other.popMessage(1);
        var handle = other.changeMessageVisibilityTimeout(received.getReceiptHandle(), 90);
        other.deleteMessage(handle);
        var batchSent = other.batchPutMessage(List.of(new Message("two"), new Message("three")));
        var batchPeeked = other.batchPeekMessage(16);
        var batch = other.batchPopMessage(16, 1);
        other.batchDeleteMessage(batch.stream().map(Message::getReceiptHandle).toList());
        meta.setVisibilityTimeout(45L);
        other.setAttributes(meta);
        var attributes = other.getAttributes();
        var listed = signed.listQueueURL("q-", "", 10);
        other.delete();
        signed.close();

        // Then
        assertThat(url).endsWith("/queues/" + meta.getQueueName());
        assertThat(sent.getMessageBodyMD5()).hasSize(32);
        assertThat(peeked.getMessageId()).isEqualTo(sent.getMessageId());
        assertThat(peeked.getReceiptHandle()).isNull();
        assertThat(received.getMessageBody()).isEqualTo("one");
        assertThat(received.getDequeueCount()).isEqualTo(1);
        assertThat(received.getPriority()).isEqualTo(8);
        assertThat(handle).isNotEqualTo(received.getReceiptHandle());
        assertThat(batchSent).hasSize(2);
        assertThat(batchPeeked).hasSize(2);
        assertThat(batch).extracting(Message::getMessageBody).containsExactly("two", "three");
        assertThat(attributes.getVisibilityTimeout()).isEqualTo(45);
        assertThat(attributes.getActiveMessages()).isZero();
        assertThat(listed.getResult()).hasSize(1);
        assertThat(new Raw(cloud).smq("GET", "/queues").body()).doesNotContain("/queues/q-");
    }

    @Test
    void givesNullForAnEmptyQueue() throws Exception {
        assertThat(queue.popMessage(1)).isNull();
        assertThat(queue.batchPopMessage(16, 1)).isNull();
        assertThat(queue.peekMessage()).isNull();
    }

    @Test
    void tellsThatAQueueDoesNotExist() {
        assertThatThrownBy(() -> client.getQueueRef("none").popMessage(1))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.getErrorCode()).isEqualTo("QueueNotExist"));
    }

    @Test
    void refusesAWrongSecretAndAnUnknownKey() {
        for (var version : List.of(SignVersion.V2, SignVersion.V4)) {
            // Given
            var wrong = Clouds.client(cloud, "test", "wrong", null, version).getQueueRef("ecs-events");
            var unknown = Clouds.client(cloud, "nobody", "test", null, version).getQueueRef("ecs-events");

            // When // Then
            assertThatThrownBy(() -> wrong.popMessage(1)).asString().contains("SignatureDoesNotMatch");
            assertThatThrownBy(() -> unknown.popMessage(1)).asString().contains("InvalidAccessKeyId");
        }
    }

    @Test
    void answersAsynchronousCalls() throws Exception {
        // Given
        queue.putMessage(new Message("async"));

        // When
        var received = new Result<List<Message>>();
        queue.asyncBatchPopMessage(16, 1, received);
        var empty = new Result<List<Message>>();
        var message = received.get(5, TimeUnit.SECONDS).get(0);
        queue.asyncBatchPopMessage(16, 0, empty);
        var deleted = new Result<Void>();
        queue.asyncDeleteMessage(message.getReceiptHandle(), deleted);

        // Then
        assertThat(message.getMessageBody()).isEqualTo("async");
        assertThatThrownBy(() -> empty.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .asString()
                .contains("MessageNotExist");
        assertThat(deleted.get(5, TimeUnit.SECONDS)).isNull();
        assertThat(queue.getAttributes().getInactiveMessages()).isZero();
    }

    @Test
    void refusesTheHandleThatAChangeOfVisibilityReplaced() throws Exception {
        // Given
        queue.putMessage(new Message("held"));
        var old = queue.popMessage(1).getReceiptHandle();

        // When
        var changed = queue.changeMessageVisibilityTimeout(old, 100);

        // Then
        assertThatThrownBy(() -> queue.deleteMessage(old)).asString().contains("MessageNotExist");
        queue.deleteMessage(changed);
        assertThat(queue.getAttributes().getInactiveMessages()).isZero();
    }

    @Test
    void deletesWhatItCanOfABatchAndNamesTheRest() throws Exception {
        // Given
        queue.batchPutMessage(List.of(new Message("1"), new Message("2")));
        var received = queue.batchPopMessage(16, 1);
        var gone = received.get(0).getReceiptHandle();
        queue.deleteMessage(gone);
        var handles = new ArrayList<>(List.of(gone, "nonsense", received.get(1).getReceiptHandle()));

        // When // Then
        assertThatThrownBy(() -> queue.batchDeleteMessage(handles))
                .isInstanceOf(ServiceHandlingRequiredException.class)
                .cause()
                .isInstanceOfSatisfying(BatchDeleteException.class, e -> {
                    assertThat(e.getErrorMessages().keySet()).containsExactlyInAnyOrder(gone, "nonsense");
                    assertThat(e.getErrorMessages().get(gone).getErrorCode()).isEqualTo("MessageNotExist");
                    assertThat(e.getErrorMessages().get("nonsense").getErrorCode())
                            .isEqualTo("ReceiptHandleError");
                });
        assertThat(queue.getAttributes().getInactiveMessages()).isZero();
    }

    @Test
    void sendsWhatItCanOfABatchAndNamesTheRest() throws Exception {
        // Given
        var large = new Message();
        large.setMessageBodyAsRawString("x".repeat(65537));

        // When // Then
        assertThatThrownBy(() -> queue.batchPutMessage(List.of(new Message("small"), large)))
                .isInstanceOfSatisfying(BatchSendException.class, e -> {
                    assertThat(e.getMessages()).hasSize(2);
                    assertThat(e.getMessages().get(0).isErrorMessage()).isFalse();
                    assertThat(e.getMessages().get(1).isErrorMessage()).isTrue();
                });
        assertThat(queue.getAttributes().getActiveMessages()).isEqualTo(1);
    }

    @Test
    void carriesBodiesAndPropertiesAsTheyAre() throws Exception {
        // Given
        var body = "{\"a\":\"<&>]]>\t\n é 𝄞\"}";
        var message = new Message();
        message.setMessageBodyAsRawString(body);
        message.getUserProperties().put("shade", new MessagePropertyValue(PropertyType.STRING, "a<b"));
        message.getUserProperties().put("count", new MessagePropertyValue(PropertyType.NUMBER, "3"));

        // When
        queue.putMessage(message);
        var received = queue.popMessage(1);

        // Then
        assertThat(received.getMessageBodyAsRawString()).isEqualTo(body);
        assertThat(received.getUserProperties().get("shade").getStringValueByType())
                .isEqualTo("a<b");
        assertThat(received.getUserProperties().get("count").getDataType()).isEqualTo(PropertyType.NUMBER);
    }

    @Test
    void keepsTheAttributesOfAnExistingQueue() throws Exception {
        // Given
        var meta = new QueueMeta();
        meta.setQueueName("kept");
        meta.setDelaySeconds(3L);
        client.createQueue(meta);

        // When
        var again = client.createQueue(meta);
        meta.setDelaySeconds(4L);

        // Then
        assertThat(again.getQueueURL()).endsWith("/queues/kept");
        assertThatThrownBy(() -> client.createQueue(meta)).asString().contains("QueueAlreadyExist");
    }

    @Test
    void acceptsAnStsKeyOnlyWithItsToken() throws Exception {
        // Given
        var raw = new Raw(cloud);
        raw.control(
                "POST",
                "keys",
                "{\"accessKeyId\":\"STS.a\",\"accessKeySecret\":\"s\",\"securityToken\":\"token\",\"seconds\":600}");
        raw.control(
                "POST",
                "keys",
                "{\"accessKeyId\":\"STS.b\",\"accessKeySecret\":\"s\",\"securityToken\":\"token\",\"seconds\":-1}");

        // When
        var good = Clouds.client(cloud, "STS.a", "s", "token", SignVersion.V2).getQueueRef("ecs-events");
        var wrong = Clouds.client(cloud, "STS.a", "s", "other", SignVersion.V2).getQueueRef("ecs-events");
        var expired =
                Clouds.client(cloud, "STS.b", "s", "token", SignVersion.V4).getQueueRef("ecs-events");

        // Then
        assertThat(good.popMessage(1)).isNull();
        assertThatThrownBy(() -> wrong.popMessage(1)).asString().contains("AccessDenied");
        assertThatThrownBy(() -> expired.popMessage(1)).asString().contains("expired");
    }

    private static final class Result<T> extends CompletableFuture<T> implements AsyncCallback<T> {
        @Override
        public void onSuccess(T result) {
            complete(result);
        }

        @Override
        public void onFail(Exception e) {
            completeExceptionally(e);
        }
    }
}
