package io.ecslifeguard.dispatch;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;

/**
 * Gives each attempt a Vert.x duplicated context of its own. On a shared one, concurrent Hibernate Reactive sessions would
 * take each other's connection, and some would report success without having written.
 */
@ApplicationScoped
class OwnContext {

    private final VertxInternal vertx;

    OwnContext(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    /**
     * The same, and whoever subscribes goes on where it was, and not on the context of the attempt that has ended or has
     * told something: what follows is no part of that attempt.
     */
    static <T> Uni<T> comingBack(Uni<T> uni) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return context == null ? uni : uni.emitOn(task -> context.runOnContext(ignored -> task.run()));
        });
    }

    /** An executor that runs whatever it is given on one new context. */
    Executor next() {
        // A new root each time spreads the attempts over the event loops; the current one would keep them all on its
        // own.
        var context = VertxContext.createNewDuplicatedContext(vertx.createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        return task -> context.runOnContext(ignored -> task.run());
    }
}
