package io.ecslifeguard.cloud;

import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** How every call is made: off the event loop, in time, again where that is safe, recorded, or in a dry run not at all. */
@ApplicationScoped
class CloudCalls {

    /** For calls that may be made twice without harm. */
    static final Set<Meaning> REPEATABLE =
            EnumSet.of(Meaning.BUSY, Meaning.THROTTLED, Meaning.UNAVAILABLE, Meaning.NO_ANSWER);
    /** For calls of which one may have had its effect although it seems to have failed. */
    static final Set<Meaning> NOT_ACCEPTED = EnumSet.of(Meaning.BUSY, Meaning.THROTTLED);

    private static final Logger LOG = Logger.getLogger(CloudCalls.class);

    private final CloudConfig config;
    private final CallLog log;
    private final CallPool pool;
    /** Of its own, so that pauses end in time however busy the shared threads are. */
    private final ScheduledExecutorService timer;

    CloudCalls(CloudConfig config, CallLog log) {
        this.config = config;
        this.log = log;
        // before the settings are checked; senseless ones stop the start
        pool = new CallPool(Math.max(1, config.threads()), Math.max(1, config.queue()));
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "cloud-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A call without an effect. */
    <T> Uni<T> read(String api, Callable<T> call) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return completingOn(context, repeated(api, REPEATABLE, call));
        });
    }

    /** A call with an effect, told to the log before and after. Of a dry run only the log hears. */
    Uni<CloudReply> effect(Intent intent, Set<Meaning> repeatOn, Callable<CloudReply> call) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return completingOn(
                    context,
                    log.begun(intent)
                            .chain(number -> intent.dryRun()
                                    ? dryRun(number, intent)
                                    : logged(number, completingOn(context, repeated(intent.api(), repeatOn, call)))));
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

    private Uni<CloudReply> dryRun(long number, Intent intent) {
        LOG.infof("Dry run: %s of %s is not called", intent.api(), intent.target());
        var result = new Result("DryRun", Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
        return log.ended(number, result).replaceWith(new CloudReply(Optional.empty(), true));
    }

    private Uni<CloudReply> logged(long number, Uni<CloudReply> call) {
        var started = System.nanoTime();
        return call.call(reply -> end(
                        number,
                        new Result("OK", Optional.empty(), reply.requestId(), Optional.of(200), elapsed(started))))
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

    private <T> Uni<T> repeated(String api, Set<Meaning> repeatOn, Callable<T> call) {
        var started = System.nanoTime();
        var begun = new AtomicBoolean();
        Callable<T> marked = () -> {
            begun.set(true);
            return call.call();
        };
        return attempt(api, repeatOn, marked, 1, started)
                .ifNoItem()
                .after(config.budget().plus(config.connectTimeout()).plus(config.readTimeout()))
                // one that has not left the queue had no effect, and must not be taken for one that may have had
                .failWith(() -> begun.get() ? new TimeoutException() : CloudErrors.overloaded(api, config.queue()))
                .onFailure()
                .transform(failure -> CloudErrors.of(api, failure));
    }

    private <T> Uni<T> attempt(String api, Set<Meaning> repeatOn, Callable<T> call, int number, long started) {
        return pool.run(api, call)
                .onFailure()
                .transform(failure -> CloudErrors.of(api, failure))
                // passes by itself: tried again, without a thread while waiting
                .onFailure(failure -> repeatOn.contains(((CloudException) failure).meaning()))
                .recoverWithUni(failure -> {
                    var pause = pause(number);
                    if (number >= config.attempts()
                            || elapsed(started).plus(pause).compareTo(config.budget()) > 0) {
                        return Uni.createFrom().failure(failure);
                    }
                    LOG.debugf("%s, attempt %d: %s; again in %s", api, number, failure.getMessage(), pause);
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .onExecutor(timer)
                            .by(pause)
                            .chain(() -> attempt(api, repeatOn, call, number + 1, started));
                });
    }

    /** Half of it is certain and half at random, so that replicas that failed together do not come back together. */
    private Duration pause(int number) {
        var millis = Math.min(
                config.backOff().toMillis() << Math.min(number - 1, 20),
                config.maxBackOff().toMillis());
        return Duration.ofMillis(
                Math.max(1, millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1)));
    }

    private static Duration elapsed(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static <T> Uni<T> completingOn(Context context, Uni<T> uni) {
        return context == null ? uni : uni.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }
}
