package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Writes what the queue tells: events, the instances they tell of, the reactions they call for, and quarantine. */
@ApplicationScoped
public class Journal {

    private static final Duration BEFORE_RETRY = Duration.ofMillis(20);

    private final Database database;
    private final Growth growth;

    Journal(Database database) {
        this.database = database;
        growth = new Growth(database);
    }

    /**
     * Commits a page of messages in one statement. A message whose data PostgreSQL refuses goes to quarantine and does
     * not hold up the others. May be repeated with the same page: what is known already is left as it is.
     *
     * @return what was new; fails where the database cannot write, and then nothing may be deleted from the queue
     */
    public Uni<Recorded> record(List<Entry> page) {
        return page.isEmpty()
                ? Uni.createFrom().item(Recorded.NOTHING)
                : write(page).call(recorded -> growth.noted(recorded.calls()));
    }

    /** Whether the journal can be written: fails, with the reason, when it cannot. */
    public Uni<Void> ping() {
        // A read-only standby answers "select 1" as well.
        return database.run(
                        "select pg_is_in_recovery() or current_setting('transaction_read_only')::bool", Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0))
                .invoke(readOnly -> {
                    if (readOnly) {
                        throw new JournalUnavailable(
                                "PostgreSQL is read-only: lifeguard.database.url points to a standby");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Recorded> write(List<Entry> page) {
        var statement = new PageStatement(page);
        return database.run(PageStatement.SQL, statement.parameters())
                .map(PageStatement::read)
                // Two pages that tell of the same instances in another order may deadlock; one of them is told to
                // retry.
                .onFailure(Journal::lostARace)
                .retry()
                .withBackOff(BEFORE_RETRY)
                .withJitter(0.5)
                .atMost(5)
                // A page that the database refuses for what one of its messages holds would be refused for ever.
                .onFailure(Journal::isRefused)
                .recoverWithUni(refusal -> writeApart(page, refusal));
    }

    private Uni<Recorded> writeApart(List<Entry> page, Throwable refusal) {
        if (page.size() > 1) {
            var middle = page.size() / 2;
            return write(page.subList(0, middle))
                    .chain(first -> write(page.subList(middle, page.size())).map(first::and));
        }
        if (page.get(0) instanceof Entry.Happened happened) {
            var reason = "PostgreSQL refuses to store this event: " + refusal.getMessage();
            return write(List.of(new Entry.Parked(reason, happened.source())));
        }
        return Uni.createFrom().failure(refusal);
    }

    static boolean lostARace(Throwable failure) {
        return failure instanceof PgException refused
                && ("40P01".equals(refused.getSqlState()) || "40001".equals(refused.getSqlState()));
    }

    private static boolean isRefused(Throwable failure) {
        // 22: data exception, 54: program limit exceeded, such as a value that is too long for its index
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && (refused.getSqlState().startsWith("22")
                        || refused.getSqlState().startsWith("54"));
    }
}
