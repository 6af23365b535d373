package io.ecslifeguard.cloud;

import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.cloud.Slots.Kind;
import io.ecslifeguard.cloud.Slots.Slot;
import io.ecslifeguard.tracing.Trace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * How every call is made: in its slot, off the event loop, in time, again where that is safe, recorded, or in a dry run
 * not at all.
 */
@ApplicationScoped
class CloudCalls {

    /** For calls that may be made twice without harm. */
    static final Set<Meaning> REPEATABLE =
            EnumSet.of(Meaning.BUSY, Meaning.THROTTLED, Meaning.UNAVAILABLE, Meaning.NO_ANSWER);
    /** For calls of which one may have had its effect although it seems to have failed. */
    static final Set<Meaning> NOT_ACCEPTED = EnumSet.of(Meaning.BUSY, Meaning.THROTTLED);

    private static final Logger LOG = Logger.getLogger(CloudCalls.class);
    private static final String CODE = "lifeguard.code";
    private static final String REQUEST_ID = "lifeguard.request-id";
    /**
     * Who reads has given up soon after: with slots for reads that nobody waits for any more, the next ones would come ever
     * later.
     */
    private static final Duration LONGEST_FOR_A_READ = Duration.ofSeconds(10);
    /** Whoever calls has a time of its own to give up. */
    private static final Duration NO_END = Duration.ofDays(1);

    private final CloudConfig config;
    private final CallLog log;
    private final CallTally tally;
    private final CallPool pool;
    private final Slots slots;
    /** Of its own, so that pauses end in time however busy the shared threads are. */
    private final ScheduledExecutorService timer;

