package io.ecslifeguard.notify;

import io.ecslifeguard.journal.Leases;
import io.ecslifeguard.journal.Notice;
import io.ecslifeguard.journal.Notices;
import io.ecslifeguard.journal.QuarantineGrowth;
import io.ecslifeguard.journal.Schema;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Tells operators when messages that are not understood come in numbers. One replica looks for all. */
@ApplicationScoped
class QuarantineWatch {

    private static final Logger LOG = Logger.getLogger(QuarantineWatch.class);
    private static final String LEASE = "quarantine-watch";
    private static final Duration LEASE_TIME = Duration.ofMinutes(1);

    private final NotifyConfig config;
    private final QuarantineGrowth quarantine;
    private final Notices notices;
    private final Leases leases;
    private final Schema schema;

    QuarantineWatch(NotifyConfig config, QuarantineGrowth quarantine, Notices notices, Leases leases, Schema schema) {
        this.config = config;
        this.quarantine = quarantine;
        this.notices = notices;
        this.leases = leases;
        this.schema = schema;
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        if (schema.problem().isPresent()) {
            return Uni.createFrom().voidItem();
        }
        return look()
                // nothing is lost: the next look counts the same messages
                .onFailure()
                .invoke(failure -> LOG.warnf("Quarantine cannot be counted: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(false)
                .replaceWithVoid();
    }

    /** Whether it has told of something. */
    Uni<Boolean> look() {
        return leases.take(LEASE, LEASE_TIME)
                .chain(taken -> taken
                        ? quarantine.within(config.quarantine().window()).chain(this::tell)
                        : Uni.createFrom().item(false));
    }

    private Uni<Boolean> tell(QuarantineGrowth.Growth growth) {
        if (growth.told() || growth.messages() <= config.quarantine().count()) {
            return Uni.createFrom().item(false);
        }
        var text =
                "%d messages came into quarantine within %s (lifeguard.notify.quarantine.count allows %d); the last: %s"
                        .formatted(
                                growth.messages(),
                                words(config.quarantine().window()),
                                config.quarantine().count(),
                                growth.lastReason().orElse("no reason"));
        return notices.tell(Notice.once("quarantine-grows/" + growth.window(), Notice.Kind.QUARANTINE_GROWS, text));
    }

    private static String words(Duration window) {
        return window.toSecondsPart() == 0 && window.toMillisPart() == 0
                ? window.toMinutes() + " min"
                : window.toMillis() / 1000.0 + " s";
    }
}
