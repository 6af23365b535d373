package io.ecslifeguard.metrics;

import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Recorded;
import io.ecslifeguard.queue.DeleteResult;
import io.ecslifeguard.queue.QueueException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The figures of one queue. All are there from the start, so that a first increase is seen as one. */
final class QueueMeters {

    private static final Duration[] AGES = IntStream.of(25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Counter received;
    private final Counter recorded;
    private final Counter duplicate;
    private final Counter quarantined;
    private final Counter deleted;
    private final Counter leaseLost;
    private final Counter refused;
    private final Counter unanswered;
    private final Timer age;
    private final Map<String, Counter> polls = new HashMap<>();

    QueueMeters(String queue, MeterRegistry registry) {
        received = messages("received", "Messages that were received, each time counted", queue, registry);
        recorded = messages("recorded", "Messages whose event was new and is committed", queue, registry);
        duplicate = messages(
                "duplicate", "Messages that told nothing new: received again, or of a known event", queue, registry);
        quarantined = messages(
                "quarantined", "Messages that were not understood and are kept in quarantine", queue, registry);
        deleted = messages("deleted", "Messages that were deleted from the queue once committed", queue, registry);
        leaseLost = undeleted("lease_lost", queue, registry);
        refused = undeleted("refused", queue, registry);
        unanswered = undeleted("unanswered", queue, registry);
        age = Timer.builder("lifeguard.messages.age")
                .description("From when a message was put on the queue until it was committed")
                .tag("queue", queue)
                .serviceLevelObjectives(AGES)
                .register(registry);
        polls.put("OK", poll("OK", queue, registry));
        QueueException.KNOWN_CODES.forEach(code -> polls.put(code, poll(code, queue, registry)));
    }

    void polled(int messages) {
        polls.get("OK").increment();
        received.increment(messages);
    }

    void pollFailed(String code) {
        polls.getOrDefault(code, polls.get("Other")).increment();
    }

    void committed(List<Entry> page, Recorded what, Instant now) {
        var fresh = what.fresh().size();
        recorded.increment(fresh);
        quarantined.increment(what.parked());
        duplicate.increment(Math.max(0, page.size() - fresh - what.parked()));
        for (var entry : page) {
            var waited = Duration.between(entry.source().enqueuedAt(), now);
            age.record(waited.isNegative() ? Duration.ZERO : waited);
        }
    }

    void deleted(DeleteResult result) {
        deleted.increment(result.deleted().size());
        leaseLost.increment(result.leaseLost().size());
        refused.increment(result.refused().size());
    }

    void deleteFailed(int messages) {
        unanswered.increment(messages);
    }

    private static Counter messages(String what, String description, String queue, MeterRegistry registry) {
        return Counter.builder("lifeguard.messages." + what)
                .description(description)
                .tag("queue", queue)
                .register(registry);
    }

    private static Counter undeleted(String reason, String queue, MeterRegistry registry) {
        return Counter.builder("lifeguard.messages.undeleted")
                .description("Committed messages that were not deleted; they come back, and are deleted then")
                .tag("queue", queue)
                .tag("reason", reason)
                .register(registry);
    }

    private static Counter poll(String code, String queue, MeterRegistry registry) {
        return Counter.builder("lifeguard.polls")
                .description("Polls that have ended, by OK or the error's code")
                .tag("queue", queue)
                .tag("code", code)
                .register(registry);
    }
}
