package io.ecslifeguard.journal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The edits of server groups as work that the replicas share. A lease gives one of them a load balancer for a while, by the
 * database's clock; its fencing number tells a replica that was too slow that its word no longer counts.
 */
@ApplicationScoped
public class LaneEdits {

    private final Database database;
    private final Replica replica;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    LaneEdits(Database database, Replica replica) {
        this.database = database;
        this.replica = replica;
    }

    /**
     * Takes lanes with due edits that nobody works on, the most urgent first.
     *
     * @param most how many it takes at most
     * @param lease how long it may work on each until it renews the lease or asks for the lane's heaps or edits again
     * @param settling for how long after the end of a lease a call that its holder sent may have its effect
     * @param underWay the lanes it works on; other leases in its name are of a claim whose answer it did not get
     */
    public Uni<List<HeldLane>> claim(int most, Duration lease, Duration settling, Collection<String> underWay) {
        var parameters = Tuple.tuple()
                .addString(replica.name())
                .addInteger(most)
                .addLong(lease.toMillis())
                .addArrayOfString(underWay.toArray(String[]::new))
                .addLong(settling.toMillis());
        return database.run(LaneStatements.CLAIM, parameters)
                .map(rows -> all(rows, row -> new HeldLane(row.getString(0), row.getLong(1))));
    }

    /** Prolongs a lease; false where it has passed to another replica. */
    public Uni<Boolean> renew(HeldLane lane, Duration lease) {
        return database.run(LaneStatements.RENEW, held(lane, lease)).map(rows -> rows.size() > 0);
    }

    /**
     * What is due on a lane, and prolongs its lease; none where the lease has passed to another replica. Edits whose
     * reaction has ended are dropped.
     */
    public Uni<List<EditHeap>> heaps(HeldLane lane, Duration lease) {
        return database.run(LaneStatements.HEAPS, held(lane, lease)).map(rows -> all(rows, LaneEdits::heap));
    }

    /**
     * Takes of a heap what fits into one call, the most urgent first, and commits that it is about to be sent; prolongs the
     * lease. None where the lease has passed to another replica.
     */
    public Uni<List<SentEdit>> send(HeldLane lane, EditHeap heap, Duration lease) {
        var parameters = held(lane, lease)
                .addString(heap.serverGroup().orElse(null))
                .addString(heap.step().name())
                .addString(heap.cohort().orElse(null))
                .addInteger(Edit.LARGEST);
        return database.run(LaneStatements.SEND, parameters).map(rows -> all(rows, LaneEdits::edit));
    }

    /**
     * All due edits of a group of which a call may have had its effect already, and prolongs the lease. None where that has
     * passed to another replica.
     */
    public Uni<List<SentEdit>> unclear(HeldLane lane, Optional<String> serverGroup, Duration lease) {
        var parameters = held(lane, lease).addString(serverGroup.orElse(null));
        return database.run(LaneStatements.UNCLEAR, parameters).map(rows -> all(rows, LaneEdits::edit));
    }

    /**
     * Commits what came of edits, and makes the reactions due that should hear of it: those with an edit that has ended or
     * met its first problem. Of a lease that has passed to another replica nothing is changed.
     *
     * @return how many results counted
     */
    public Uni<Integer> record(HeldLane lane, List<EditResult> results) {
        var parameters = Tuple.tuple()
                .addString(lane.name())
                .addString(replica.name())
                .addLong(lane.fence())
                .addArrayOfLong(results.stream().map(EditResult::edit).toArray(Long[]::new))
                .addArrayOfString(texts(results, result -> result.status().column()))
                .addArrayOfString(texts(results, result -> result.step().name()))
                .addArrayOfString(texts(results, result -> result.cohort().orElse(null)))
                .addArrayOfString(texts(
                        results,
                        result -> result.problem().map(LaneEdits::storable).orElse(null)))
                .addArrayOfLong(results.stream()
                        .map(result -> result.pause().toMillis())
                        .toArray(Long[]::new))
                .addArrayOfBoolean(flags(results, EditResult::hasFailed))
                .addArrayOfBoolean(flags(results, EditResult::isAnswered))
                .addArrayOfBoolean(flags(results, EditResult::isTouched))
                .addArrayOfBoolean(flags(results, EditResult::dryRun))
                .addArrayOfString(texts(results, EditResult::oldBackends))
                .addArrayOfString(texts(results, EditResult::newBackends));
        return database.run(LaneStatements.RECORD, parameters)
                .map(rows -> rows.iterator().next().getInteger(0))
                .invoke(() -> listeners.forEach(Runnable::run));
    }

    /** From now on {@code listener} hears of results that this process has recorded, for which reactions may be due. */
    public void whenRecorded(Runnable listener) {
        listeners.add(listener);
    }

    /** Gives a lane back early, so that nobody need wait for the end of its lease. */
    public Uni<Void> giveBack(HeldLane lane) {
        return database.run(LaneStatements.GIVE_BACK, Tuple.of(lane.name(), replica.name(), lane.fence()))
                .replaceWithVoid();
    }

    private Tuple held(HeldLane lane, Duration lease) {
        return Tuple.tuple()
                .addString(lane.name())
                .addString(replica.name())
                .addLong(lane.fence())
                .addLong(lease.toMillis());
    }

    private static EditHeap heap(Row row) {
        return new EditHeap(
                Optional.ofNullable(row.getString(0)),
                Edit.Kind.valueOf(row.getString(1)),
                Optional.ofNullable(row.getString(2)),
                row.getBoolean(3),
                row.getInteger(4),
                Duration.ofMillis(row.getLong(5)),
                Optional.ofNullable(row.getLong(6)).map(Duration::ofMillis),
                row.getInteger(7),
                Duration.ofMillis(row.getLong(8)));
    }

    private static SentEdit edit(Row row) {
        return new SentEdit(
                row.getLong(0),
                row.getLong(1),
                Edit.Kind.valueOf(row.getString(2)),
                Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                row.getString(5),
                row.getString(6),
                Optional.ofNullable(row.getString(7)),
                row.getInteger(8));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    private static String[] texts(List<EditResult> results, Function<EditResult, String> field) {
        return results.stream().map(field).toArray(String[]::new);
    }

    private static Boolean[] flags(List<EditResult> results, Function<EditResult, Boolean> field) {
        return results.stream().map(field).toArray(Boolean[]::new);
    }

    /** The vendor's words are in it: they must neither be refused by the database nor forge lines of a note. */
    private static String storable(String problem) {
        return problem.replaceAll("[\\p{Cntrl}\u2028\u2029]", " ");
    }
}
