package io.ecslifeguard.health;

import io.ecslifeguard.dispatch.Intake;
import io.ecslifeguard.journal.Journal;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers and takes what is received. */
@Readiness
@ApplicationScoped
class JournalCheck implements AsyncHealthCheck {

    private final JournalProbe probe;

    JournalCheck(Journal journal, Intake intake, HealthConfig config, Clock clock) {
        probe = new JournalProbe(journal::ping, intake::journalProblem, config, clock);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return probe.find().map(finding -> finding.as("journal"));
    }
}
