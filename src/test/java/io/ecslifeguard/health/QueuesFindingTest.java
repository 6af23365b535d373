package io.ecslifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.QueueState;
import io.ecslifeguard.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueuesFindingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(13);

    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T12:00:00Z"));

    @Test
    void isUpUntilThePatienceIsOver() {
        // Given
        var queue = polled("events");
        clock.pass(PATIENCE);

        // When
        var finding = find(queue);

        // Then
        assertThat(finding.reason()).isEmpty();
        assertThat(finding.data())
                .containsEntry("events", "UP")
                .containsEntry("events.last-success", "2026-11-23T12:00:00Z");
    }

    @Test
    void isDownWhenNoPollHasEndedSince() {
        // Given
        var queue = polled("events");
        clock.pass(PATIENCE.plusMillis(1));

        // When
        var finding = find(queue);

        // Then
        assertThat(finding.reason())
                .contains("Queue events has not been polled successfully since 2026-11-23T12:00:00Z: no poll has"
                        + " ended; the loops probe tells whether the polls go on");
    }

    @Test
    void saysWhichQueueIsDownAndWhy() {
        // Given
        var success = clock.instant();
        clock.pass(PATIENCE.plusSeconds(1));
        var broken = new QueueState(
                "spot",
                Optional.of(success),
                Optional.of("There is no queue spot"),
                Optional.of(clock.instant()),
                Optional.empty());

        // When
        var finding = find(polled("events"), broken);

        // Then
        assertThat(finding.reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("Queue spot")
                        .contains("There is no queue spot")
                        .doesNotContain("Queue events"));
        assertThat(finding.data())
                .containsEntry("events", "UP")
                .containsEntry("spot", "DOWN")
                .containsEntry("spot.last-problem-at", "2026-11-23T12:00:14Z");
    }

    @Test
    void aFailureBesideSuccessesIsToldButNotDown() {
        // Given
        var queue = new QueueState(
                "events",
                Optional.of(clock.instant()),
                Optional.of("throttled"),
                Optional.of(clock.instant()),
                Optional.empty());

        // When
        var finding = find(queue);

        // Then
        assertThat(finding.reason()).isEmpty();
        assertThat(finding.data()).containsEntry("events.last-problem", "throttled");
    }

    @Test
    void isDownWhileWhatIsReceivedCannotBeDeleted() {
        // Given
        var queue = undeleted(clock.instant().plusSeconds(30));

        // When
        var finding = find(queue);

        // Then
        assertThat(finding.reason())
                .contains(
                        "Queue events: messages are recorded but not deleted, and come back: grant mns:DeleteMessage");
        assertThat(finding.data()).containsEntry("events", "DOWN");
    }

    @Test
    void isUpAgainWhereWhatWasNotDeletedShouldHaveComeBackLongAgo() {
        // Given
        var backAt = clock.instant().plusSeconds(30);
        clock.pass(PATIENCE.plusSeconds(30));
        var whileItMayCome = find(undeleted(backAt));
        clock.pass(Duration.ofMillis(1));

        // When
        var finding = find(undeleted(backAt));

        // Then
        assertThat(whileItMayCome.reason()).isPresent();
        assertThat(finding.reason()).isEmpty();
        assertThat(finding.data()).containsEntry("events", "UP");
    }

    @Test
    void isDownBeforeTheFirstSuccess() {
        // Given
        var queue = new QueueState("events", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        // When
        var finding = find(queue);

        // Then
        assertThat(finding.reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("since the start"));
    }

    @Test
    void saysThatNothingIsReceivedWhileTheJournalIsAway() {
        // Given
        var queue = polled("events");
        clock.pass(PATIENCE.plusSeconds(1));

        // When
        var finding = new QueuesFinding(List.of(queue), Optional.of("Connection refused"), PATIENCE, clock.instant())
                .finding();

        // Then
        assertThat(finding.reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("nothing is received while the journal cannot be written: Connection refused"));
    }

    private Finding find(QueueState... queues) {
        return new QueuesFinding(List.of(queues), Optional.empty(), PATIENCE, clock.instant()).finding();
    }

    private QueueState undeleted(Instant backAt) {
        return new QueueState(
                "events",
                Optional.of(clock.instant()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new QueueState.Undeleted("grant mns:DeleteMessage", backAt)));
    }

    private QueueState polled(String name) {
        Instant now = clock.instant();
        return new QueueState(name, Optional.of(now), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
