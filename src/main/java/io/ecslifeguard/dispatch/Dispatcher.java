package io.ecslifeguard.dispatch;

import io.ecslifeguard.journal.Claimed;
import io.ecslifeguard.journal.Ending;
import io.ecslifeguard.journal.Reactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Claims the reactions that are due, as many as there is capacity for, and runs each until its outcome is committed. */
@ApplicationScoped
public class Dispatcher {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.reactions");
    private static final Duration BEYOND_A_LEASE = Duration.ofSeconds(60);
    private static final Duration BEFORE_REPEAT = Duration.ofMillis(250);
    /** Where much is due, several places are free by then, and one claim fills them. */
    private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(50);

    private final DispatchConfig config;
    private final Registry registry;
    private final Reactions reactions;
    private final AttemptRunner runner;
    private final Clock clock;
    private final LoopWatch loop;
    private final Signal signal = new Signal();
    private final Map<Long, Claimed> underWay = new ConcurrentHashMap<>();
    /** From the decision to claim until what was claimed is in {@link #underWay}. */
    private volatile boolean claiming;

    private volatile boolean stopping;
    private volatile String problem;
    private volatile long claimedAt = System.nanoTime() - BETWEEN_CLAIMS.toNanos();

    Dispatcher(DispatchConfig config, Registry registry, Reactions reactions, AttemptRunner runner, Clock clock) {
        this.config = config;
        this.registry = registry;
        this.reactions = reactions;
        this.runner = runner;
        this.clock = clock;
        // With every place taken it claims only when an attempt has ended, which is at the end of its lease at the
        // latest.
        var longestPause = config.lease().plus(config.pollInterval()).plus(BEYOND_A_LEASE);
        this.loop = new LoopWatch("dispatch", longestPause, clock);
    }

    /** The loop: runs from its subscription until {@link #stop}, and never fails. */
    public Multi<Void> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::claim)
                .whilst(claimed -> !stopping)
                .onItem()
                .<Claimed>disjoint()
                .onItem()
                .transformToUni(this::work)
                .merge(config.capacity());
    }

    /** Says that there may be due work: the journal has just committed some. */
    public void wake() {
        signal.raise();
    }

    /** The loop that claims. */
    public LoopState loop() {
        return loop.state();
    }

    /** Claims no more, finishes what is under way within the grace period, and hands the rest back. */
    public Uni<Void> stop() {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> {
                    stopping = true;
                    signal.raise();
                })
                .chain(this::finished)
                .ifNoItem()
                .after(config.grace())
                .recoverWithItem((Void) null)
                .chain(this::handBack);
    }

    private Uni<List<Claimed>> claim() {
        loop.beats();
        var rest = BETWEEN_CLAIMS.minusNanos(System.nanoTime() - claimedAt);
        if (rest.toMillis() > 0) {
            return Uni.createFrom().item(List.<Claimed>of()).onItem().delayIt().by(rest);
        }
        // Before looking: what is announced from here on is seen by the look or by the wait after it.
        signal.clear();
        // Before looking whether it stops: a stop that is not seen here sees the claim, and waits for it.
        claiming = true;
        var free = config.capacity() - underWay.size();
        if (free <= 0 || stopping) {
            claiming = false;
            return signal.await(config.pollInterval()).replaceWith(List.of());
        }
        claimedAt = System.nanoTime();
        return reactions
                .claim(registry.names(), Math.min(free, urgentPlaces()), free, config.lease(), underWay.keySet())
                .invoke(this::claimed)
                .onTermination()
                .invoke(() -> claiming = false)
                .chain(claimed -> claimed.isEmpty()
                        ? signal.await(config.pollInterval()).replaceWith(claimed)
                        : Uni.createFrom().item(claimed))
                // The journal cannot be asked: intake stands still as well, and the probes tell.
                .onFailure()
                .recoverWithUni(this::cannotClaim);
    }

    private int urgentPlaces() {
        var urgent = underWay.values().stream().filter(Claimed::isUrgent).count();
        return (int) Math.max(0, config.capacity() - config.reserved() - urgent);
    }

    private void claimed(Collection<Claimed> claimed) {
        if (problem != null) {
            LOG.info("Due reactions can be claimed again");
            problem = null;
        }
        claimed.forEach(reaction -> underWay.put(reaction.id(), reaction));
    }

    private Uni<List<Claimed>> cannotClaim(Throwable failure) {
        var reason = String.valueOf(failure.getMessage());
        if (!reason.equals(problem)) {
            LOG.warnf("Due reactions cannot be claimed, trying on: %s", reason);
        }
        problem = reason;
        return signal.await(config.pollInterval().plusSeconds(1)).replaceWith(List.of());
    }

    private Uni<Void> work(Claimed claimed) {
        return runner.run(claimed).onTermination().invoke(() -> {
            underWay.remove(claimed.id(), claimed);
            signal.raise();
        });
    }

    private Uni<Void> finished() {
        return signal.await(BEFORE_REPEAT)
                .invoke(signal::clear)
                .map(ignored -> underWay.isEmpty() && !claiming)
                .repeat()
                .until(nothing -> nothing)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> handBack() {
        return Multi.createFrom()
                .iterable(List.copyOf(underWay.values()))
                .onItem()
                .transformToUni(claimed -> reactions
                        .finish(
                                claimed,
                                Ending.again("Handed back: the replica is stopping", Duration.ZERO, clock.instant()))
                        // One that cannot be handed back is taken over when its lease ends; the others need not wait.
                        .onFailure()
                        .recoverWithNull())
                .merge()
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
