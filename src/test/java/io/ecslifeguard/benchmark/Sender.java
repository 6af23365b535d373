package io.ecslifeguard.benchmark;

import com.aliyun.mns.model.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** The load generator: puts events on the queue through the SDK. */
final class Sender implements AutoCloseable {

    private static final int LARGEST_BATCH = 16;
    /** Up to this rate each event is sent alone, as CloudMonitor does. */
    private static final int ALONE = 2000;

    private static final int UNDER_WAY = 64;

    private final Smq smq;
    private final Semaphore permits = new Semaphore(UNDER_WAY);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Sender(String url) {
        smq = new Smq(url);
    }

    /** Puts so many events on the queue, as fast as it can. */
    void fill(Events events, int count) {
        for (var first = 0L; first < count; first += LARGEST_BATCH) {
            send(events, first, Math.min(LARGEST_BATCH, count - first));
        }
        awaitAnswers();
    }

    /** Sends at a steady rate, and gives how many events it has sent; what is late is sent at once. */
    long stream(Events events, int rate, Duration time) {
        var batch = rate <= ALONE ? 1 : LARGEST_BATCH;
        var total = rate * time.toSeconds();
        var start = System.nanoTime();
        for (var first = 0L; first < total; first += batch) {
            var due = start + first * 1_000_000_000L / rate;
            for (var now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            send(events, first, Math.min(batch, total - first));
        }
        awaitAnswers();
        return total;
    }

    @Override
    public void close() {
        smq.close();
    }

    private void send(Events events, long first, long count) {
        send(LongStream.range(first, first + count)
                .mapToObj(number -> new Message(events.body(number)))
                .toList());
    }

    private void send(List<Message> batch) {
        permits.acquireUninterruptibly();
        var unused = smq.send(batch)
                .onTermination()
                .invoke(permits::release)
                .subscribe()
                .with(sent -> {}, problem -> failure.compareAndSet(null, problem));
    }

    private void awaitAnswers() {
        permits.acquireUninterruptibly(UNDER_WAY);
        permits.release(UNDER_WAY);
        if (failure.get() != null) {
            throw new IllegalStateException("Events could not be sent", failure.get());
        }
    }
}
