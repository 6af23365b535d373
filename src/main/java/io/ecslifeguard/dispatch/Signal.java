package io.ecslifeguard.dispatch;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Tells a waiting loop that there is something to do. One that comes while the loop is busy is not lost. */
public final class Signal {

    private final AtomicReference<CompletableFuture<Void>> next = new AtomicReference<>(new CompletableFuture<>());

    /** Ends the waits. */
    public void raise() {
        next.get().complete(null);
    }

    /** Forgets what was raised so far: to be called before looking at what there is to do. */
    public void clear() {
        next.set(new CompletableFuture<>());
    }

    /** Waits until it is raised (or has been since it was cleared), for {@code patience} at most. */
    public Uni<Void> await(Duration patience) {
        return OwnContext.comingBack(Uni.createFrom()
                // A copy: giving up the wait must not cancel the original.
                .completionStage(() -> next.get().copy())
                .ifNoItem()
                .after(patience)
                .recoverWithItem((Void) null));
    }
}
