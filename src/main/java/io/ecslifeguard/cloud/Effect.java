package io.ecslifeguard.cloud;

import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
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
 * @param reserved whether a slot was reserved for its first attempt, and has come
 */
record Effect<T>(
        Intent intent,
        Set<Meaning> repeatOn,
        Callable<T> call,
        T unmade,
        BiFunction<T, Duration, Result> result,
        boolean reserved) {

    /** One of which the answer only says that it was accepted. */
    static Effect<CloudReply> of(Intent intent, Set<Meaning> repeatOn, Callable<CloudReply> call) {
        return new Effect<>(
                intent,
                repeatOn,
                call,
                new CloudReply(Optional.empty(), true),
                (reply, duration) -> accepted(reply.requestId(), duration),
                false);
    }

    /** The same call, in a slot that was reserved for it and has come. */
    Effect<T> inItsSlot() {
        return new Effect<>(intent, repeatOn, call, unmade, result, true);
    }

    static Result accepted(Optional<String> requestId, Duration duration) {
        return new Result("OK", Optional.empty(), requestId, Optional.of(200), duration);
    }
}
