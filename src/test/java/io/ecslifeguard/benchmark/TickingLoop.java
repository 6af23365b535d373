package io.ecslifeguard.benchmark;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.mns.model.Message;
import com.aliyun.teaopenapi.models.Config;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * The shape of aws-node-termination-handler's loop in queue mode: every two seconds up to ten messages, given to ten
 * workers, each of which describes the instance and deletes the message.
 */
record TickingLoop(String cloud) implements Loop {

    private static final int PAGE = 10;
    private static final int WORKERS = 10;
    private static final long TICK_MILLIS = 2000;

    @Override
    public void run(LongAdder handled, BooleanSupplier goOn) throws Exception {
        var ecs = new Client(new Config()
                .setAccessKeyId("test")
                .setAccessKeySecret("test")
                .setRegionId("cn-hangzhou")
                .setProtocol("http")
                .setEndpoint(URI.create(cloud).getAuthority()));
        var workers = Executors.newFixedThreadPool(WORKERS);
        try (var smq = new Smq(cloud)) {
            while (goOn.getAsBoolean()) {
                var page = smq.blocking().batchPopMessage(PAGE);
                if (page == null) {
                    return;
                }
                page.forEach(message -> work(workers, smq, ecs, message, handled));
                Pause.millis(TICK_MILLIS);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static void work(ExecutorService workers, Smq smq, Client ecs, Message message, LongAdder handled) {
        workers.execute(() -> {
            try {
                var unused = ecs.describeInstances(new DescribeInstancesRequest()
                        .setRegionId("cn-hangzhou")
                        .setInstanceIds(JsonArray.of(instance(message)).encode()));
                smq.blocking().deleteMessage(message.getReceiptHandle());
                handled.increment();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static String instance(Message message) {
        var content = new JsonObject(message.getMessageBodyAsString()).getJsonObject("content");
        return content.getString("instanceId", content.getString("resourceId"));
    }
}
