package io.ecslifeguard.queue;

import com.aliyun.mns.client.AsyncCallback;
import com.aliyun.mns.client.MNSClient;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Turns the SDK's callbacks into Unis that end in time, on the subscriber's context, and at once on close. */
class SmqCalls {

    /** Waiting for credentials, at most; what SMQ itself makes wait is not counted. */
    private static final int WAITING = 1024;

    private final MNSClient client;
    private final SmqCredentials credentials;
    private final ThreadPoolExecutor senders;
    private final Set<UniEmitter<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SmqCalls(MNSClient client, SmqCredentials credentials) {
        this.client = client;
        this.credentials = credentials;
        var number = new AtomicInteger();
        senders = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
            var thread = new Thread(task, "smq-sender-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        senders.allowCoreThreadTimeOut(true);
    }

    /**
     * One call.
     *
     * @param send what makes it; runs on a thread that may wait for credentials
     * @param timeout from the subscription to the answer
     */
    <T> Uni<T> call(Consumer<AsyncCallback<T>> send, Duration timeout) {
        return Uni.createFrom().deferred(() -> {
            var answer = Uni.createFrom()
                    .<T>emitter(emitter -> begin(emitter, send))
                    .ifNoItem()
                    .after(timeout)
                    .fail();
            var context = Vertx.currentContext();
            return context == null ? answer : answer.emitOn(task -> context.runOnContext(ignored -> task.run()));
        });
    }

    /** Ends everything: calls under way fail at once, and so does every later one. */
    void close() {
        synchronized (client) {
            closed = true;
            client.close();
        }
        senders.shutdownNow();
        underWay.forEach(SmqCalls::failAsClosed);
    }

    private <T> void begin(UniEmitter<? super T> emitter, Consumer<AsyncCallback<T>> send) {
        underWay.add(emitter);
        emitter.onTermination(() -> underWay.remove(emitter));
        try {
            senders.execute(() -> send(emitter, send));
        } catch (RejectedExecutionException e) {
            // what was under way when the service closed is failed by close(); this one may have come too late for it
            end(emitter, () -> emitter.fail(closed ? closedNow() : e));
        }
    }

    private <T> void send(UniEmitter<? super T> emitter, Consumer<AsyncCallback<T>> send) {
        try {
            credentials.renew();
            synchronized (client) {
                if (closed) {
                    // a client that was closed would open again
                    throw closedNow();
                }
                if (!underWay.contains(emitter)) {
                    // Nobody waits any more: what a poll still received would be away for the visibility timeout.
                    return;
                }
                send.accept(callback(emitter));
            }
        } catch (RuntimeException e) {
            end(emitter, () -> emitter.fail(e));
        }
    }

    private <T> AsyncCallback<T> callback(UniEmitter<? super T> emitter) {
        return new AsyncCallback<>() {
            @Override
            public void onSuccess(T result) {
                end(emitter, () -> emitter.complete(result));
            }

            @Override
            public void onFail(Exception failure) {
                end(emitter, () -> emitter.fail(closed ? closedNow() : failure));
            }
        };
    }

    private void end(UniEmitter<?> emitter, Runnable signal) {
        underWay.remove(emitter);
        signal.run();
    }

    private static void failAsClosed(UniEmitter<?> emitter) {
        emitter.fail(closedNow());
    }

    private static QueueClosed closedNow() {
        return new QueueClosed("", null, "The service is stopping: no call to SMQ is made any more", null);
    }
}
