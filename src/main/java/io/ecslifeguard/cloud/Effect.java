package io.ecslifeguard.cloud;

import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.cloud.Slots.Slot;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * A call that changes something.
 *
 * @param intent what the log is told before
 * @param repeatOn after which failures it may be made again
 * @param call makes it
 * @param unmade the answer in a dry run
 * @param result what the log is told of an answer that took so long
 * @param slot of its first attempt, where it has one already
 */
record Effect<T>(
        Intent intent,
        Set<Meaning> repeatOn,
        Callable<T> call,
        T unmade,
        BiFunction<T, Duration, Result> result,
        Optional<Slot> slot) {

    /** One of which the answer only says that it was accepted. */
    static Effect<CloudReply> of(Intent intent, Set<Meaning> repeatOn, Callable<CloudReply> call) {
        return new Effect<>(
                intent,
                repeatOn,
                call,
                new CloudReply(Optional.empty(), true),
                (reply, duration) -> accepted(reply.requestId(), duration),
                Optional.empty());
    }

    /** The same call, whose first attempt has a slot. */
    Effect<T> in(Slot slot) {
        return new Effect<>(intent, repeatOn, call, unmade, result, Optional.of(slot));
    }

    static Result accepted(Optional<String> requestId, Duration duration) {
        return new Result("OK", Optional.empty(), requestId, Optional.of(200), duration);
    }
}
