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
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks for all groups of all load balancers when it is time to, and says what came of it. */
@ApplicationScoped
class GroupsWatch {

    private static final Logger LOG = Logger.getLogger(GroupsWatch.class);
    /** How soon to look again whether the replica that asks for all is still there. */
    private static final Duration OTHERS_TURN = Duration.ofSeconds(30);

    private static final String UNTIL_THEN =
            "Until then, an instance that the inventory does not know is searched for in all groups";

    private final FleetConfig config;
    private final GroupsPass pass;
    private final Schema schema;
    private final Clock clock;
    private volatile Instant next = Instant.MIN;
    private volatile String problem = "";
    private volatile boolean told;

    GroupsWatch(FleetConfig config, GroupsPass pass, Schema schema, Clock clock) {
        this.config = config;
        this.pass = pass;
        this.schema = schema;
        this.clock = clock;
    }

    // Often, so that the first pass follows the migration soon, however long that had to wait for the database.
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        if (!config.enabled()
                || !config.groupsEnabled()
                || schema.problem().isPresent()
                || clock.instant().isBefore(next)) {
            return Uni.createFrom().voidItem();
        }
        next = clock.instant().plus(config.groupsEvery());
        return pass.run(!told)
                .invoke(this::tell)
                // nothing is lost: evacuations search, and the next pass sees what this one did not
                .onFailure()
                .invoke(this::fails)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void tell(Optional<GroupsCount> made) {
        if (made.isEmpty()) {
            var soon = clock.instant().plus(OTHERS_TURN);
            next = soon.isBefore(next) ? soon : next;
            return;
        }
        var wasTold = told;
        told = true;
        var count = made.get();
        if (count.isFull()) {
            warn(
                    "full",
                    "There are more than " + config.inventoryLimit() + " backends behind load balancers; raise"
                            + " lifeguard.fleet.inventory-limit (LIFEGUARD_FLEET_INVENTORY_LIMIT)");
            return;
        }
        LOG.logf(
                wasTold && problem.isEmpty() ? Logger.Level.DEBUG : Logger.Level.INFO,
                "The inventory holds %d backends in %d groups of %d load balancers",
                count.backends(),
                count.groups(),
                count.loadBalancers());
        problem = "";
    }

    private void fails(Throwable failure) {
        var words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        // a call's message has a request id, and is another one each time
        var which = failure instanceof CloudException cloud ? cloud.api() + " " + cloud.code() : words;
        warn(
                which,
                "The groups of the load balancers cannot all be read: " + words.replaceFirst("[.]$", "")
                        + whatToDo(failure));
    }

    /** Once, however often the same happens in a row. */
    private void warn(String which, String words) {
        if (!which.equals(problem)) {
            LOG.warnf(
                    "%s. It is tried again in %d s (lifeguard.fleet.groups-every). %s",
                    words, config.groupsEvery().toSeconds(), UNTIL_THEN);
        }
        problem = which;
    }

    private static String whatToDo(Throwable failure) {
        return failure instanceof CloudException cloud && cloud.meaning() == Meaning.DENIED
                ? ". The inventory needs slb:DescribeLoadBalancers, slb:DescribeVServerGroups, slb:DescribeVServerGroupAttribute and"
                        + " slb:DescribeLoadBalancerAttribute; grant these to the credentials, or set lifeguard.fleet.groups-enabled"
                        + " (LIFEGUARD_FLEET_GROUPS_ENABLED) to false"
                : "";
    }
}
