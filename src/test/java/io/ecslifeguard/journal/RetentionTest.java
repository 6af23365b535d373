package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.page;
import static io.ecslifeguard.journal.Samples.parked;
import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.cloud.CallLog.Intent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PERIOD = Duration.ofDays(30);
    private static JournalDatabase database;

    private final Instant now = Instant.now();
    private final Instant old = now.minus(Duration.ofDays(31));

    @BeforeAll
    static void startDatabase() {
        database = new JournalDatabase();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate event, reaction, attempt, call, quarantine, instance, lease, notice, notification"
                + " restart identity cascade");
    }

    @Test
    void deletesWhatIsOlderInBatchesAndKeepsTheRest() {
        // Given
        for (var number = 1; number <= 5; number++) {
            record(stateChange("old-" + number, "i-" + number, "Stopped", old));
        }
        record(stateChange("new", "i-1", "Running", now));
        age();

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(new Retention.Deleted(5, 0, 0, 0));
        assertThat(database.value("select string_agg(key, ',') from event"))
                .contains("new")
                .doesNotContain("old");
        assertThat(database.value("select count(*) from instance")).isEqualTo("5");
        assertThat(database.value("select count(*) from lease")).isEqualTo("0");
    }

    @Test
    void deletesReactionsAttemptsAndCallsWithTheirEvent() {
        // Given
        record(stateChange("old", "i-1", "Stopped", old, "restart"));
        age();
        database.execute("update reaction set status = 'done', finished_at = now() - interval '31 days'");
        database.execute("insert into attempt (reaction_id, number, started_at, replica, outcome, note)"
                + " select id, 1, now(), 'r', 'done', 'x' from reaction");
        call(1L);

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted.events()).isEqualTo(1);
        assertThat(database.value("select (select count(*) from reaction) + (select count(*) from attempt)"
                        + " + (select count(*) from call)"))
                .isEqualTo("0");
    }

    @Test
    void keepsAnEventThatIsWorkedOn() {
        // Given
        record(stateChange("old", "i-1", "Stopped", old, "restart"));
        age();

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(Retention.Deleted.NOTHING);
        assertThat(database.value("select status from reaction")).isEqualTo("open");
    }

    @Test
    void keepsAnEventThatWasWorkedOnWithinThePeriod() {
        // Given
        record(stateChange("old", "i-1", "Stopped", old, "restart"));
        age();
        database.execute("update reaction set status = 'done', finished_at = now() - interval '1 day'");

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(Retention.Deleted.NOTHING);
    }

    @Test
    void keepsAnEventThatClaimsAnOldTimeAndCameNow() {
        // Given
        record(stateChange("late", "i-1", "Stopped", old));

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(Retention.Deleted.NOTHING);
    }

    @Test
    void deletesCallsOfNobodyAndQuarantineOfThatAge() {
        // Given
        call();
        call();
        database.execute("update call set at = now() - interval '31 days' where id = 1");
        record(parked("m-1", "x"));
        record(parked("m-2", "x"));
        database.execute("update quarantine set received_at = now() - interval '31 days' where message_id = 'm-1'");

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(new Retention.Deleted(0, 1, 1, 0));
        assertThat(database.value("select message_id from quarantine")).isEqualTo("m-2");
    }

    @Test
    void deletesOldNoticesOfNoReactionWithTheirMessagesUnlessTheyAreBeingTold() {
        // Given
        for (var key : List.of("told", "open", "fresh")) {
            var unused = get(new Notices(database.database())
                    .tell(Notice.once(key, Notice.Kind.ACCESS_DENIED, "Access is denied")));
        }
        database.execute("update notice set created_at = now() - interval '31 days' where key <> 'fresh'");
        database.execute("update reaction set status = 'done', finished_at = now() - interval '31 days' from notice n"
                + " where n.id = notice_id and n.key <> 'open'");
        database.execute("with m as (insert into notification (destination, more, composed_at)"
                + " values ('ops', 0, now() - interval '31 days') returning id)"
                + " insert into delivery (notice_id, destination, message_id)"
                + " select n.id, 'ops', m.id from notice n, m where n.key = 'told'");

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(new Retention.Deleted(0, 0, 0, 1));
        assertThat(database.value("select string_agg(key, ' ' order by key) from notice"))
                .isEqualTo("fresh open");
        assertThat(database.value("select (select count(*) from notification) + (select count(*) from delivery)"))
                .isEqualTo("0");
        assertThat(database.value("select count(*) from reaction")).isEqualTo("2");
    }

    @Test
    void keepsACallOfSeveralAsLongAsOneOfThemIsThere() {
        // Given
        record(stateChange("old", "i-1", "Stopped", old, "restart"));
        record(stateChange("new", "i-2", "Stopped", Instant.now(), "restart"));
        age();
        database.execute("update reaction set status = 'done', finished_at = now() - interval '31 days'"
                + " where instance_id = 'i-1'");
        call(1L, 2L);
        call(1L, 99L);
        database.execute("update call set at = now() - interval '31 days'");

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(new Retention.Deleted(1, 1, 0, 0));
        assertThat(database.value("select reactions::text from call")).isEqualTo("{1,2}");
    }

    @Test
    void keepsEverythingWhereNoPeriodIsSet() {
        // Given
        record(stateChange("old", "i-1", "Stopped", old));
        age();

        // When
        var deleted = get(retention(Optional.empty()).run());

        // Then
        assertThat(deleted).isEqualTo(Retention.Deleted.NOTHING);
        assertThat(database.value("select count(*) from event")).isEqualTo("1");
    }

    @Test
    void leavesItToTheReplicaThatIsAtIt() {
        // Given
        record(stateChange("old", "i-1", "Stopped", old));
        age();
        database.execute("insert into lease values ('retention', 'another', now() + interval '1 minute')");

        // When
        var deleted = get(retention(Optional.of(PERIOD)).run());

        // Then
        assertThat(deleted).isEqualTo(Retention.Deleted.NOTHING);
        assertThat(database.value("select owner from lease")).isEqualTo("another");
    }

    private static Retention retention(Optional<Duration> period) {
        var config = new JournalDatabase.Config(Optional.of("r"), Duration.ofSeconds(10), period, 2);
        var leases = new Leases(database.database(), database.replica("r"));
        return new Retention(config, database.database(), leases, new Schema(null, null));
    }

    private static void call(Long... reactions) {
        var calls = new Calls(database.database(), database.replica("r"), (name, after) -> {});
        var unused =
                get(calls.begun(new Intent(List.of(reactions), "ECS StartInstance", "i-1", List.of(), "{}", false)));
    }

    private static void record(Entry entry) {
        var unused = get(new Journal(database.database()).record(page(entry)));
    }

    private static void age() {
        database.execute("update event set recorded_at = occurred_at");
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
