package io.ecslifeguard.health;

import io.ecslifeguard.dispatch.Intake;
import io.ecslifeguard.journal.Schema;
import io.ecslifeguard.queue.QueueConfig;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthGroup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** How the queues are at present, for alarms; a group of its own, so that no probe acts on it. */
@HealthGroup("queue")
@ApplicationScoped
class QueuesCheck implements AsyncHealthCheck {

    private final Intake intake;
    private final Schema schema;
    private final Duration patience;
    private final Clock clock;

    QueuesCheck(Intake intake, Schema schema, QueueConfig queues, HealthConfig config, Clock clock) {
        this.intake = intake;
        this.schema = schema;
        this.patience = queues.waitTime().plus(config.queueGrace());
        this.clock = clock;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> {
            var paused = schema.problem().or(intake::journalProblem);
            return new QueuesFinding(intake.queues(), paused, patience, clock.instant())
                    .finding()
                    .as("queues");
        });
    }
}
