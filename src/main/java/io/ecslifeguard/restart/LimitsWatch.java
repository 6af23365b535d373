package io.ecslifeguard.restart;

import io.ecslifeguard.journal.Brakes;
import io.ecslifeguard.journal.Circuits;
import io.ecslifeguard.journal.Schema;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Closes circuits and releases the brake when their time is over. */
@ApplicationScoped
class LimitsWatch {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.restarts");

    private final Circuits circuits;
    private final Brakes brakes;
    private final Schema schema;
    private volatile String problem = "";

    LimitsWatch(Circuits circuits, Brakes brakes, Schema schema) {
        this.circuits = circuits;
        this.brakes = brakes;
        this.schema = schema;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return schema.problem().isPresent() ? Uni.createFrom().voidItem() : run();
    }

    Uni<Void> run() {
        return circuits.closeDue()
                .invoke(closed -> closed.forEach(circuit ->
                        LOG.infof("%s: its restart circuit has closed; it is looked at once more", circuit.instance())))
                .chain(() -> brakes.releaseDue(RestartStoppedInstance.NAME))
                .invoke(released -> released.ifPresent(brake -> LOG.infof(
                        "The brake %d on restarts is released, its time is over: %s", brake.id(), brake.reason())))
                .invoke(() -> problem = "")
                .replaceWithVoid()
                // the journal is away: the next tick sees to it, and the probes tell
                .onFailure()
                .recoverWithUni(failure -> {
                    var reason = String.valueOf(failure.getMessage());
                    if (!reason.equals(problem)) {
                        LOG.warnf("Whether circuits and the brake are over cannot be seen, trying on: %s", reason);
                    }
                    problem = reason;
                    return Uni.createFrom().voidItem();
                });
    }
}
