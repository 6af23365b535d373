package io.ecslifeguard.cloud;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads on which the blocking SDKs are called, with a bounded queue before them. */
class CallPool {

    private final ThreadPoolExecutor threads;

    CallPool(int size, int queue) {
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
            var thread = new Thread(task, "cloud-call-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Makes {@code call} on a thread of the pool. One that is cancelled while it waits is not made. */
    <T> Uni<T> run(String api, Callable<T> call) {
        return Uni.createFrom().emitter(emitter -> {
            var task = new Task<T>(api, call, emitter);
            emitter.onTermination(() -> task.dropFrom(threads));
            try {
                threads.execute(task);
            } catch (RejectedExecutionException e) {
                task.refuse(threads.isShutdown());
            }
        });
    }

    void close() {
        for (var waiting : threads.shutdownNow()) {
            ((Task<?>) waiting).refuse(true);
        }
    }

    private final class Task<T> implements Runnable {

        private final String api;
        private final Callable<T> call;
        private final UniEmitter<? super T> emitter;
        private volatile boolean over;

        Task(String api, Callable<T> call, UniEmitter<? super T> emitter) {
            this.api = api;
            this.call = call;
            this.emitter = emitter;
        }

        void dropFrom(ThreadPoolExecutor pool) {
            over = true;
            pool.remove(this);
        }

        void refuse(boolean closed) {
            emitter.fail(
                    closed
                            ? CloudErrors.closed(api)
                            : CloudErrors.overloaded(api, threads.getQueue().size()));
        }

        @Override
        public void run() {
            if (over) {
                return;
            }
            try {
                emitter.complete(call.call());
            } catch (Exception e) {
                emitter.fail(e);
            }
        }
    }
}
