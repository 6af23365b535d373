package io.ecslifeguard.benchmark;

import com.aliyun.mns.client.AsyncCallback;
import com.aliyun.mns.client.CloudQueue;
import com.aliyun.mns.client.MNSClient;
import com.aliyun.mns.client.MNSClientBuilder;
import com.aliyun.mns.common.ServiceException;
import com.aliyun.mns.common.http.ClientConfiguration;
import com.aliyun.mns.model.Message;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Consumer;

/** The queue of the local cloud through the vendor's SDK, with nothing around it. */
final class Smq implements AutoCloseable {

    static final String QUEUE = "ecs-events";

    private static final int CONNECTIONS = 128;

    private final MNSClient client;
    private final CloudQueue queue;

    Smq(String url) {
        var configuration = new ClientConfiguration();
        configuration.setMaxConnections(CONNECTIONS);
        configuration.setMaxConnectionsPerRoute(CONNECTIONS);
        client = MNSClientBuilder.create()
                .accessKeyId("test")
                .accessKeySecret("test")
                .accountEndpoint(url)
                .region("cn-hangzhou")
                .clientConfiguration(configuration)
                .build();
        queue = client.getQueueRef(QUEUE);
    }

    /** For those who wait for each call. */
    CloudQueue blocking() {
        return queue;
    }

    Uni<List<Message>> send(List<Message> messages) {
        return call(callback -> queue.asyncBatchPutMessage(messages, callback));
    }

    /** A page, or nothing where the queue is empty. */
    Uni<List<Message>> receive(int most) {
        return Smq.<List<Message>>call(callback -> queue.asyncBatchPopMessage(most, 0, callback))
                .onFailure(Smq::isEmpty)
                .recoverWithItem(List.of());
    }

    Uni<Void> delete(List<Message> page) {
        var handles = page.stream().map(Message::getReceiptHandle).toList();
        return call(callback -> queue.asyncBatchDeleteMessage(handles, callback));
    }

    @Override
    public void close() {
        client.close();
    }

    private static boolean isEmpty(Throwable failure) {
        return failure instanceof ServiceException error && "MessageNotExist".equals(error.getErrorCode());
    }

    private static <T> Uni<T> call(Consumer<AsyncCallback<T>> send) {
        return Uni.createFrom()
                .emitter(emitter -> send.accept(new AsyncCallback<>() {
                    @Override
                    public void onSuccess(T result) {
                        emitter.complete(result);
                    }

                    @Override
                    public void onFail(Exception failure) {
                        emitter.fail(failure);
                    }
                }));
    }
}
