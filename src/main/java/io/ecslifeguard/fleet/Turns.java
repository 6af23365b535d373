package io.ecslifeguard.fleet;

import io.ecslifeguard.journal.Leases;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Passes that one replica makes for all, once in each period. */
@ApplicationScoped
class Turns {

    /** Longer than a step takes with all its repetitions. */
    private static final Duration LEASE_TIME = Duration.ofMinutes(2);

    private final Leases leases;

    Turns(Leases leases) {
        this.leases = leases;
    }

    /**
     * Makes a pass, unless another replica is at it or has made one for all; then it gives nothing.
     *
     * @param name of the pass
     * @param first whether to make one although another replica may have: what has just started may know better
     */
    <T> Uni<Optional<T>> take(String name, Duration every, boolean first, Supplier<Uni<T>> pass) {
        return leases.take(name, LEASE_TIME).chain(free -> free ? inTurn(name, every, first, pass) : notOurs());
    }

    private <T> Uni<Optional<T>> inTurn(String name, Duration every, boolean first, Supplier<Uni<T>> pass) {
        var doneForAll = name + "-period";
        // Ends shortly before the next pass is due, so that all replicas together make one in each period.
        return leases.take(doneForAll, every.multipliedBy(9).dividedBy(10))
                .chain(due -> due || first ? pass.get().map(Optional::of) : Turns.<T>notOurs())
                // another replica may reach the cloud where this one does not
                .onFailure()
                .call(() -> leases.giveBack(doneForAll).onFailure().recoverWithNull())
                .onTermination()
                .call(() -> leases.giveBack(name).onFailure().recoverWithNull());
    }

    /** Between two steps of a pass; fails where it has lost its turn. */
    Uni<Void> keep(String name) {
        return leases.take(name, LEASE_TIME)
                .invoke(ours -> {
                    if (!ours) {
                        throw new IllegalStateException(
                                "Another replica has begun a pass, since a step of this one took longer than "
                                        + LEASE_TIME.toSeconds() + " s");
                    }
                })
                .replaceWithVoid();
    }

    private static <T> Uni<Optional<T>> notOurs() {
        return Uni.createFrom().item(Optional.empty());
    }
}
