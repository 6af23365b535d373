package io.ecslifeguard.fleet;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.journal.Schema;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Asks for the whole fleet when it is time to, and says what came of it. */
@ApplicationScoped
class FleetWatch {

    private static final Logger LOG = Logger.getLogger(FleetWatch.class);
    /** How soon to look again whether the replica that asks for all is still there. */
    private static final Duration OTHERS_TURN = Duration.ofSeconds(30);

    private final FleetConfig config;
    private final FleetPass pass;
    private final Schema schema;
    private final Clock clock;
    private volatile Instant next = Instant.MIN;
    private volatile String problem = "";
    private volatile boolean told;

    FleetWatch(FleetConfig config, FleetPass pass, Schema schema, Clock clock) {
        this.config = config;
        this.pass = pass;
        this.schema = schema;
        this.clock = clock;
    }

    // Often, so that the first pass follows the migration soon, however long that had to wait for the database.
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        if (!config.enabled() || schema.problem().isPresent() || clock.instant().isBefore(next)) {
            return Uni.createFrom().voidItem();
        }
        next = clock.instant().plus(config.every());
        return pass.run(!told)
                .invoke(this::tell)
                // nothing is lost: the next pass sees what this one did not
                .onFailure()
                .invoke(this::fails)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void tell(FleetPass.Summary summary) {
        if (!summary.taken()) {
            var soon = clock.instant().plus(OTHERS_TURN);
            next = soon.isBefore(next) ? soon : next;
            return;
        }
        var level = told && problem.isEmpty() && summary.missing() == 0 ? Logger.Level.DEBUG : Logger.Level.INFO;
        LOG.logf(
                level,
                "The cloud shows %d instances; %d that were known are missing",
                summary.shown(),
                summary.missing());
        told = true;
        problem = "";
    }

    private void fails(Throwable failure) {
        var words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (!words.equals(problem)) {
            LOG.warnf(
                    "The fleet cannot be described: %s%s. It is tried again in %d s (lifeguard.fleet.every); what is"
                            + " known of instances stays as it is until then",
                    words, whatToDo(failure), config.every().toSeconds());
        }
        problem = words;
    }

    private static String whatToDo(Throwable failure) {
        return failure instanceof CloudException cloud && cloud.meaning() == Meaning.DENIED
                ? "; grant ecs:DescribeInstances to the credentials, or set lifeguard.fleet.enabled"
                        + " (LIFEGUARD_FLEET_ENABLED) to false"
                : "";
    }
}
