package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is bought in the place of instances that are reclaimed: what may be bought, and each order before it is placed.
 * Orders hold user data; nothing here is for the API.
 */
@ApplicationScoped
public class Purchases {

    private static final String BEGIN = """
            insert into replacement (reaction_id, generation, interrupted, source, candidates)
            values ($1, $2, $3, $4::text::json, $5::text::json) on conflict do nothing
            """;

    private static final String PLAN = """
            select reaction_id, generation, interrupted, source::text, candidates::text from replacement
            where reaction_id = $1 and generation = $2
            """;

    private static final String LATEST_PLAN = """
            select reaction_id, generation, interrupted, source::text, candidates::text from replacement
            where interrupted = $1 and began_at > now() - $2 * interval '1 millisecond'
            order by began_at desc, generation desc limit 1
            """;

    // By when it happened, and not by when it was told: a notice may come hours after another one of the same
    // happening.
    private static final String BOUGHT_BEFORE = """
            select p.instance_id from replacement r join purchase p using (reaction_id, generation)
                join reaction by on by.id = r.reaction_id left join event e on e.seq = by.event_seq
            where r.interrupted = $1 and r.reaction_id <> $2 and p.instance_id is not null
                and abs(extract(epoch from coalesce(e.occurred_at, r.began_at) - $3)) * 1000 < $4
            order by p.id desc limit 1
            """;

    private static final String LAST = """
            select %s from purchase where reaction_id = $1 and generation = $2 order by round desc, candidate desc limit 1
            """.formatted(OrderRow.COLUMNS);

    private static final String PLACE = """
            insert into purchase (reaction_id, generation, round, candidate, token, request, not_before)
            values ($1, $2, $3, $4, $5, $6::text::json, now() + $7 * interval '1 millisecond') on conflict do nothing
            """;

    private static final String SLOT =
            "update purchase set slot_at = now() + $2 * interval '1 millisecond' where id = $1 and status = 'open'";

    private static final String ASKING = """
            update purchase set asks = asks + 1, asked_at = coalesce(asked_at, now()), last_asked_at = now(), slot_at = null
            where id = $1 and status = 'open' returning 1
            """;

    private static final String LOOKED = "update purchase set looked_at = now() where id = $1";

    private static final String ANSWERED = """
            update purchase set status = $2, code = $3, message = $4, request_id = $5, instance_id = $6,
                answered_at = now(), not_before = now() + $7 * interval '1 millisecond'
            where id = $1 and status = 'open'
            """;

    private static final String MISSING = """
            update purchase set missing = missing + 1, missing_since = coalesce(missing_since, now())
            where instance_id = $1
            returning missing, cast(extract(epoch from now() - missing_since) * 1000 as bigint)
            """;

    private static final String SEEN =
            "update purchase set missing = 0, missing_since = null where instance_id = $1 and missing > 0";

    private final Database database;

    Purchases(Database database) {
        this.database = database;
    }

    /** Commits from what and as what a generation is bought, unless that is committed already; gives what counts. */
    public Uni<Plan> begin(Plan plan) {
        var parameters = Tuple.tuple()
                .addLong(plan.reaction())
                .addInteger(plan.generation())
                .addString(plan.interrupted().value())
                .addString(plan.source())
                .addString(plan.candidates());
        return database.run(BEGIN, parameters)
                .chain(() -> plan(plan.reaction(), plan.generation()))
                .map(Optional::orElseThrow);
    }

    /** A generation, where it has begun. */
    public Uni<Optional<Plan>> plan(long reaction, int generation) {
        return database.run(PLAN, Tuple.of(reaction, generation)).map(Purchases::plan);
    }

    /** The last generation, of any reaction, that was to take this instance's place and began within {@code period}. */
    public Uni<Optional<Plan>> latestPlan(InstanceId interrupted, Duration period) {
        return database.run(LATEST_PLAN, Tuple.of(interrupted.value(), period.toMillis()))
                .map(Purchases::plan);
    }

    /**
     * What another reaction has bought to take this instance's place.
     *
     * @param happened of that one's event, within {@code period} before or after
     */
    public Uni<Optional<InstanceId>> boughtBefore(
            InstanceId interrupted, long reaction, Instant happened, Duration period) {
        return database.run(
                        BOUGHT_BEFORE,
                        Tuple.of(interrupted.value(), reaction, happened.atOffset(UTC), period.toMillis()))
                .map(rows -> first(rows).map(row -> new InstanceId(row.getString(0))));
    }

    /** The order of this generation that was committed last. */
    public Uni<Optional<Order>> last(long reaction, int generation) {
        return database.run(LAST, Tuple.of(reaction, generation))
                .map(rows -> first(rows).map(OrderRow::order));
    }

    /**
     * Commits an order that is to be placed, unless that is committed already; gives the one that counts.
     *
     * @param wait how long it is not to be placed
     */
    public Uni<Order> place(Plan plan, int round, int candidate, String token, String request, Duration wait) {
        var parameters = Tuple.tuple()
                .addLong(plan.reaction())
                .addInteger(plan.generation())
                .addInteger(round)
                .addInteger(candidate)
                .addString(token)
                .addString(request)
                .addLong(wait.toMillis());
        return database.run(PLACE, parameters)
                .chain(() -> last(plan.reaction(), plan.generation()))
                .map(Optional::orElseThrow);
    }

    /** Commits that the order has a slot after {@code wait}. */
    public Uni<Void> hasSlot(Order order, Duration wait) {
        return database.run(SLOT, Tuple.of(order.id(), wait.toMillis())).replaceWithVoid();
    }

    /** Commits that the order is being placed, with its slot used up; false when it is settled already. */
    public Uni<Boolean> asking(Order order) {
        return database.run(ASKING, Tuple.of(order.id())).map(rows -> rows.size() > 0);
    }

    /** Commits that no instance of this order was to be seen. */
    public Uni<Void> looked(Order order) {
        return database.run(LOOKED, Tuple.of(order.id())).replaceWithVoid();
    }

    /** Commits what came of an order. */
    public Uni<Void> answered(Order order, OrderAnswer answer) {
        var parameters = Tuple.tuple()
                .addLong(order.id())
                .addString(answer.status().column())
                .addString(answer.code())
                .addString(answer.message().orElse(null))
                .addString(answer.requestId().orElse(null))
                .addString(answer.instance().map(InstanceId::value).orElse(null))
                .addLong(answer.pause().toMillis());
        return database.run(ANSWERED, parameters).replaceWithVoid();
    }

    /** Commits that a look did not show what was bought; gives how often and how long it has been missing, where it is known. */
    public Uni<Optional<Missing>> missing(InstanceId bought) {
        return database.run(MISSING, Tuple.of(bought.value()))
                .map(rows -> first(rows).map(row -> new Missing(row.getInteger(0), Duration.ofMillis(row.getLong(1)))));
    }

    /** Commits that a look has shown it. */
    public Uni<Void> seen(InstanceId bought) {
        return database.run(SEEN, Tuple.of(bought.value())).replaceWithVoid();
    }

    private static Optional<Plan> plan(RowSet<Row> rows) {
        return first(rows)
                .map(row -> new Plan(
                        row.getLong(0),
                        row.getInteger(1),
                        new InstanceId(row.getString(2)),
                        row.getString(3),
                        row.getString(4)));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }

    /** A generation of an interrupted instance's replacement: its source and, in order, its candidates, as JSON. */
    public record Plan(long reaction, int generation, InstanceId interrupted, String source, String candidates) {}

    /** How many looks in a row, and since when, have not shown an instance. */
    public record Missing(int looks, Duration since) {}
}
