package io.ecslifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {

    JournalDatabase database;
    Calls calls;
    final List<String> first = new CopyOnWriteArrayList<>();
    final List<Duration> delays = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        database = new JournalDatabase();
        calls = new Calls(database.database(), database.replica("r"), (name, after) -> {
            first.add(name);
            delays.add(after);
        });
        get(new Journal(database.database())
                .record(Samples.page(
                        Samples.stateChange("e-1", "i-1", "Stopped", Samples.NOON, "restart"),
                        Samples.stateChange("e-2", "i-2", "Stopped", Samples.NOON, "restart"))));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aCallOfOneReactionIsItsOwn() {
        // When
        get(calls.begun(intent(List.of(2L))));

        // Then
        assertThat(database.value("select reaction_id || ' ' || reactions::text from call"))
                .isEqualTo("2 {2}");
    }

    @Test
    void aCallOfSeveralIsNobodysOwn() {
        // When
        get(calls.begun(intent(List.of(1L, 2L))));

        // Then
        assertThat(database.value("select coalesce(reaction_id, 0) || ' ' || reactions::text from call"))
                .isEqualTo("0 {1,2}");
    }

    @Test
    void tellsOfAReactionsFirstCallHowLongAfterTheEventItIs() {
        // Given
        database.execute("update event set occurred_at = now() - interval '90 seconds' where event_id = 'e-2'");

        // When
        get(calls.begun(intent(List.of(2L))));
        get(calls.begun(intent(List.of(2L))));

        // Then
        assertThat(first).containsExactly("restart");
        assertThat(delays.get(0)).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(150));
    }

    @Test
    void aCallOfSeveralIsTheFirstOfThoseThatMadeNone() {
        // Given
        get(calls.begun(intent(List.of(1L))));

        // When
        get(calls.begun(intent(List.of(1L, 2L))));
        get(calls.begun(intent(List.of())));

        // Then
        assertThat(first).containsExactly("restart", "restart");
    }

    @Test
    void whatACallMadeIsAmongItsInstances() {
        // Given
        var call = calls.begun(intent(List.of())).await().atMost(Duration.ofSeconds(60));

        // When
        get(calls.ended(
                call,
                new Result(
                        "OK",
                        Optional.empty(),
                        Optional.of("R-1"),
                        Optional.of(200),
                        Duration.ZERO,
                        List.of(new InstanceId("i-new")))));

        // Then
        assertThat(database.value("select instances::text || ' ' || code from call"))
                .isEqualTo("{i-1,i-new} OK");
    }

    private static Intent intent(List<Long> reactions) {
        return new Intent(reactions, "ECS StartInstances", "i-1", List.of(new InstanceId("i-1")), "{}", false);
    }

    private static void get(Uni<?> uni) {
        var unused = uni.await().atMost(Duration.ofSeconds(60));
    }
}
