package io.ecslifeguard.dispatch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Claimed;
import io.ecslifeguard.journal.Ending;
import io.ecslifeguard.journal.Ending.Status;
import io.ecslifeguard.journal.Reactions;
import io.ecslifeguard.tracing.Trace;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes one attempt at a claimed reaction, until its outcome is committed. */
@ApplicationScoped
class AttemptRunner {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.reactions");
    private static final long LONGEST_WAIT = 300;
    private static final long LONGEST_URGENT_WAIT = 5;
    private static final Duration BEFORE_REPEAT = Duration.ofMillis(250);

    private final DispatchConfig config;
    private final Registry registry;
    private final Reactions reactions;
    private final Decoder decoder;
    private final OwnContext ownContext;
    private final ObjectMapper json;
    private final ReactionTally tally;
    private final Clock clock;

    AttemptRunner(
            DispatchConfig config,
            Registry registry,
            Reactions reactions,
            Decoder decoder,
            OwnContext ownContext,
            ObjectMapper json,
            ReactionTally tally,
            Clock clock) {
        this.config = config;
        this.registry = registry;
        this.reactions = reactions;
        this.decoder = decoder;
        this.ownContext = ownContext;
        this.json = json;
        this.tally = tally;
        this.clock = clock;
    }

    /** Never fails: what goes wrong is told in the log and, as far as the journal can be written, there. */
    Uni<Void> run(Claimed claimed) {
        return OwnContext.comingBack(Uni.createFrom().deferred(() -> run(claimed, clock.instant())));
    }

    private Uni<Void> run(Claimed claimed, Instant startedAt) {
        return Uni.createFrom()
                .deferred(() -> attempt(claimed, startedAt))
                .runSubscriptionOn(task -> ownContext.next().execute(task))
                .ifNoItem()
                .after(config.attemptTimeout())
                .failWith(() -> new AttemptCut(config.attemptTimeout()))
                // Whatever went wrong is no decision of the reaction: it is tried again later.
                .onFailure(failure -> !(failure instanceof LeaseLost))
                .recoverWithItem(failure -> Ended.of(failed(claimed, startedAt, failure)))
                .chain(ended -> finish(claimed, ended))
                // The lease is lost or the journal cannot be written: whoever claims it next begins from what is
                // remembered.
                .onFailure()
                .recoverWithUni(failure -> {
                    try (var fields = LogFields.of(claimed)) {
                        LOG.warnf("%s: %s", claimed, failure.getMessage());
                    }
                    return Uni.createFrom().voidItem();
                });
    }

    /**
     * @param ending as the journal keeps it
     * @param result what the reaction came to
     */
    private record Ended(Ending ending, Optional<Object> result) {

        static Ended of(Ending ending) {
            return new Ended(ending, Optional.empty());
        }
    }

    private Uni<Ended> attempt(Claimed claimed, Instant startedAt) {
        LogFields.attempting(claimed);
        var trace = Trace.continued("attempt " + claimed.name(), claimed.traceparent())
                .with("lifeguard.reaction", Long.toString(claimed.id()))
                .with("lifeguard.attempt", Integer.toString(claimed.attempt()))
                .with("lifeguard.instance", claimed.instance());
        trace.isCurrent();
        return Uni.createFrom()
                .deferred(() -> attemptTraced(claimed, startedAt))
                .invoke(ended -> trace.with("lifeguard.outcome", ended.ending().outcome())
                        .end())
                // told and passed on
                .onFailure()
                .invoke(trace::failed)
                .onCancellation()
                .invoke(trace::end);
    }

    private Uni<Ended> attemptTraced(Claimed claimed, Instant startedAt) {
        var reaction = registry.named(claimed.name());
        if (!reaction.enabled()) {
            var ending = Ending.closed(Status.SKIPPED, Reactions.SWITCHED_OFF, startedAt);
            return Uni.createFrom().item(Ended.of(ending));
        }
        var attempt = new ClaimedAttempt(claimed, claimed.payload().map(text -> event(claimed, text)), reactions, json);
        return reaction.attempt(attempt)
                .map(outcome -> new Ended(ending(attempt, outcome, startedAt), outcome.result()));
    }

    private EcsEvent event(Claimed claimed, String payload) {
        if (decoder.decode(payload, claimed.messageId().orElseThrow()) instanceof EcsEvent event) {
            LogFields.calledForBy(event.header());
            return event;
        }
        throw new IllegalStateException("The event that called for it cannot be decoded any more");
    }

    private static Ending ending(ClaimedAttempt attempt, Outcome outcome, Instant startedAt) {
        return without(attempt, outcome, startedAt).telling(outcome.notices());
    }

    private static Ending without(ClaimedAttempt attempt, Outcome outcome, Instant startedAt) {
        if (outcome instanceof Outcome.Again again) {
            return Ending.again(
                            again.note(),
                            again.after(),
                            again.waitingFor().map(InstanceId::value),
                            again.memory().map(attempt::written),
                            startedAt)
                    .inBatch(again.batch());
        }
        var status = outcome instanceof Outcome.Done
                ? Status.DONE
                : outcome instanceof Outcome.Skipped ? Status.SKIPPED : Status.FAILED;
        return Ending.closed(status, outcome.note(), startedAt)
                .resulting(outcome.result().map(attempt::written));
    }

    private static Ending failed(Claimed claimed, Instant startedAt, Throwable failure) {
        // A deadline cannot wait for minutes, whatever went wrong.
        var longest = claimed.isUrgent() ? LONGEST_URGENT_WAIT : LONGEST_WAIT;
        var wait = Backoff.withJitter(Duration.ofSeconds(Math.min(longest, 1L << Math.min(claimed.errors(), 9))));
        var reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        try (var fields = LogFields.of(claimed)) {
            if (failure instanceof AttemptCut) {
                LOG.warnf("%s: %s; again in %d s", claimed, reason, wait.toSeconds());
            } else {
                LOG.warnf(failure, "%s failed, again in %d s", claimed, wait.toSeconds());
            }
        }
        return Ending.error(reason, wait, startedAt);
    }

    private Uni<Void> finish(Claimed claimed, Ended ended) {
        return reactions
                .finish(claimed, ended.ending())
                // A journal that is away for a moment must not cost the outcome; past the lease it no longer counts.
                .onFailure()
                .retry()
                .withBackOff(BEFORE_REPEAT, Duration.ofSeconds(2))
                .expireIn(config.lease().minus(config.attemptTimeout()).toMillis())
                .invoke(finished -> tell(claimed, ended, finished))
                .replaceWithVoid();
    }

    private void tell(Claimed claimed, Ended ended, Reactions.Finished finished) {
        var ending = ended.ending();
        tally.attempted(
                claimed.name(),
                finished.counted() ? ending.outcome() : "discarded",
                Duration.between(ending.startedAt(), clock.instant()),
                ended.result());
        try (var fields = LogFields.of(claimed)) {
            if (!finished.counted()) {
                LOG.warnf("%s: the outcome came after the lease and is discarded", claimed);
            } else {
                LOG.infof("%s %s: %s", claimed, ending.outcome(), ending.note());
            }
        }
    }
}
