package io.ecslifeguard.health;

import io.ecslifeguard.dispatch.Intake;
import io.ecslifeguard.dispatch.QueueState;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once every queue has been polled successfully, so that a wrong configuration stops a rollout. How the queues are
 * afterwards does not matter here: a replica that is taken out of service would not receive more.
 */
@Readiness
@ApplicationScoped
class FirstPollCheck implements AsyncHealthCheck {

    private final Intake intake;

    FirstPollCheck(Intake intake) {
        this.intake = intake;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> find(intake.queues()).as("first-poll"));
    }

    static Finding find(List<QueueState> queues) {
        var never = queues.stream()
                .filter(queue -> queue.lastSuccess().isEmpty())
                .map(queue -> "Queue %s has not been polled successfully since the start: %s"
                        .formatted(queue.queue(), queue.problem().orElse("no poll has ended yet")))
                .collect(Collectors.joining("; "));
        var data = new LinkedHashMap<String, String>();
        queues.forEach(queue -> data.put(
                queue.queue() + ".last-success",
                queue.lastSuccess().map(Instant::toString).orElse("never")));
        return new Finding(never.isEmpty() ? Optional.empty() : Optional.of(never), data);
    }
}
