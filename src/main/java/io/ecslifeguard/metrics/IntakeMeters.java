package io.ecslifeguard.metrics;

import io.ecslifeguard.dispatch.IntakeTally;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Recorded;
import io.ecslifeguard.queue.DeleteResult;
import io.ecslifeguard.queue.QueueException;
import io.ecslifeguard.queue.Queues;
import io.ecslifeguard.queue.ReceivedMessage;
import io.ecslifeguard.queue.SmqQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of messages and polls. */
@Startup
@ApplicationScoped
class IntakeMeters implements IntakeTally {

    private final Map<String, QueueMeters> queues;
    private final Clock clock;

    IntakeMeters(Queues queues, MeterRegistry registry, Clock clock) {
        this.queues = queues.all().stream()
                .map(SmqQueue::name)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(name -> name, name -> new QueueMeters(name, registry)));
        this.clock = clock;
    }

    @Override
    public void polled(String queue, List<ReceivedMessage> page) {
        queues.get(queue).polled(page.size());
    }

    @Override
    public void pollFailed(String queue, QueueException failure) {
        queues.get(queue).pollFailed(failure.knownCode());
    }

    @Override
    public void committed(String queue, List<Entry> page, Recorded recorded) {
        queues.get(queue).committed(page, recorded, clock.instant());
    }

    @Override
    public void deleted(String queue, DeleteResult result) {
        queues.get(queue).deleted(result);
    }

    @Override
    public void deleteFailed(String queue, int messages) {
        queues.get(queue).deleteFailed(messages);
    }
}