    CloudCalls(CloudConfig config, CallLog log, CallTally tally, Pace pace) {
        this.config = config;
        this.log = log;
        this.tally = tally;
        // before the settings are checked; senseless ones stop the start
        pool = new CallPool(Math.max(1, config.threads()), Math.max(1, config.queue()));
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "cloud-timer");
            thread.setDaemon(true);
            return thread;
        });
        slots = new Slots(config.pace(), pace, tally, timer);
    }

    /**
     * A call without an effect.
     *
     * @param requestId where an answer tells by what the vendor finds the call
     * @param reading what is made of an answer
     */
    <B, T> Uni<T> read(String api, Callable<B> call, Function<B, String> requestId, Function<B, T> reading) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            var trace = Trace.call(api, List.of());
            var answered = new AtomicReference<String>();
            Callable<T> read = () -> {
                var body = call.call();
                answered.set(requestId.apply(body));
                return reading.apply(body);
            };
            var attempts = attempts(api, Kind.READ, REPEATABLE, LONGEST_FOR_A_READ, read, context);
            var answer = completingOn(
                            context,
                            slots.next(api, Kind.READ, LONGEST_FOR_A_READ).chain(attempts::from))
                    .invoke(() -> ends(trace, "OK", Optional.ofNullable(answered.get())));
            return counted(watched(trace, answer));
        });
    }

    /** A call with an effect of which the answer only says that it was accepted. */
    Uni<CloudReply> effect(Intent intent, Set<Meaning> repeatOn, Callable<CloudReply> call) {
        return effect(Effect.of(intent, repeatOn, call));
    }

    /** Such a call, in a slot that {@link #reserve} gave and that has come. */
    Uni<CloudReply> inItsSlot(Intent intent, Set<Meaning> repeatOn, Callable<CloudReply> call) {
        return effect(Effect.of(intent, repeatOn, call).in(Slot.ANY_TIME));
    }

    /** A call with an effect, told to the log before and after. Of a dry run only the log hears. */
    <T> Uni<T> effect(Effect<T> effect) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return effect.intent().dryRun()
                    ? completingOn(context, dryRun(effect))
                    : completingOn(context, made(effect, context));
        });
    }

    /** Reserves a slot for a call with an effect that is to be made later, and tells how long to wait for it. */
    Uni<Duration> reserve(String api) {
        return Uni.createFrom().deferred(() -> {
            var wait = config.dryRun() ? Uni.createFrom().item(Duration.ZERO) : slots.reserve(api, Kind.CHANGE, NO_END);
            return completingOn(Vertx.currentContext(), wait);
        });
    }

    /** Waits for a slot, for a call with an effect of which it is decided then. */
    Uni<Slot> slot(String api) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return config.dryRun()
                    ? Uni.createFrom().item(Slot.ANY_TIME)
                    : completingOn(context, slots.next(api, Kind.CHANGE, NO_END));
        });
    }

    boolean isDryRun() {
        return config.dryRun();
    }

    @PreDestroy
    void close() {
        pool.close();
        timer.shutdownNow();
    }

    private <T> Uni<T> dryRun(Effect<T> effect) {
        var intent = effect.intent();
        var result = new Result("DryRun", Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
        return log.begun(intent)
                .invoke(() -> LOG.infof("Dry run: %s of %s is not called", intent.api(), intent.target()))
                .chain(number -> log.ended(number, result))
                .replaceWith(effect.unmade());
    }

    /** Recorded once its slot has come: one that is cancelled before has not begun. */
    private <T> Uni<T> made(Effect<T> effect, Context context) {
        var intent = effect.intent();
        // who has reserved the slot of one to come has done so in order not to wait here
        var patience = effect.slot().filter(Slot::anyTime).isPresent() ? config.budget() : NO_END;
        var attempts = attempts(intent.api(), Kind.CHANGE, effect.repeatOn(), patience, effect.call(), context);
        var first = effect.slot()
                .map(slot -> Uni.createFrom().item(slot))
                .orElseGet(() -> completingOn(context, slots.next(intent.api(), Kind.CHANGE, NO_END)));
        return counted(first.chain(slot -> log.begun(intent)
                .chain(number -> trace(intent)
                        .chain(trace -> watched(
                                trace, logged(number, effect, trace, completingOn(context, attempts.from(slot))))))));
    }

    /** Within the caller's span, or where it has none, as a lane has not, in the traces of those for whom it calls. */
    private Uni<Trace> trace(Intent intent) {
        return !Trace.isOn() || Trace.isUnderWay()
                ? Uni.createFrom().item(() -> Trace.call(intent.api(), List.of()))
                : log.traceparents(intent.reactions())
                        // the call is what matters
                        .onFailure()
                        .recoverWithItem(List.<String>of())
                        .map(others -> Trace.call(intent.api(), others));
    }

    private <T> Attempts<T> attempts(
            String api, Kind kind, Set<Meaning> repeatOn, Duration patience, Callable<T> call, Context context) {
        return new Attempts<>(
                api, kind, repeatOn, patience, call, config, pool, slots, tally, context, new AtomicBoolean());
    }

    private <T> Uni<T> counted(Uni<T> call) {
        // told and passed on
        return call.onFailure(CloudException.class)
                .invoke(failure -> tally.failed(((CloudException) failure).meaning()));
    }

    private static <T> Uni<T> watched(Trace trace, Uni<T> call) {
        return call
                // told and passed on
                .onFailure()
                .invoke(failure -> {
                    if (failure instanceof CloudException error) {
                        LastRequest.was(error.requestId());
                        trace.with(CODE, error.code())
                                .with(REQUEST_ID, error.requestId())
                                .failed(failure);
                    } else {
                        trace.failed(failure);
                    }
                })
                .onCancellation()
                .invoke(trace::end);
    }

    private static void ends(Trace trace, String code, Optional<String> requestId) {
        trace.with(CODE, code).with(REQUEST_ID, requestId).end();
        LastRequest.was(requestId);
    }

    private <T> Uni<T> logged(long number, Effect<T> effect, Trace trace, Uni<T> call) {
        var started = System.nanoTime();
        return call.call(reply -> {
                    var result = effect.result().apply(reply, elapsed(started));
                    ends(trace, result.code(), result.requestId());
                    return end(number, result);
                })
                // recorded and passed on
                .onFailure(CloudException.class)
                .call(failure -> {
                    var error = (CloudException) failure;
                    return end(
                            number,
                            new Result(
                                    error.code(),
                                    Optional.of(error.getMessage()),
                                    error.requestId(),
                                    error.httpStatus(),
                                    elapsed(started)));
                });
    }

    private Uni<Void> end(long number, Result result) {
        return log.ended(number, result)
                // the call has been made: what it answered counts, and that it began is on record
                .onFailure()
                .invoke(failure ->
                        LOG.warnf(failure, "How call %d ended could not be recorded: %s", number, result.code()))
                .onFailure()
                .recoverWithNull();
    }

    private static Duration elapsed(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    static <T> Uni<T> completingOn(Context context, Uni<T> uni) {
        return context == null ? uni : uni.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }
}
