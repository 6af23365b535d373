package io.ecslifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.QueueState;
import io.ecslifeguard.testing.SetClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T12:00:00Z"));

    @Test
    void waitsForTheFirstPollOfEveryQueue() {
        // Given
        var polled = new QueueState(
                "events", Optional.of(clock.instant()), Optional.empty(), Optional.empty(), Optional.empty());
        var refused = new QueueState(
                "spot",
                Optional.empty(),
                Optional.of("There is no queue spot"),
                Optional.of(clock.instant()),
                Optional.empty());

        // When
        var finding = FirstPollCheck.find(List.of(polled, refused));

        // Then
        assertThat(finding.reason())
                .contains("Queue spot has not been polled successfully since the start: There is no queue spot");
        assertThat(finding.data()).containsEntry("spot.last-success", "never");
    }

    @Test
    void doesNotLookAtTheQueuesAfterTheFirstPoll() {
        // Given
        var failing = new QueueState(
                "events",
                Optional.of(clock.instant()),
                Optional.of("no answer"),
                Optional.of(clock.instant()),
                Optional.empty());
        clock.pass(Duration.ofDays(1));

        // When
        var finding = FirstPollCheck.find(List.of(failing));

        // Then
        assertThat(finding.reason()).isEmpty();
    }

    @Test
    void asksTheDatabaseOnceForAMoment() {
        // Given
        var asked = new AtomicInteger();
        var probe = probe(() -> {
            asked.incrementAndGet();
            return Uni.createFrom().voidItem();
        });
        ask(probe);
        ask(probe);
        clock.pass(Duration.ofSeconds(1));

        // When
        var finding = find(probe);

        // Then
        assertThat(finding.reason()).isEmpty();
        assertThat(finding.data()).containsEntry("last-success", "2026-11-23T12:00:01Z");
        assertThat(asked).hasValue(2);
    }

    @Test
    void tellsWhyTheDatabaseCannotBeWrittenAndWhenItLastCould() {
        // Given
        var answers = List.<Uni<Void>>of(
                        Uni.createFrom().voidItem(),
                        Uni.createFrom().failure(new IllegalStateException("PostgreSQL is read-only")))
                .iterator();
        var probe = probe(answers::next);
        ask(probe);
        clock.pass(Duration.ofSeconds(5));

        // When
        var finding = find(probe);

        // Then
        assertThat(finding.reason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("PostgreSQL is read-only", "LIFEGUARD_DATABASE_URL"));
        assertThat(finding.data()).containsEntry("last-success", "2026-11-23T12:00:00Z");
    }

    @Test
    void doesNotWaitForADatabaseThatHangs() {
        // Given
        var probe = probe(() -> Uni.createFrom().nothing());

        // When
        var finding = find(probe);

        // Then
        assertThat(finding.reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("lifeguard.health.database-timeout"));
    }

    @Test
    void isNotReadyWhereTheDatabaseAnswersAndTakesNoEvents() {
        // Given
        var problem = new AtomicReference<>(Optional.of("No space left on device"));
        var probe = new JournalProbe(() -> Uni.createFrom().voidItem(), problem::get, new Config(), clock);

        // When
        var halted = find(probe);
        problem.set(Optional.empty());
        var goesOn = find(probe);

        // Then
        assertThat(halted.reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("The journal cannot be written: No space left on device")
                        .contains("nothing is received"));
        assertThat(goesOn.reason()).isEmpty();
    }

    @Test
    void saysWhatKeepsTheSchemaFromBeingReady() {
        // When
        var finding = SchemaCheck.find(Optional.of("The schema cannot be migrated: Connection refused"));

        // Then
        assertThat(finding.reason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("Connection refused", "LIFEGUARD_DATABASE_URL"));
        assertThat(SchemaCheck.find(Optional.empty()).reason()).isEmpty();
    }

    private JournalProbe probe(Supplier<Uni<Void>> ping) {
        return new JournalProbe(ping, Optional::empty, new Config(), clock);
    }

    private static void ask(JournalProbe probe) {
        var unused = find(probe);
    }

    private static Finding find(JournalProbe probe) {
        return probe.find().await().atMost(PATIENCE);
    }

    private record Config(Duration databaseTimeout, Duration databaseCache, Duration queueGrace)
            implements HealthConfig {

        Config() {
            this(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5));
        }
    }
}
