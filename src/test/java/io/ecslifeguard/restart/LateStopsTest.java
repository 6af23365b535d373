package io.ecslifeguard.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import org.junit.jupiter.api.Test;

/** Stops that were recorded only when they were long ago. */
class LateStopsTest {

    @Test
    void pauseAllRestartsWhereTheyAreManyOfTheFleet() {
        try (var scene = new RestartScene()) {
            // Given
            var reaction = scene.reaction(TestRestartConfig.with("brake.number=3"));
            var first = scene.lateAttempt(scene.stopped());
            for (var more = 0; more < 2; more++) {
                var unused = scene.lateAttempt(scene.stopped());
            }

            // When
            var outcome = scene.next(reaction, first);

            // Then
            assertThat(outcome).isInstanceOf(Outcome.Again.class);
            assertThat(outcome.note())
                    .startsWith("Restarts of the whole fleet pause")
                    .contains("3 of 3 instances stopped within 300 s");
        }
    }
}
