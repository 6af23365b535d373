package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartCountsTest {

    private static final InstanceId INSTANCE = new InstanceId("i-1");
    private static final Duration HOUR = Duration.ofHours(1);
    private static JournalDatabase database;

    private StartCounts counts;
    private Circuits circuits;

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
        database.execute("truncate event, reaction restart identity cascade");
        counts = new StartCounts(database.database());
        circuits = new Circuits(database.database());
        var journal = new Journal(database.database());
        var recorded = await(journal.record(List.of(
                stateChange("e-1", "i-1", "Stopped", Instant.now(), "restart"),
                stateChange("e-2", "i-2", "Stopped", Instant.now(), "restart"))));
        assertThat(recorded.calls()).isEqualTo(2);
    }

    @Test
    void countsStartsOverAllStopsOfAnInstance() {
        // Given
        asked(INSTANCE, 1, 1);
        asked(INSTANCE, 1, 2);
        database.execute("update start set asked_at = now() - interval '2 hours' where number = 1");
        asked(new InstanceId("i-2"), 2, 1);

        // When
        var count = await(counts.of(INSTANCE, HOUR));

        // Then
        assertThat(count.inWindow()).isOne();
        assertThat(count.inDay()).isEqualTo(2);
        assertThat(count.sinceLast().orElseThrow()).isLessThan(HOUR);
    }

    @Test
    void countsAStartOnceThatIsAskedForAgain() {
        // Given
        asked(INSTANCE, 1, 1);
        asked(INSTANCE, 1, 1);

        // When
        var count = await(counts.of(INSTANCE, HOUR));

        // Then
        assertThat(count.inWindow()).isOne();
    }

    @Test
    void doesNotCountWhatWasRefused() {
        // Given
        asked(INSTANCE, 1, 1);

        // When
        await(counts.refused(1, 1));

        // Then
        assertThat(await(counts.of(INSTANCE, HOUR)).inDay()).isZero();
        asked(INSTANCE, 1, 1);
        assertThat(await(counts.of(INSTANCE, HOUR)).inDay()).isOne();
    }

    @Test
    void countsAnewWhenTheCircuitWasClosed() {
        // Given
        asked(INSTANCE, 1, 1);
        var opened = await(circuits.open(INSTANCE, 1, "too often", HOUR));
        assertThat(opened.isOpen()).isTrue();

        // When
        var closed = await(circuits.close(INSTANCE, Optional.empty()));

        // Then
        assertThat(closed).isPresent();
        assertThat(await(counts.of(INSTANCE, HOUR)).inDay()).isZero();
        asked(INSTANCE, 1, 2);
        assertThat(await(counts.of(INSTANCE, HOUR)).inWindow()).isOne();
    }

    private void asked(InstanceId instance, long reaction, int number) {
        await(counts.asking(instance, reaction, number));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
