package io.ecslifeguard.restart;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What follows a start of which nobody knows at first whether it was made. */
class LostAnswersTest {

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
}
