package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CloudConfig;
import io.ecslifeguard.cloud.CloudReply;
import io.ecslifeguard.journal.EditHeap;
import io.ecslifeguard.journal.EditResult;
import io.ecslifeguard.journal.LaneEdits;
import io.ecslifeguard.journal.SentEdit;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes the due edits of a lane, one call at a time, each with as many edits as have gathered when its slot has come. */
@ApplicationScoped
class LaneWorker {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.lanes");
    /** For writing to the journal, before and after a call. */
    private static final Duration RECORDING = Duration.ofSeconds(30);
    /** From the last look at the lease to the wire, with credentials to fetch, and from the cloud's answer to the effect. */
    private static final Duration LATENESS = Duration.ofSeconds(5);
    /** What another replica has asked for is seen after it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    /** In a storm edits come by the dozen: one look sees them all. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);

    private static final Duration BEFORE_RETRY = Duration.ofMillis(200);

    private final LaneEdits edits;
    private final GroupCalls calls;
    private final Agenda agenda;
    private final Duration lease;
    private final Duration longestCall;
    private final Duration settling;

    LaneWorker(SpotConfig config, CloudConfig cloud, LaneEdits edits, GroupCalls calls) {
        this.edits = edits;
        this.calls = calls;
        lease = config.laneLease();
        agenda = new Agenda(config.gather(), config.gatherExpected(), config.margin());
        var oneAttempt = cloud.connectTimeout().plus(cloud.readTimeout());
        longestCall = cloud.budget().plus(oneAttempt).plus(RECORDING);
        settling = oneAttempt.plus(LATENESS);
    }

    /** For how long after its holder must have stopped an attempt may have its effect. */
    Duration settling() {
        return settling;
    }

    /** While its lease lasts. */
    Duration longestTurn() {
        return longestCall.plus(RECORDING);
    }

    /** One call, look or wait; whether there may be more to do. */
    Uni<Boolean> turn(LaneRun run) {
        return Uni.createFrom()
                // before looking: what is announced from here on ends the wait after it
                .deferred(() -> {
                    run.signal().clear();
                    return edits.heaps(run.lane(), lease);
                })
                .chain(heaps -> heaps.isEmpty() ? Uni.createFrom().item(false) : turn(run, heaps));
    }

    private Uni<Boolean> turn(LaneRun run, List<EditHeap> heaps) {
        var unclear = heaps.stream()
                .filter(heap -> heap.isUnclear() && heap.unsettled().isZero())
                .findFirst();
        if (unclear.isPresent()) {
            return look(run, unclear.get());
        }
        var ready =
                heaps.stream().filter(heap -> agenda.untilReady(heap).isZero()).toList();
        if (ready.isEmpty()) {
            return gather(run, heaps);
        }
        var apis = ready.stream().map(LaneWorker::api).collect(Collectors.toSet());
        return run.slots().reserve(apis).chain(() -> {
            var open = ready.stream()
                    .filter(heap -> run.slots().hasCome(api(heap)))
                    .toList();
            return open.isEmpty() ? pause(run, run.slots().untilFirst(apis)) : send(run, agenda.next(open));
        });
    }

    private Uni<Boolean> gather(LaneRun run, List<EditHeap> heaps) {
        var untilFirst =
                heaps.stream().map(agenda::untilReady).min(Duration::compareTo).orElseThrow();
        run.place().leave();
        return pause(run, untilFirst).onTermination().invoke(run.place()::take);
    }

    private static Uni<Boolean> pause(LaneRun run, Duration pause) {
        var rounded = pause.plusMillis(1);
        var longest = rounded.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : rounded;
        var shortest = longest.compareTo(SHORTEST_WAIT) > 0 ? SHORTEST_WAIT : longest;
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(shortest)
                .chain(() -> run.signal().await(longest.minus(shortest).plusMillis(1)))
                .replaceWith(true);
    }

    private Uni<Boolean> send(LaneRun run, EditHeap heap) {
        return edits.send(run.lane(), heap, lease).chain(sent -> {
            if (sent.isEmpty()) {
                // taken back meanwhile, or the lease is lost, which the next look tells
                return Uni.createFrom().item(true);
            }
            run.slots().use(api(heap));
            return call(run, sent).chain(results -> record(run, results));
        });
    }

    private Uni<List<EditResult>> call(LaneRun run, List<SentEdit> sent) {
        return inTime(calls.make(sent, run.lease()::isHeld))
                .map(CloudReply::dryRun)
                .map(dryRun -> Verdicts.succeeded(sent, dryRun))
                // each edit is told, and the lane goes on
                .onFailure()
                .recoverWithItem(failure -> told(sent, failure, Verdicts::failed));
    }

    /** A call with these edits may have had its effect: only what the group shows to be missing is done. */
    private Uni<Boolean> look(LaneRun run, EditHeap heap) {
        return edits.unclear(run.lane(), heap.serverGroup(), lease)
                .chain(unclear -> unclear.isEmpty()
                        ? Uni.createFrom().item(true)
                        : inTime(calls.members(unclear.get(0)))
                                .map(members -> unclear.stream()
                                        .map(edit -> Missing.of(edit, members))
                                        .toList())
                                // each edit is told, and the lane goes on
                                .onFailure()
                                .recoverWithItem(failure -> told(unclear, failure, Verdicts::notSeen))
                                .chain(results -> record(run, results)));
    }

    private <T> Uni<T> inTime(Uni<T> call) {
        return call.ifNoItem()
                .after(longestCall)
                .failWith(() -> new IllegalStateException(
                        "The call was given up after %d s without an answer".formatted(longestCall.toSeconds())));
    }

    private Uni<Boolean> record(LaneRun run, List<EditResult> results) {
        return edits.record(run.lane(), results)
                // what is not recorded has to be looked for in the cloud
                .onFailure()
                .retry()
                .withBackOff(BEFORE_RETRY)
                .atMost(3)
                .replaceWith(true);
    }

    private static List<EditResult> told(
            List<SentEdit> sent, Throwable failure, BiFunction<List<SentEdit>, Throwable, List<EditResult>> verdicts) {
        var first = sent.get(0);
        LOG.infof(
                "%d edits (%s) of %s have not succeeded: %s",
                sent.size(),
                first.step(),
                first.serverGroup()
                        .orElseGet(() ->
                                "the default group of " + first.loadBalancer().orElse("?")),
                failure.getMessage());
        return verdicts.apply(sent, failure);
    }

    private static String api(EditHeap heap) {
        return GroupCalls.api(heap.step(), heap.serverGroup().isEmpty());
    }
}
