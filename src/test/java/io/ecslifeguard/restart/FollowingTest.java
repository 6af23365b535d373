package io.ecslifeguard.restart;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.journal.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    void doesNotStartAgainWhileAStartWithoutAnAnswerMayStillWork() {
        // Given
        var instance = scene.stopped();
        var config = TestRestartConfig.with("back-off=0s", "longest-back-off=0s");
        var reaction = scene.reaction(config);
        var attempt = scene.attempt(instance);
        scene.console.act("faults", Map.of("operation", "ecs:StartInstance", "drop", "before"));
        var unanswered = scene.next(reaction, attempt);
        scene.console.delete("faults");

        // When
        var woken = scene.next(reaction, attempt);
        scene.pass(config.answerPatience());
        var later = scene.next(reaction, attempt);

        // Then
        assertThat(unanswered.note()).startsWith("StartInstance: ");
        assertThat(woken.note()).startsWith("Started, and still shown as Stopped");
        assertThat(later.note()).startsWith("Started (request ");
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

    /** An outage of StartInstance alone: instances are shown, and nothing that is asked for happens. */
    @Test
    void countsNoStartsThatWereNeverMade() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with("max-starts=2", "max-starts-per-day=2"));
        var attempt = scene.attempt(instance);
        var asked = new ArrayList<Duration>();
        var passed = Duration.ZERO;
        scene.console.act(
                "faults",
                Map.of("operation", "ecs:StartInstance", "error", Map.of("status", 503, "code", "ServiceUnavailable")));

        // When
        while (asked.size() < 8) {
            var again = (Outcome.Again) scene.next(reaction, attempt);
            if (again.note().startsWith("StartInstance: ServiceUnavailable")) {
                asked.add(passed);
            }
            scene.pass(again.after());
            passed = passed.plus(again.after());
        }
        scene.console.delete("faults");
        var ended = scene.all(reaction, attempt);

        // Then, each waited for until it is seen at a look
        assertThat(waits(asked)).isSorted().first().isEqualTo(ofSeconds(65));
        assertThat(waits(asked)).last().isEqualTo(ofSeconds(305));
        assertThat(ended).isInstanceOf(Outcome.Done.class);
        assertThat(((Recovery) ended.result().orElseThrow()).starts()).isOne();
        assertThat(scene.starts(instance)).isOne();
    }

    @Test
    void countsAStartOfWhichTheAnswerWasLostAndTheEffectIsTold() {
        // Given
        var instance = scene.stopped();
        var reaction = scene.reaction(TestRestartConfig.with("max-starts=1"));
        var attempt = scene.attempt(instance);
        startLosingTheAnswer(reaction, attempt);
        scene.pass(ofSeconds(1));
        scene.tell(instance, "Starting");
        scene.stopAgain(instance);

        // When
        scene.pass(ofMinutes(1));
        var outcome = scene.next(reaction, attempt);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.note()).contains("it was started once within 60 min");
    }

    @Test
    void countsAStartOfWhichTheAnswerWasLostAndTheEffectIsSeen() {
        // Given
        var instance = scene.stopped();
        var config = TestRestartConfig.with("max-starts=1");
        var reaction = scene.reaction(config);
        var attempt = scene.attempt(instance);
        scene.console.put("settings", Map.of("startingSeconds", 60));
        startLosingTheAnswer(reaction, attempt);
        var seen = scene.next(reaction, attempt);
        scene.console.act("time", Map.of("seconds", 60));
        scene.console.put("settings", Map.of("startingSeconds", 0.005));
        scene.stopAgain(instance);

        // When
        scene.pass(config.answerPatience());
        var followed = scene.next(reaction, attempt);
        scene.pass(config.startPatience());
        var outcome = scene.next(reaction, attempt);

        // Then
        assertThat(seen.note()).isEqualTo("It is Starting");
        assertThat(followed.note()).isEqualTo("Started, and still shown as Stopped");
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.note()).contains("it was started once within 60 min");
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

    private static List<Duration> waits(List<Duration> moments) {
        return IntStream.range(1, moments.size())
                .mapToObj(index -> moments.get(index).minus(moments.get(index - 1)))
                .toList();
    }

    private static void startLosingTheAnswer(RestartStoppedInstance reaction, RestartScene.Stopping attempt) {
        scene.console.act("faults", Map.of("operation", "ecs:StartInstance", "drop", "after"));
        assertThat(scene.next(reaction, attempt).note()).startsWith("StartInstance: ");
        scene.console.delete("faults");
    }

    /** Restarted once, and stopped again. */
    private static void restarted(RestartStoppedInstance reaction, String instance) {
        var attempt = scene.attempt(instance);
        assertThat(scene.all(reaction, attempt)).isInstanceOf(Outcome.Done.class);
        scene.end(attempt);
        scene.stopAgain(instance);
    }
}
