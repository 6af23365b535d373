package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.NOON;
import static io.ecslifeguard.journal.Samples.happened;
import static io.ecslifeguard.journal.Samples.page;
import static io.ecslifeguard.journal.Samples.parked;
import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.OtherEvent;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static JournalDatabase database;

    private Journal journal;

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
        database.execute("truncate event, reaction, attempt, call, quarantine, instance restart identity cascade");
        journal = new Journal(database.database());
    }

    @Test
    void recordsAnEventOnceHoweverOftenItIsDelivered() {
        // Given
        var event = stateChange("e-1", "i-1", "Stopped", NOON, "restart");
        record(event, event);

        // When
        var again = recorded(event);

        // Then
        assertThat(again.fresh()).isEmpty();
        assertThat(again.callsForWork()).isFalse();
        assertThat(database.value("select count(*) from event")).isEqualTo("1");
        assertThat(database.value("select count(*) from reaction")).isEqualTo("1");
    }

    @Test
    void tellsWhichEventsWereNew() {
        // Given
        record(stateChange("e-1", "i-1", "Running", NOON));

        // When
        var recorded = recorded(stateChange("e-1", "i-1", "Running", NOON), stateChange("e-2", "i-2", "Running", NOON));

        // Then
        assertThat(recorded.fresh()).singleElement().asString().contains("e-2");
    }

    @Test
    void hasPostgresLookAtTheReactionsThatHaveGrownFromFewToMany() {
        // Given
        record(stops(1, 99));

        // When
        record(stops(100, 100));

        // Then
        assertThat(database.value("select reltuples::int from pg_class where oid = 'reaction'::regclass"))
                .isEqualTo("100");
    }

    @Test
    void keepsWhatIsKnownOfAnInstanceWhateverTheOrderOfItsEvents() {
        // Given
        var later = NOON.plusSeconds(10);

        // When
        record(stateChange("e-3", "i-1", "Deleted", later.plusSeconds(9)));
        record(stateChange("e-2", "i-1", "Running", later), stateChange("e-1", "i-1", "Created", NOON));

        // Then
        var instance = database.query("select * from instance").get(0);
        assertThat(instance.getString("state")).isEqualTo("Deleted");
        assertThat(instance.getOffsetDateTime("created_at").toInstant()).isEqualTo(NOON);
        assertThat(instance.getOffsetDateTime("released_at").toInstant()).isEqualTo(later.plusSeconds(9));
        assertThat(instance.getString("region")).isEqualTo("cn-hangzhou");
        assertThat(instance.getString("account")).isEqualTo("1690");
    }

    @Test
    void keepsJsonThatOtherColumnTypesWouldRefuse() {
        // Given
        var json = """
                {"id":"e-1","product":"ECS","name":"Disk:Whatever","content":{"nul":"\\u0000","half":"\\ud800","big":1e99999}}""";

        // When
        record(happened(json, NOON, Optional.empty()));

        // Then
        assertThat(database.value("select payload::text from event")).isEqualTo(json);
    }

    @Test
    void keepsTimesFarAway() {
        // Given
        var first = stateChange("e-1", "i-1", "Running", Instant.EPOCH);
        var last = stateChange("e-2", "i-1", "Stopped", Instant.parse("9999-12-31T23:59:59Z"));

        // When
        record(first, last);

        // Then
        assertThat(database.value("select state from instance")).isEqualTo("Stopped");
    }

    @Test
    void parksAnEventThatTheDatabaseRefusesAndRecordsTheRestOfItsPage() {
        // Given
        var refused = named("Disk:\u0000", "refused");

        // When
        var recorded = recorded(
                stateChange("e-1", "i-1", "Running", NOON),
                refused,
                stateChange("e-2", "i-2", "Running", NOON),
                stateChange("e-3", "i-3", "Running", NOON));

        // Then
        assertThat(recorded.fresh()).hasSize(3);
        assertThat(recorded.parked()).isEqualTo(1);
        assertThat(database.value("select convert_from(body, 'UTF8') from quarantine"))
                .isEqualTo("as it came");
        assertThat(database.value("select reason from quarantine")).contains("PostgreSQL refuses");
    }

    @Test
    void keepsAMessageThatWasNotUnderstoodOnceAndByteForByte() {
        // Given
        var message = parked("m-1", "\u0000\uFFFF not JSON é");

        // When
        record(message, stateChange("e-1", "i-1", "Running", NOON));
        record(message);

        // Then
        assertThat(database.value("select count(*) from quarantine")).isEqualTo("1");
        assertThat(database.query("select body from quarantine")
                        .get(0)
                        .getBuffer(0)
                        .toString())
                .isEqualTo("\u0000\uFFFF not JSON é");
    }

    @Test
    void callsForAReactionOnceWhileItIsOpen() {
        // When
        record(
                stateChange("e-1", "i-1", "Stopped", NOON, "restart"),
                stateChange("e-2", "i-1", "Stopped", NOON.plusSeconds(1), "restart"),
                stateChange("e-3", "i-2", "Stopped", NOON, "restart"));
        record(stateChange("e-4", "i-1", "Stopped", NOON.plusSeconds(2), "restart"));

        // Then
        assertThat(database.value("select count(*) from reaction where instance_id = 'i-1'"))
                .isEqualTo("1");
        assertThat(database.value("select count(*) from reaction where instance_id = 'i-2'"))
                .isEqualTo("1");
        assertThat(database.value("select e.event_id from reaction r join event e on e.seq = r.called_again"))
                .isEqualTo("e-4");
    }

    @Test
    void recordsThatWhatIsCalledForIsSwitchedOff() {
        // Given
        var event = stateChange("e-1", "i-1", "Stopped", NOON);
        var calls = List.of(
                new Entry.CalledFor("off", Optional.empty(), false), new Entry.CalledFor("on", Optional.empty(), true));

        // When
        var recorded = recorded(new Entry.Happened(event.event(), NOON, event.source(), calls));

        // Then
        assertThat(recorded.calls()).isEqualTo(1);
        assertThat(database
                        .query("select name || ' ' || status || coalesce(': ' || note, '') from reaction"
                                + " where (finished_at is null) = (status = 'open')")
                        .stream()
                        .map(row -> row.getString(0)))
                .containsExactlyInAnyOrder("off skipped: The reaction is switched off", "on open");
    }

    @Test
    void makesAReactionDueWhenItsInstanceSpeaks() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        database.execute("update reaction set due_at = now() + interval '1 hour', waits_for = 'i-2'");
        var other = recorded(stateChange("e-2", "i-1", "Starting", NOON));
        var before = database.value("select due_at > now() from reaction");

        // When
        var recorded = recorded(stateChange("e-3", "i-2", "Running", NOON));

        // Then
        assertThat(before).isEqualTo("true");
        assertThat(other.woken()).isZero();
        assertThat(recorded.woken()).isEqualTo(1);
        assertThat(database.value("select due_at <= now() from reaction")).isEqualTo("true");
    }

    @Test
    void leavesAReactionAsItIsWhileItsInstanceIsOnItsWay() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        database.execute("update reaction set due_at = now() + interval '1 hour', waits_for = 'i-2'");

        // When
        var recorded = List.of(
                recorded(stateChange("e-2", "i-2", "Created", NOON)),
                recorded(stateChange("e-3", "i-2", "Pending", NOON)),
                recorded(stateChange("e-4", "i-2", "Starting", NOON)));

        // Then
        assertThat(recorded).allSatisfy(page -> assertThat(page.woken()).isZero());
        assertThat(database.value("select woken or due_at <= now() from reaction"))
                .isEqualTo("false");
    }

    @Test
    void takesPagesOfTheSameInstancesInAnyOrderAtTheSameTime() {
        // Given
        var random = new Random(7);
        var pages = new ArrayList<List<Entry>>();
        for (var page = 0; page < 200; page++) {
            var entries = new ArrayList<Entry>();
            for (var instance = 0; instance < 16; instance++) {
                entries.add(stateChange("e-" + page + "-" + instance, "i-" + instance, "Stopped", NOON, "restart"));
            }
            Collections.shuffle(entries, random);
            pages.add(entries);
        }

        // When
        var recorded = Multi.createFrom()
                .iterable(pages)
                .onItem()
                .transformToUni(journal::record)
                .merge(8)
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(60));

        // Then
        assertThat(recorded).hasSize(200);
        assertThat(database.value("select count(*) from event")).isEqualTo("3200");
        assertThat(database.value("select count(*) from reaction")).isEqualTo("16");
    }

    @Test
    void saysThatADatabaseIsReadOnly() {
        // Given
        database.execute("alter database " + database.name() + " set default_transaction_read_only = on");

        // When
        try (var readOnly = database.anotherConnection()) {
            var ping = new Journal(readOnly.database()).ping();

            // Then
            assertThatThrownBy(() -> ping.await().atMost(PATIENCE))
                    .isInstanceOf(JournalUnavailable.class)
                    .hasMessageContaining("read-only");
        } finally {
            database.execute("set transaction read write; alter database " + database.name()
                    + " reset default_transaction_read_only");
        }
    }

    private void record(Entry... entries) {
        assertThat(recorded(entries)).isNotNull();
    }

    private Recorded recorded(Entry... entries) {
        return journal.record(page(entries)).await().atMost(PATIENCE);
    }

    private static Entry[] stops(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> stateChange("e-" + number, "i-" + number, "Stopped", NOON, "restart"))
                .toArray(Entry[]::new);
    }

    private static Entry.Happened named(String name, String id) {
        EcsEvent sample = stateChange(id, "i-9", "Running", NOON).event();
        var header = sample.header();
        var changed = new Header(
                id,
                header.id(),
                name,
                header.product(),
                header.level(),
                header.account(),
                header.region(),
                header.instance(),
                header.instanceName(),
                header.occurredAt(),
                header.occurredAtText(),
                header.envelope(),
                "{}");
        return new Entry.Happened(
                new OtherEvent(changed, Optional.empty()), NOON, Samples.source("m-" + id, "as it came"), List.of());
    }
}
