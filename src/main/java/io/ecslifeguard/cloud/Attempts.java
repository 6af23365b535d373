package io.ecslifeguard.cloud;

import io.ecslifeguard.cloud.Slots.Slot;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Makes one call, again where that is safe: each attempt in a slot of its own and on a thread of the pool. All of them
 * together take no longer than the budget; the time that goes by while they wait for slots is not counted.
 *
 * @param repeatOn after which failures it may be made again
 * @param patience how long an attempt after the first may wait for its slot
 * @param begun whether an attempt has been made
 */
record Attempts<T>(
        String api,
        Slots.Kind kind,
        Set<Meaning> repeatOn,
        Duration patience,
        Callable<T> call,
        CloudConfig config,
        CallPool pool,
        Slots slots,
        CallTally tally,
        Context context,
        AtomicBoolean begun) {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    /** So many slots may go by while the call waits for a thread; the next is used however late, or it is never made. */
    private static final int MOST_MISSED = 2;

    /** There was no thread in time for the slot. */
    private static final class SlotMissed extends RuntimeException {

        SlotMissed() {
            super("The slot went by", null, false, false);
        }
    }

    /** The first attempt uses this slot. */
    Uni<T> from(Slot slot) {
        return attempt(1, 0, Duration.ZERO, slot);
    }

    private Uni<T> attempt(int number, int missed, Duration spent, Slot slot) {
        return Uni.createFrom().deferred(() -> {
            var started = System.nanoTime();
            return pool.run(api, () -> inTime(slot, missed))
                    .ifNoItem()
                    .after(left(spent))
                    // one that has not left the queue had no effect, and must not be taken for one that may have had
                    .failWith(() -> begun.get() ? new TimeoutException() : CloudErrors.overloaded(api, config.queue()))
                    // passes by itself, where it may be repeated
                    .onFailure()
                    .recoverWithUni(
                            failure -> again(number, missed, spent.plusNanos(System.nanoTime() - started), failure));
        });
    }

    private T inTime(Slot slot, int missed) throws Exception {
        if (slot.isMissed() && missed < MOST_MISSED) {
            throw new SlotMissed();
        }
        begun.set(true);
        var started = System.nanoTime();
        try {
            var answer = call.call();
            tally.attempted(api, "OK", Duration.ofNanos(System.nanoTime() - started));
            return answer;
        } catch (Exception failure) {
            var code = CloudCodes.known(CloudErrors.of(api, failure).code());
            tally.attempted(api, code, Duration.ofNanos(System.nanoTime() - started));
            throw failure;
        }
    }

    private Uni<T> again(int number, int missed, Duration spent, Throwable failure) {
        if (failure instanceof SlotMissed) {
            LOG.debugf("%s found no thread in time for its slot, and waits for another", api);
            return nextSlot().chain(slot -> attempt(number, missed + 1, spent, slot));
        }
        var error = CloudErrors.of(api, failure);
        var pause = pause(number);
        if (!repeatOn.contains(error.meaning())
                || number >= config.attempts()
                || spent.plus(pause).compareTo(config.budget()) > 0) {
            return Uni.createFrom().failure(error);
        }
        LOG.debugf("%s, attempt %d: %s; again in %s", api, number, error.getMessage(), pause);
        return slots.after(pause, api)
                .chain(this::nextSlot)
                // that the call was not made again says less than why it should have been
                .onFailure()
                .transform(noSlot -> error)
                .chain(slot -> attempt(number + 1, missed, spent.plus(pause), slot));
    }

    private Uni<Slot> nextSlot() {
        return CloudCalls.completingOn(context, Uni.createFrom().voidItem())
                .chain(() -> slots.next(api, kind, patience));
    }

    private Duration left(Duration spent) {
        var most = config.budget().plus(config.connectTimeout()).plus(config.readTimeout());
        var left = most.minus(spent);
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    /** Half of it is certain and half at random, so that replicas that failed together do not come back together. */
    private Duration pause(int number) {
        var millis = Math.min(
                config.backOff().toMillis() << Math.min(number - 1, 20),
                config.maxBackOff().toMillis());
        return Duration.ofMillis(
                Math.max(1, millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1)));
    }
}
