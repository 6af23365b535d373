package io.ecslifeguard.journal;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Deletes what is older than the period that is set, in batches. Instances stay: they are the index of the audit. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final String LEASE = "retention";
    /** Longer than a batch takes. */
    private static final Duration LEASE_TIME = Duration.ofMinutes(5);

    /** For the events' sake: they are written in the meantime. */
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(50);

    // Reactions, their attempts and their calls go with the event. An event that somebody works on, or has worked on
    // within the period, stays.
    private static final String EVENTS = """
            delete from event where seq in (
                select e.seq from event e
                where e.occurred_at < now() - $1 * interval '1 millisecond'
                    and e.recorded_at < now() - $1 * interval '1 millisecond'
                    and not exists (select 1 from reaction r where r.event_seq = e.seq
                        and (r.status = 'open' or r.finished_at >= now() - $1 * interval '1 millisecond'))
                    and not exists (select 1 from reaction r where r.status = 'open' and r.called_again = e.seq)
                order by e.occurred_at, e.seq limit $2)
            """;

    // Those of no reaction, and those of several of which none is left.
    private static final String CALLS = """
            delete from call where id in (
                select c.id from call c
                where c.reaction_id is null and c.at < now() - $1 * interval '1 millisecond'
                    and not exists (select 1 from reaction r where r.id = any (c.reactions))
                order by c.at, c.id limit $2)
            """;

    private static final String QUARANTINE = """
            delete from quarantine where id in (
                select id from quarantine where received_at < now() - $1 * interval '1 millisecond'
                order by received_at, id limit $2)
            """;

    // One that a reaction found goes with it. One that is being told, or was told within the period, stays.
    private static final String NOTICES = """
            delete from notice where id in (
                select n.id from notice n
                where n.reaction_id is null and n.created_at < now() - $1 * interval '1 millisecond'
                    and not exists (select 1 from reaction r where r.notice_id = n.id
                        and (r.status = 'open' or r.finished_at >= now() - $1 * interval '1 millisecond'))
                order by n.created_at, n.id limit $2)
            """;

    private static final String NOTIFICATIONS = """
            delete from notification where id in (
                select m.id from notification m
                where m.composed_at < now() - $1 * interval '1 millisecond'
                    and not exists (select 1 from delivery d where d.message_id = m.id)
                order by m.composed_at limit $2)
            """;

    private final JournalConfig config;
    private final Database database;
    private final Leases leases;
    private final Schema schema;

    Retention(JournalConfig config, Database database, Leases leases, Schema schema) {
        this.config = config;
        this.database = database;
        this.leases = leases;
        this.schema = schema;
    }

    /** What was deleted. */
    record Deleted(long events, long calls, long quarantined, long notices) {

        static final Deleted NOTHING = new Deleted(0, 0, 0, 0);
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        if (config.retention().isEmpty() || schema.problem().isPresent()) {
            return Uni.createFrom().voidItem();
        }
        return run()
                // what is left over is as old the next time
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "What is older than lifeguard.journal.retention could not be deleted, and is tried again within"
                                + " an hour: %s; where a statement takes too long, lower"
                                + " lifeguard.journal.retention-batch (LIFEGUARD_JOURNAL_RETENTION_BATCH)",
                        failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Deletes all that is too old, unless no period is set or another replica is at it. */
    Uni<Deleted> run() {
        if (config.retention().isEmpty()) {
            return Uni.createFrom().item(Deleted.NOTHING);
        }
        var period = config.retention().get();
        return leases.take(LEASE, LEASE_TIME).chain(taken -> taken ? deleteAll(period) : nothing());
    }

    private Uni<Deleted> deleteAll(Duration period) {
        return delete(EVENTS, period)
                .chain(events -> delete(CALLS, period)
                        .chain(calls -> delete(QUARANTINE, period)
                                .chain(quarantined -> delete(NOTICES, period)
                                        .call(() -> delete(NOTIFICATIONS, period))
                                        .map(notices -> new Deleted(events, calls, quarantined, notices)))))
                .invoke(deleted -> tell(deleted, period))
                .onTermination()
                .call(() -> leases.giveBack(LEASE).onFailure().recoverWithNull());
    }

    /** Batch after batch until one is not full; gives the number of rows. */
    private Uni<Long> delete(String sql, Duration period) {
        var batch = Tuple.of(period.toMillis(), config.retentionBatch());
        return Multi.createBy()
                .repeating()
                .uni(() -> leases.take(LEASE, LEASE_TIME)
                        .chain(ours -> ours ? database.run(sql, batch).map(rows -> rows.rowCount()) : lost())
                        .onItem()
                        .delayIt()
                        .by(BETWEEN_BATCHES))
                .whilst(rows -> rows >= config.retentionBatch())
                .collect()
                .with(Collectors.summingLong(Integer::longValue));
    }

    private static void tell(Deleted deleted, Duration period) {
        if (!deleted.equals(Deleted.NOTHING)) {
            LOG.infof(
                    "Deleted what is older than %s (lifeguard.journal.retention): %d events with their reactions and"
                            + " calls, %d other calls, %d quarantined messages, %d other notices",
                    period, deleted.events(), deleted.calls(), deleted.quarantined(), deleted.notices());
        }
    }

    private static Uni<Deleted> nothing() {
        return Uni.createFrom().item(Deleted.NOTHING);
    }

    private static Uni<Integer> lost() {
        return Uni.createFrom().failure(new IllegalStateException("Another replica deletes already"));
    }
}
