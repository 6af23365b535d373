package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.NOON;
import static io.ecslifeguard.journal.Samples.interruption;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A journal with a database of its own, for tests of those who use it. */
public final class TestJournal implements AutoCloseable {

    /** When that happened which {@link #stopped} records. */
    public static final Instant STOPPED_AT = NOON;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JournalDatabase database = new JournalDatabase();
    public final Edits edits = new Edits(database.database());
    public final Purchases purchases = new Purchases(database.database());
    public final Pools pools = new Pools(database.database());
    public final LastSeen lastSeen = new LastSeen(database.database());
    public final InstanceEvents instanceEvents = new InstanceEvents(database.database());
    public final StartCounts startCounts = new StartCounts(database.database());
    public final Circuits circuits = new Circuits(database.database());
    public final Brakes brakes = new Brakes(database.database());
    public final Holds holds = new Holds(database.database());
    // On threads of its own: tests wait for the journal while they are told what the inventory answers.
    private final JournalDatabase beside = database.anotherConnection();
    public final Inventory inventory = new Inventory(beside.database());

    public LaneEdits laneEdits(String replica) {
        return new LaneEdits(database.database(), database.replica(replica));
    }

    /** An open reaction, by its number. */
    public long reaction(String instance) {
        var unused = new Journal(database.database())
                .record(List.of(interruption("e-" + instance, instance, NOON, "evacuate")))
                .await()
                .atMost(PATIENCE);
        return Long.parseLong(value("select id from reaction where instance_id = '" + instance + "'"));
    }

    /** Records an interruption that calls for an evacuation, and gives the reaction's number. */
    public long called(String event, String instance, Instant at) {
        var entry = Samples.happened("""
                {"id":"%s","product":"ECS","name":"Instance:PreemptibleInstanceInterruption","level":"WARN",
                 "content":{"instanceId":"%s","action":"delete"}}""".formatted(event, instance), at, Optional.empty(), "evacuate");
        var unused =
                new Journal(database.database()).record(List.of(entry)).await().atMost(PATIENCE);
        return Long.parseLong(value("select max(id) from reaction where instance_id = '" + instance + "'"));
    }

    /** Records a stop that calls for a restart, and gives the reaction's number. */
    public long stopped(String event, String instance) {
        var unused = new Journal(database.database())
                .record(List.of(Samples.stateChange(event, instance, "Stopped", STOPPED_AT, "restart")))
                .await()
                .atMost(PATIENCE);
        return Long.parseLong(value("select max(id) from reaction where instance_id = '" + instance + "'"));
    }

    /** Records an event of an instance's state that calls for nothing. */
    public void tell(String event, String instance, String state, Instant at) {
        var unused = new Journal(database.database())
                .record(List.of(Samples.stateChange(event, instance, state, at)))
                .await()
                .atMost(PATIENCE);
    }

    public void execute(String sql) {
        database.execute(sql);
    }

    public String value(String sql) {
        return database.value(sql);
    }

    @Override
    public void close() {
        beside.close();
        database.close();
    }
}
