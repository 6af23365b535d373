package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CircuitsTest {

    private static final InstanceId INSTANCE = new InstanceId("i-1");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String END_REACTIONS = "update reaction set status = 'failed', finished_at = now()";
    private static JournalDatabase database;

    private Circuits circuits;
    private Circuits another;

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
        circuits = new Circuits(database.database());
        another = new Circuits(database.database());
        stopped("e-1", "i-1");
    }

    @Test
    void opensOneCircuitAtATime() {
        // Given
        var first = await(circuits.open(INSTANCE, 1, "too often", HOUR));

        // When
        var second = await(another.open(INSTANCE, 1, "once more", HOUR));

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(await(circuits.openOn(INSTANCE))).contains(first);
        assertThat(await(circuits.allOpen())).containsExactly(first);
        assertThat(await(circuits.openOn(new InstanceId("i-2")))).isEmpty();
    }

    @Test
    void callsForTheRestartAgainWhenAHandClosesIt() {
        // Given
        opened();
        database.execute(END_REACTIONS);

        // When
        var closed = await(circuits.close(INSTANCE, Optional.empty()));

        // Then
        assertThat(closed.orElseThrow().closedBy()).contains("hand");
        assertThat(await(circuits.openOn(INSTANCE))).isEmpty();
        assertThat(await(circuits.lastOf(INSTANCE))).isEqualTo(closed);
        assertThat(openRestarts()).containsExactly("restart i-1 by event 1");
    }

    @Test
    void closesNothingThatIsNotOpen() {
        // Given
        opened();
        var unused = await(circuits.close(INSTANCE, Optional.empty()));
        database.execute(END_REACTIONS);

        // When
        var again = await(circuits.close(INSTANCE, Optional.empty()));

        // Then
        assertThat(again).isEmpty();
        assertThat(openRestarts()).isEmpty();
    }

    @Test
    void closesByItselfAndCallsOnceHoweverManyReplicasSeeTo() {
        // Given
        opened();
        stopped("e-2", "i-2");
        var later = await(circuits.open(new InstanceId("i-2"), 2, "too often", HOUR));
        database.execute(END_REACTIONS);
        database.execute("update circuit set until = now() - interval '1 second' where instance_id = 'i-1'");

        // When
        var closed = Uni.join()
                .all(Stream.of(circuits, another, circuits, another)
                        .map(Circuits::closeDue)
                        .toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(20));

        // Then
        assertThat(closed.stream().flatMap(List::stream)).singleElement().satisfies(circuit -> {
            assertThat(circuit.instance()).isEqualTo(INSTANCE);
            assertThat(circuit.closedBy()).contains("time");
        });
        assertThat(await(circuits.allOpen())).containsExactly(later);
        assertThat(openRestarts()).containsExactly("restart i-1 by event 1");
    }

    @Test
    void callsForNoSecondRestartWhereOneIsOpen() {
        // Given
        opened();

        // When
        var unused = await(circuits.close(INSTANCE, Optional.empty()));

        // Then
        assertThat(openRestarts()).hasSize(1);
    }

    private void opened() {
        assertThat(await(circuits.open(INSTANCE, 1, "too often", HOUR)).isOpen())
                .isTrue();
    }

    private static void stopped(String event, String instance) {
        var recorded = await(new Journal(database.database())
                .record(List.of(stateChange(event, instance, "Stopped", Instant.now(), "restart"))));
        assertThat(recorded.calls()).isOne();
    }

    private static List<String> openRestarts() {
        return database
                .query("select name || ' ' || instance_id || ' by event ' || event_seq from reaction"
                        + " where status = 'open' order by id")
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
