package io.ecslifeguard.metrics;

import io.ecslifeguard.dispatch.Reaction;
import io.ecslifeguard.journal.Backlog;
import io.ecslifeguard.journal.Reactions;
import io.ecslifeguard.journal.Schema;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What waits in the journal. Each replica asks for itself, and all are told the same: to agree on one who asks would cost
 * the database more than the question, which an index of the open reactions answers.
 */
@Startup
@ApplicationScoped
class BacklogGauges {

    private static final Logger LOG = Logger.getLogger(BacklogGauges.class);

    private final MetricsConfig config;
    private final Reactions reactions;
    private final Schema schema;
    private final Clock clock;
    /** Null while the journal has not told. */
    private volatile Map<String, Backlog> latest;

    private volatile Instant next = Instant.MIN;

    BacklogGauges(
            MetricsConfig config,
            Reactions reactions,
            Schema schema,
            @All List<Reaction> known,
            MeterRegistry registry,
            Clock clock) {
        this.config = config;
        this.reactions = reactions;
        this.schema = schema;
        this.clock = clock;
        for (var reaction : known) {
            gauge(
                    "lifeguard.reactions.waiting",
                    "Open reactions that nobody attempts at the moment, those that wait for their time included; of all"
                            + " replicas together, so take the maximum and not the sum",
                    reaction.name(),
                    Backlog::waiting,
                    registry);
            gauge(
                    "lifeguard.reactions.overdue",
                    "Open reactions that have been due for a while (lifeguard.metrics.overdue-after) and that nobody"
                            + " attempts; of all replicas together, so take the maximum and not the sum",
                    reaction.name(),
                    Backlog::overdue,
                    registry);
        }
    }

    // As often as the shortest interval that makes sense.
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        var now = clock.instant();
        if (schema.problem().isPresent() || now.isBefore(next)) {
            return Uni.createFrom().voidItem();
        }
        next = now.plus(config.every());
        return reactions
                .backlog(config.overdueAfter())
                .invoke(all -> latest = all.stream().collect(Collectors.toMap(Backlog::reaction, one -> one)))
                // Intake tells of a journal that is away; an old figure must not pass for a new one.
                .onFailure()
                .invoke(failure -> {
                    latest = null;
                    LOG.debugf("What waits is not known: %s", failure.getMessage());
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void gauge(
            String name,
            String description,
            String reaction,
            ToDoubleFunction<Backlog> figure,
            MeterRegistry registry) {
        Gauge.builder(name, this, gauges -> gauges.value(reaction, figure))
                .description(description)
                .tag("reaction", reaction)
                .register(registry);
    }

    private double value(String reaction, ToDoubleFunction<Backlog> figure) {
        var told = latest;
        return told == null
                ? Double.NaN
                : figure.applyAsDouble(told.getOrDefault(reaction, new Backlog(reaction, 0, 0)));
    }
}
