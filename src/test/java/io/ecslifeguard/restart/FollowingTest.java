package io.ecslifeguard.restart;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.journal.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What follows a start. No event reaches anybody here: everything is seen by looking. */
class FollowingTest {

    private static RestartScene scene;

    @BeforeAll
    static void open() {
        scene = new RestartScene();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void waitsNoLongerWhereTheCloudsClockIsAhead() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with("debounce=15s"));
        var attempt = scene.attempt(instance, ofMinutes(10));

        // When
        var first = (Outcome.Again) scene.next(reaction, attempt);
        scene.pass(first.after());
        var second = scene.next(reaction, attempt);

        // Then
        assertThat(first.after()).isEqualTo(ofSeconds(15));
        assertThat(second.note()).startsWith("Started (request ");
    }

    @Test
    void seesThatAnInstanceRunsOfWhichNoEventComes() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with());
        var attempt = scene.attempt(instance);

        // When
        var started = scene.next(reaction, attempt);
        var ended = scene.all(reaction, attempt);

        // Then
        assertThat(((Outcome.Again) started).after())
                .isEqualTo(TestRestartConfig.with().lookInterval());
        assertThat(ended).isInstanceOf(Outcome.Done.class);
        assertThat(ended.result().orElseThrow())
                .isInstanceOfSatisfying(
                        Recovery.class,
                        recovery -> assertThat(recovery.starts()).isOne());
        assertThat(ended.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.RESTARTED);
    }

    @Test
    void waitsTwiceAsLongAfterEachStartOfAnInstanceThatStopsAgain() {
        // Given
        var instance = scene.stopped();
        var config = TestRestartConfig.with("back-off=10m", "longest-back-off=30m");
        var reaction = scene.reaction(config);
        var waits = new ArrayList<Duration>();

        // When
        for (var starts = 1; starts <= 4; starts++) {
            restarted(reaction, instance);
            var again = (Outcome.Again) scene.next(reaction, scene.attempt(instance));
            assertThat(again.note()).startsWith("Stopped again after " + starts + " start");
            waits.add(again.after());
        }

        // Then, give or take a quarter, and less what has passed since
        assertThat(waits.get(0)).isBetween(ofMinutes(7), ofSeconds(750));
        assertThat(waits.get(1)).isBetween(ofMinutes(14), ofMinutes(25));
        assertThat(waits.get(2)).isBetween(ofMinutes(22), ofSeconds(2250));
        assertThat(waits.get(3)).isBetween(ofMinutes(22), ofSeconds(2250));
    }

    @Test
    void doesNotBeginAWaitAnewWhenAnEventWakesIt() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with());
        restarted(reaction, instance);
        var attempt = scene.attempt(instance);
        var first = (Outcome.Again) scene.next(reaction, attempt);

        // When
        scene.pass(ofSeconds(10));
        var woken = (Outcome.Again) scene.next(reaction, attempt);

        // Then
        assertThat(woken.note()).isEqualTo(first.note());
        assertThat(woken.after()).isEqualTo(first.after().minusSeconds(10));
    }

    @Test
    void doesNotCountAStartThatWasRefused() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with("max-starts=1"));
        var attempt = scene.attempt(instance);
        scene.console.act(
                "faults",
                Map.of("operation", "ecs:StartInstance", "error", Map.of("status", 400, "code", "Throttling.User")));
        var refused = (Outcome.Again) scene.next(reaction, attempt);
        scene.console.delete("faults");

        // When
        scene.pass(refused.after());
        var outcome = scene.next(reaction, attempt);

        // Then
        assertThat(refused.note()).contains("Throttling.User");
        assertThat(outcome.note()).startsWith("Started (request ");
    }

    @Test
    void tellsOfACircuitOnceThatWasOpenedBeforeACrash() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with("max-starts=1"));
        restarted(reaction, instance);
        var attempt = scene.attempt(instance);
        var lost = scene.next(reaction, attempt);

        // When
        var again = scene.next(reaction, attempt);

        // Then
        assertThat(again).isEqualTo(lost).isInstanceOf(Outcome.Failed.class);
        assertThat(again.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.CIRCUIT_OPENED);
            assertThat(notice.key()).isPresent();
        });
        scene.end(attempt);
        assertThat(scene.next(reaction, scene.attempt(instance)).note())
                .startsWith("Its restart circuit is open until ");
        assertThat(scene.console.state(instance)).isEqualTo("Stopped");
    }

    @Test
    void leavesAnInstanceAloneAsLongAsItsCircuitIsOpen() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with("max-starts=1"));
        restarted(reaction, instance);
        var opening = scene.attempt(instance);
        assertThat(scene.next(reaction, opening)).isInstanceOf(Outcome.Failed.class);
        scene.end(opening);

        // When
        scene.forgetStarts(instance);
        var outcome = scene.next(reaction, scene.attempt(instance));

        // Then
        assertThat(outcome.note()).startsWith("Its restart circuit is open until ");
        assertThat(scene.console.state(instance)).isEqualTo("Stopped");
    }

    @Test
    void opensTheCircuitAfterTooManyStartsInADay() {
        // Given
        var instance = scene.stopped();
        var reaction =
                scene.reaction(TestRestartConfig.with("back-off=0s", "longest-back-off=0s", "max-starts-per-day=2"));
        for (var starts = 0; starts < 2; starts++) {
            restarted(reaction, instance);
        }

        // When
        var outcome = scene.next(reaction, scene.attempt(instance));

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.note()).contains("2 times within 24 h");
        assertThat(scene.console.state(instance)).isEqualTo("Stopped");
    }

    /** Restarted once, and stopped again. */
    private static void restarted(RestartStoppedInstance reaction, String instance) {
        var attempt = scene.attempt(instance);
        assertThat(scene.all(reaction, attempt)).isInstanceOf(Outcome.Done.class);
        scene.end(attempt);
        scene.stopAgain(instance);
    }
}
