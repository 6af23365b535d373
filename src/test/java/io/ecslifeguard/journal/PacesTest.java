package io.ecslifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacesTest {

    private static final Duration FOR_EVER = Duration.ofDays(10);

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String API = "SLB RemoveVServerGroupBackendServers";

    JournalDatabase database;
    JournalDatabase sameDatabase;
    Paces ours;
    Paces theirs;

    @BeforeEach
    void start() {
        database = new JournalDatabase();
        sameDatabase = database.anotherConnection();
        ours = new Paces(database.database());
        theirs = new Paces(sameDatabase.database());
    }

    @AfterEach
    void stop() {
        sameDatabase.close();
        database.close();
    }

    @Test
    void twoReplicasNeverGetTheSameSlot() {
        // Given
        var spacing = Duration.ofHours(1);

        // When
        var waits = reserve(40, spacing);

        // Then
        // The statements take milliseconds of these hours.
        assertThat(waits.stream().map(wait -> wait.plusMinutes(30).toHours()).sorted())
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).mapToObj(Long::valueOf).toList());
    }

    @Test
    void noMinuteHoldsMoreThanTheQuota() {
        // Given
        var quota = 90;
        database.execute("create table handed_out (at timestamptz)");
        database.execute("create function tell() returns trigger as $$ begin"
                + " insert into handed_out values (new.next_at); return new; end $$ language plpgsql");
        database.execute("create trigger tell after insert or update on pace for each row execute function tell()");
        var spacing = Duration.ofSeconds(61).dividedBy(quota).plusNanos(1000);

        // When
        var waits = reserve(300, spacing);

        // Then
        assertThat(waits).hasSize(300);
        assertThat(database.value("select count(*) from handed_out")).isEqualTo("300");
        // A slot may be used up to a second late: those of 61 seconds can meet in 60.
        assertThat(
                        database.value(
                                "select max(n) from (select count(*) over"
                                        + " (order by at range between current row and interval '61 s' following) n from handed_out) m"))
                .isEqualTo("90");
    }

    @Test
    void otherApisHaveSlotsOfTheirOwn() {
        // Given
        var spacing = Duration.ofHours(1);
        var first = ours.reserve(API, spacing, FOR_EVER).await().atMost(PATIENCE);

        // When
        var other = ours.reserve("ECS StartInstance", spacing, FOR_EVER).await().atMost(PATIENCE);

        // Then
        assertThat(List.of(first, other)).containsOnly(Duration.ZERO);
    }

    @Test
    void slotsThatNobodyTookAreNotSaved() {
        // Given
        database.execute("insert into pace values ('" + API + "', now() - interval '1 day')");
        var spacing = Duration.ofHours(1);

        // When
        var first = ours.reserve(API, spacing, FOR_EVER).await().atMost(PATIENCE);
        var second = ours.reserve(API, spacing, FOR_EVER).await().atMost(PATIENCE);

        // Then
        assertThat(first).isZero();
        assertThat(second.plusMinutes(30).toHours()).isEqualTo(1);
    }

    @Test
    void slotsThatAreTooFarAwayAreLeftToOthers() {
        // Given
        var spacing = Duration.ofMinutes(10);
        var patience = Duration.ofMinutes(25);
        var waits = Multi.createFrom()
                .range(0, 10)
                .onItem()
                .transformToUniAndConcatenate(number -> ours.reserve(API, spacing, patience))
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);

        // When
        var next = ours.reserve(API, spacing, FOR_EVER).await().atMost(PATIENCE);

        // Then
        assertThat(waits).filteredOn(wait -> wait.compareTo(patience) <= 0).hasSize(3);
        assertThat(next).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
    }

    private List<Duration> reserve(int times, Duration spacing) {
        return Multi.createFrom()
                .range(0, times)
                .onItem()
                .transformToUni(number -> (number % 2 == 0 ? ours : theirs).reserve(API, spacing, FOR_EVER))
                .merge(16)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
    }
}
