package io.ecslifeguard.dispatch;

import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Journal;
import io.ecslifeguard.journal.Recorded;
import io.ecslifeguard.queue.DeleteResult;
import io.ecslifeguard.queue.QueueConfig;
import io.ecslifeguard.queue.QueueException;
import io.ecslifeguard.queue.Queues;
import io.ecslifeguard.queue.ReceivedMessage;
import io.ecslifeguard.queue.SmqQueue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The polling stream. Each poll's page is recorded and then deleted before the same loop polls again, so that what is in
 * memory is bounded by the number of loops and nothing is received while the journal cannot write.
 */
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** Beyond what a poll takes: more than any pause, or a page that is written in pieces. */
    private static final Duration BEYOND_A_POLL = Duration.ofSeconds(60);

    private final QueueConfig config;
    private final Queues queues;
    private final Sorting sorting;
    private final JournalGate journal;
    private final Dispatcher dispatcher;
    private final Chronicle chronicle;
    private final QueueAlarm queueAlarm;
    private final IntakeTally tally;
    private final Clock clock;
    private final Map<String, QueueWatch> watches = new ConcurrentHashMap<>();
    private final Map<SmqQueue, List<LoopWatch>> loops = new LinkedHashMap<>();
    private final Room room;
    private volatile boolean stopping;

    Intake(
            QueueConfig config,
            Queues queues,
            Sorting sorting,
            Journal journal,
            Dispatcher dispatcher,
            Chronicle chronicle,
            QueueAlarm queueAlarm,
            IntakeTally tally,
            Clock clock) {
        this.config = config;
        this.queues = queues;
        this.sorting = sorting;
        this.journal = new JournalGate(journal, () -> stopping);
        this.dispatcher = dispatcher;
        this.chronicle = chronicle;
        this.queueAlarm = queueAlarm;
        this.tally = tally;
        this.clock = clock;
        this.room = new Room(config.inFlight());
        for (var queue : queues.all()) {
            watches.put(queue.name(), new QueueWatch(queue.name(), clock));
            loops.put(queue, loopWatches(queue));
        }
    }

    private List<LoopWatch> loopWatches(SmqQueue queue) {
        var longestPause = config.waitTime()
                .plus(config.callTimeout())
                .plus(config.refusedWait().multipliedBy(2))
                .plus(BEYOND_A_POLL);
        return IntStream.rangeClosed(1, config.concurrentPolls())
                .mapToObj(number -> new LoopWatch(queue.name() + " poll " + number, longestPause, clock))
                .toList();
    }

    /** Polls all queues from its subscription until {@link #stop}; never fails. */
    public Multi<Recorded> run() {
        var streams = loops.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(loop -> loop(entry.getKey(), loop)))
                .toList();
        return Multi.createBy()
                .merging()
                .withConcurrency(Math.max(1, streams.size()))
                .streams(streams);
    }

    /** The condition of each queue, in the order of the settings. */
    public List<QueueState> queues() {
        return queues.all().stream()
                .map(queue -> watches.get(queue.name()).state())
                .toList();
    }

    /** The loops that poll, several for each queue. */
    public List<LoopState> loops() {
        return loops.values().stream()
                .flatMap(ofQueue -> ofQueue.stream().map(LoopWatch::state))
                .toList();
    }

    /** Why nothing is received although the queues may well answer: the journal cannot be written. */
    public Optional<String> journalProblem() {
        return journal.problem();
    }

    /**
     * Begins no poll any more, and completes when what was received is committed and deleted. Polls that are open then
     * are not waited for: what SMQ gives them comes back after the queue's visibility timeout.
     */
    public Uni<Void> stop() {
        return Uni.createFrom().voidItem().invoke(() -> stopping = true).chain(room::untilEmpty);
    }

    private Multi<Recorded> loop(SmqQueue queue, LoopWatch loop) {
        var backoff = new Backoff(SHORTEST_WAIT, LONGEST_WAIT);
        return Multi.createBy()
                .repeating()
                .uni(() -> once(queue, loop, backoff))
                .whilst(recorded -> !stopping);
    }

    private Uni<Recorded> once(SmqQueue queue, LoopWatch loop, Backoff backoff) {
        var watch = watches.get(queue.name());
        loop.beats();
        if (stopping) {
            return Uni.createFrom().item(Recorded.NOTHING);
        }
        return journal.untilOpen(loop)
                .chain(() -> room.untilFreeFor(config.pageSize(), loop, () -> stopping))
                .chain(() -> {
                    loop.beats();
                    // Whoever waits for the service to be ready waits for this answer.
                    return watch.hasSucceeded() ? queue.receive() : queue.receiveAtOnce();
                })
                .invoke(page -> {
                    loop.beats();
                    tally.polled(queue.name(), page);
                    if (watch.succeeded()) {
                        LOG.infof("Queue %s answers again", watch.queue());
                    }
                    backoff.reset();
                })
                // A page that still comes while the service stops is taken as well: given up, it would be away for the
                // queue's visibility timeout.
                .chain(page -> page.isEmpty() ? Uni.createFrom().item(Recorded.NOTHING) : take(queue, loop, page))
                // At the poll, and not across the stream: a retry down there would cancel what the other loops have in
                // hand.
                .onFailure()
                .recoverWithUni(failure -> {
                    loop.beats();
                    return pause(watch, backoff, failure);
                });
    }

    private Uni<Recorded> take(SmqQueue queue, LoopWatch loop, List<ReceivedMessage> page) {
        room.take(page.size());
        var traces = PageTraces.of(page);
        return Uni.createFrom()
                .item(() -> page.stream()
                        .map(message -> sorting.entry(message, traces.traceparent(message)))
                        .toList())
                .invoke(traces::committing)
                .chain(entries -> record(queue, entries, loop))
                .invoke(traces::committed)
                .invoke(loop::beats)
                .chain(recorded -> delete(queue, page).replaceWith(recorded))
                .onTermination()
                .invoke(() -> {
                    traces.ended();
                    room.leave(page.size());
                });
    }

    private Uni<Recorded> record(SmqQueue queue, List<Entry> entries, LoopWatch loop) {
        return journal.record(entries, loop).invoke(recorded -> {
            tally.committed(queue.name(), entries, recorded);
            chronicle.tell(entries, recorded);
            if (recorded.callsForWork()) {
                dispatcher.wake();
            }
        });
    }

    private Uni<Void> delete(SmqQueue queue, List<ReceivedMessage> page) {
        var watch = watches.get(queue.name());
        return queue.delete(page)
                .invoke(result -> {
                    var isTold = watch.deleted(result);
                    tally.deleted(queue.name(), result);
                    tell(queue, result, isTold);
                })
                .replaceWithVoid()
                // What is not deleted comes back, is known already, and is deleted then.
                .onFailure()
                .recoverWithUni(failure -> {
                    tally.deleteFailed(queue.name(), page.size());
                    return cannotDelete(watch, page, failure);
                });
    }

    private Uni<Void> cannotDelete(QueueWatch watch, List<ReceivedMessage> page, Throwable failure) {
        if (!watch.notDeleted(kind(failure), String.valueOf(failure.getMessage()), page)) {
            return Uni.createFrom().voidItem();
        }
        LOG.log(
                needsOperator(failure) ? Logger.Level.ERROR : Logger.Level.WARN,
                "Messages are recorded but not deleted, and will come back: " + failure.getMessage());
        return queueAlarm.tellUndeleted(failure);
    }

    private static void tell(SmqQueue queue, DeleteResult result, boolean refusalsToo) {
        if (!result.leaseLost().isEmpty()) {
            LOG.infof(
                    "%d messages of queue %s had become visible again before they were deleted",
                    result.leaseLost().size(), queue.name());
        }
        if (refusalsToo) {
            var first = result.refused().get(0);
            LOG.warnf(
                    "%d messages of queue %s were not deleted, message %s for one: %s %s",
                    result.refused().size(), queue.name(), first.message().messageId(), first.code(), first.reason());
        }
    }

    private Uni<Recorded> pause(QueueWatch watch, Backoff backoff, Throwable failure) {
        if (stopping) {
            return Uni.createFrom().item(Recorded.NOTHING);
        }
        if (failure instanceof QueueException refused) {
            tally.pollFailed(watch.queue(), refused);
        }
        var alarm = needsOperator(failure);
        var wait = alarm ? Backoff.withJitter(config.refusedWait()) : backoff.next();
        var told = Uni.createFrom().voidItem();
        if (watch.failed(kind(failure), String.valueOf(failure.getMessage()))) {
            LOG.log(
                    alarm ? Logger.Level.ERROR : Logger.Level.WARN,
                    "Queue " + watch.queue() + ": " + failure.getMessage());
            told = queueAlarm.tell(failure);
        }
        return told.replaceWith(Recorded.NOTHING).onItem().delayIt().by(wait);
    }

    private static boolean needsOperator(Throwable failure) {
        return failure instanceof QueueException known && known.needsOperator();
    }

    private static String kind(Throwable failure) {
        var code = failure instanceof QueueException known ? known.code().orElse("") : "";
        return failure.getClass().getSimpleName() + " " + code;
    }
}
