package io.ecslifeguard.spot;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** Limits of time. What comes of them arrives on the subscriber's context, where the rest of an attempt has to run. */
final class Limit {

    private Limit() {}

    /**
     * Fails with {@link NoAnswer} when {@code work} takes longer.
     *
     * @param setting which says how long, without its prefix
     */
    static <T> Uni<T> failing(Uni<T> work, Duration limit, String setting) {
        return onOwnContext(work.ifNoItem().after(limit).failWith(() -> new NoAnswer(limit, setting)));
    }

    /** Takes something else when {@code work} takes longer. */
    static <T> Uni<T> otherwise(Uni<T> work, Duration limit, Supplier<T> other) {
        return onOwnContext(work.ifNoItem().after(limit).recoverWithItem(other));
    }

    private static <T> Uni<T> onOwnContext(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return context == null ? work : work.emitOn(task -> context.runOnContext(ignored -> task.run()));
        });
    }

    /** There was no answer in time. */
    static final class NoAnswer extends RuntimeException {

        NoAnswer(Duration limit, String setting) {
            super("no answer within %.1f s (lifeguard.spot.%s)".formatted(limit.toMillis() / 1000.0, setting));
        }
    }
}
