package io.ecslifeguard.spot;

import io.ecslifeguard.dispatch.LoopState;
import io.ecslifeguard.dispatch.LoopWatch;
import io.ecslifeguard.dispatch.Signal;
import io.ecslifeguard.journal.Edits;
import io.ecslifeguard.journal.HeldLane;
import io.ecslifeguard.journal.LaneEdits;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Makes the edits of server groups that reactions of any replica have asked for: takes load balancers with due edits, as
 * many as there are places, and works on each until nothing is due there. A load balancer is edited by one replica at a
 * time and with one call at a time, since it takes one change at a time.
 */
@ApplicationScoped
public class Lanes {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.lanes");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    /** How many load balancers are held at most, with those that wait for more edits and so take no place. */
    private static final int HELD_FOR_EACH_PLACE = 16;
    /** Then others get a place too. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration BEFORE_REPEAT = Duration.ofMillis(250);

    private final SpotConfig config;
    private final LaneEdits edits;
    private final LaneWorker worker;
    private final Slots slots;
    private final LoopWatch loop;
    private final Signal signal = new Signal();
    private final Map<String, LaneRun> underWay = new ConcurrentHashMap<>();
    /** From the decision to claim until what was claimed is in {@link #underWay}. */
    private volatile boolean claiming;

    private volatile boolean stopping;
    private volatile String problem;

    Lanes(SpotConfig config, Edits asked, LaneEdits edits, LaneWorker worker, Slots slots, Clock clock) {
        this.config = config;
        this.edits = edits;
        this.worker = worker;
        this.slots = slots;
        // With every place taken it claims only when a lane has ended, which is one turn after its longest run.
        loop = new LoopWatch("lanes", LONGEST_RUN.plus(worker.longestTurn().multipliedBy(2)), clock);
        asked.whenQueued(this::queued);
    }

    /** The loop: runs from its subscription until {@link #stop}, and never fails. */
    public Multi<Void> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::claim)
                .whilst(claimed -> !stopping)
                .onItem()
                .<LaneRun>disjoint()
                .onItem()
                .transformToUni(this::work)
                .merge(config.lanes() * HELD_FOR_EACH_PLACE);
    }

    /** The loop that takes lanes. */
    public LoopState loop() {
        return loop.state();
    }

    /** Takes no more lanes, finishes the calls under way, and gives the lanes back. */
    public Uni<Void> stop() {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> {
                    stopping = true;
                    wake();
                })
                .chain(() -> Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(BEFORE_REPEAT)
                        .map(ignored -> underWay.isEmpty() && !claiming)
                        .repeat()
                        .until(nothing -> nothing)
                        .collect()
                        .last())
                .replaceWithVoid()
                // what is left is taken over when its lease ends
                .ifNoItem()
                .after(GRACE)
                .recoverWithItem((Void) null);
    }

    private void queued(Set<String> lanes) {
        lanes.forEach(name -> {
            var run = underWay.get(name);
            (run == null ? signal : run.signal()).raise();
        });
    }

    private void wake() {
        signal.raise();
        underWay.values().forEach(run -> run.signal().raise());
    }

    private Uni<List<LaneRun>> claim() {
        loop.beats();
        // Before looking: what is announced from here on is seen by the look or by the wait after it.
        signal.clear();
        // Before looking whether it stops: a stop that is not seen here sees the claim, and waits for it.
        claiming = true;
        var free = freePlaces();
        if (free <= 0 || stopping) {
            claiming = false;
            return signal.await(BETWEEN_LOOKS).replaceWith(List.of());
        }
        var askedAt = System.nanoTime();
        return edits.claim(free, config.laneLease(), worker.settling(), underWay.keySet())
                .map(lanes -> begun(lanes, askedAt))
                .onTermination()
                .invoke(() -> claiming = false)
                .chain(runs -> runs.isEmpty()
                        ? signal.await(BETWEEN_LOOKS).replaceWith(runs)
                        : Uni.createFrom().item(runs))
                // The journal cannot be asked: intake stands still as well, and the probes tell.
                .onFailure()
                .recoverWithUni(this::cannotClaim);
    }

    private int freePlaces() {
        var taken =
                underWay.values().stream().filter(run -> run.place().isTaken()).count();
        return (int) Math.min(config.lanes() - taken, config.lanes() * HELD_FOR_EACH_PLACE - underWay.size());
    }

    private List<LaneRun> begun(List<HeldLane> lanes, long askedAt) {
        if (problem != null) {
            LOG.info("Due edits can be taken again");
            problem = null;
        }
        var endsAt = System.nanoTime() + LONGEST_RUN.toNanos();
        var runs = lanes.stream()
                .map(lane -> new LaneRun(
                        lane,
                        new LaneLease(edits, lane, config.laneLease(), askedAt),
                        new Place(signal),
                        new HeldSlots(slots),
                        new Signal(),
                        endsAt))
                .toList();
        runs.forEach(run -> underWay.put(run.name(), run));
        return runs;
    }

    private Uni<List<LaneRun>> cannotClaim(Throwable failure) {
        var reason = String.valueOf(failure.getMessage());
        if (!reason.equals(problem)) {
            LOG.warnf("Due edits cannot be taken, trying on: %s", reason);
        }
        problem = reason;
        return signal.await(AFTER_FAILURE).replaceWith(List.of());
    }

    private Uni<Void> work(LaneRun run) {
        // whichever ends first cancels the other: with its lease, a call loses the attempts that have not begun
        return Uni.combine()
                .any()
                .of(turns(run), run.lease().<Void>keep())
                // not where it failed: a call may be on its way, and that the lane was not given back tells so
                .chain(() -> edits.giveBack(run.lane()))
                // The journal is away or what it holds is wrong: what was sent is looked for when the lane is taken
                // again.
                .onFailure()
                .recoverWithUni(failure -> failed(run, failure))
                .onTermination()
                .invoke(() -> {
                    underWay.remove(run.name(), run);
                    signal.raise();
                });
    }

    private Uni<Void> turns(LaneRun run) {
        return worker.turn(run)
                .repeat()
                .whilst(more -> more && !run.isOver() && !stopping)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> failed(LaneRun run, Throwable failure) {
        LOG.warnf("The edits of %s cannot go on for now: %s", run.name(), failure.getMessage());
        run.signal().clear();
        return stopping ? Uni.createFrom().voidItem() : run.signal().await(AFTER_FAILURE);
    }
}
