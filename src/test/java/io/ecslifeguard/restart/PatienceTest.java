package io.ecslifeguard.restart;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.journal.Notice;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the patience with an instance, of six hours, is spent on. */
class PatienceTest {

    private static RestartScene scene;

    private final RestartConfig config = TestRestartConfig.with();
    private final RestartStoppedInstance reaction = scene.reaction(config);

    @BeforeAll
    static void open() {
        scene = new RestartScene();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @AfterEach
    void noTrouble() {
        scene.release();
        scene.console.delete("faults");
    }

    @Test
    void startsWhatStoppedBeforeALongBrakeWasReleased() {
        // Given
        var attempt = scene.attempt(scene.stopped());
        scene.brake(ofHours(10));
        var paused = (Outcome.Again) scene.next(reaction, attempt);

        // When
        scene.pass(paused.after());
        scene.release();
        var started = scene.next(reaction, attempt);
        var ended = scene.all(reaction, attempt);

        // Then
        assertThat(paused.after()).isBetween(ofHours(9), ofHours(10));
        assertThat(started).isInstanceOf(Outcome.Again.class);
        assertThat(started.note()).startsWith("Started (request ");
        assertThat(ended).isInstanceOf(Outcome.Done.class);
    }

    /** The timer of the restart may be quicker than that of the brake, and events wake it meanwhile. */
    @Test
    void startsWhatIsLookedAtBeforeALongBrakeIsReleased() {
        // Given
        var attempt = scene.attempt(scene.stopped());
        scene.brake(ofHours(10));
        var paused = scene.next(reaction, attempt);

        // When
        scene.pass(ofHours(7));
        var woken = scene.next(reaction, attempt);
        scene.pass(ofHours(3));
        var early = (Outcome.Again) scene.next(reaction, attempt);
        scene.pass(early.after());
        scene.release();
        var started = scene.next(reaction, attempt);
        var ended = scene.all(reaction, attempt);

        // Then
        assertThat(woken).isInstanceOf(Outcome.Again.class);
        assertThat(woken.note()).isEqualTo(paused.note());
        assertThat(early.after()).isEqualTo(ofSeconds(1));
        assertThat(started.note()).startsWith("Started (request ");
        assertThat(ended).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void waitsOutsideABrakeForNoLongerThanWithoutOne() {
        // Given
        var attempt = scene.attempt(scene.stopped());
        outOfStock();
        var unused = scene.next(reaction, attempt);
        scene.pass(ofHours(4));
        scene.brake(ofHours(10));
        var paused = scene.next(reaction, attempt);
        scene.pass(ofHours(10));
        scene.release();

        // When
        var after = scene.next(reaction, attempt);
        scene.pass(ofHours(2).plusSeconds(1));
        var last = scene.next(reaction, attempt);

        // Then
        assertThat(paused.note()).startsWith("Restarts of the whole fleet pause");
        assertThat(after).isInstanceOf(Outcome.Again.class);
        assertThat(after.note()).contains("OperationDenied.NoStock");
        assertThat(last).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void asksForNoStartAnyMoreWhenItIsOver() {
        // Given
        var instance = scene.stopped();
        var attempt = scene.attempt(instance);
        outOfStock();
        var unused = scene.next(reaction, attempt);

        // When
        scene.pass(config.patience().plusSeconds(1));
        scene.console.delete("faults");
        var last = scene.next(reaction, attempt);

        // Then
        assertThat(last).isInstanceOf(Outcome.Failed.class);
        assertThat(last.note())
                .startsWith(
                        "Given up after 360 min (lifeguard.restart.patience). StartInstance: OperationDenied.NoStock");
        assertThat(last.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.GIVEN_UP);
        assertThat(scene.console.state(instance)).isEqualTo("Stopped");
    }

    @Test
    void followsWhatWasStartedAtTheLast() {
        // Given
        var instance = scene.stopped();
        var attempt = scene.attempt(instance);
        outOfStock();
        var unused = scene.next(reaction, attempt);
        scene.pass(config.patience().minusMinutes(1));
        scene.console.delete("faults");
        var started = scene.next(reaction, attempt);
        scene.stopAgain(instance);

        // When
        scene.pass(ofMinutes(2));
        var followed = scene.next(reaction, attempt);
        scene.pass(config.startPatience());
        var last = scene.next(reaction, attempt);

        // Then
        assertThat(started.note()).startsWith("Started (request ");
        assertThat(followed).isInstanceOf(Outcome.Again.class);
        assertThat(followed.note()).isEqualTo("Started, and still shown as Stopped");
        assertThat(last).isInstanceOf(Outcome.Failed.class);
        assertThat(last.note()).startsWith("Given up after 360 min");
    }

    private static void outOfStock() {
        scene.console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:StartInstance",
                        "error",
                        Map.of("status", 403, "code", "OperationDenied.NoStock", "message", "No stock.")));
    }
}
