package io.ecslifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.LoopState;
import io.ecslifeguard.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopsCheckTest {

    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T12:00:00Z"));

    @Test
    void isLiveWhileEveryLoopBeats() {
        // Given
        var loops = List.of(loop("q poll 1", clock.instant()), loop("dispatch", clock.instant()));
        clock.pass(Duration.ofSeconds(60));

        // When
        var finding = LoopsCheck.find(loops, clock.instant());

        // Then
        assertThat(finding.reason()).isEmpty();
        assertThat(finding.data()).containsEntry("q poll 1", "2026-11-23T12:00:00Z");
    }

    @Test
    void oneStuckLoopIsNotHiddenByTheOthers() {
        // Given
        var stuck = loop("q poll 1", clock.instant());
        clock.pass(Duration.ofSeconds(61));
        var loops = List.of(stuck, loop("q poll 2", clock.instant()), loop("dispatch", clock.instant()));

        // When
        var finding = LoopsCheck.find(loops, clock.instant());

        // Then
        assertThat(finding.reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("q poll 1", "2026-11-23T12:00:00Z")
                        .doesNotContain("q poll 2"));
    }

    @Test
    void isLiveWhileTheLoopsHaveNotBegun() {
        // Given
        var loops = List.of(new LoopState("dispatch", Optional.empty(), Duration.ofSeconds(60)));

        // When
        var finding = LoopsCheck.find(loops, clock.instant());

        // Then
        assertThat(finding.reason()).isEmpty();
    }

    private static LoopState loop(String name, Instant lastBeat) {
        return new LoopState(name, Optional.of(lastBeat), Duration.ofSeconds(60));
    }
}
