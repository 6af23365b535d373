package io.ecslifeguard.restart;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.journal.Notice;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Instances that may not be looked at. */
class PermissionsTest {

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
    void noFaults() {
        scene.console.delete("faults");
    }

    @Test
    void tellsOnceAnHourWhatIsMissingAndGoesOnWhenItIsGranted() {
        // Given
        var instance = scene.stopped();
        var attempt = scene.attempt(instance);
        refuse(403, "Forbidden.RAM");

        // When
        var first = scene.next(reaction, attempt);
        var second = scene.next(reaction, attempt);
        scene.pass(ofHours(1));
        var later = scene.next(reaction, attempt);
        scene.console.delete("faults");
        var granted = scene.next(reaction, attempt);

        // Then
        assertThat(first).isInstanceOf(Outcome.Again.class);
        assertThat(theOnly(first).kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(theOnly(first).text())
                .startsWith("Restart of " + instance + ": ")
                .contains("Grant ecs:DescribeInstances to the RAM user or role.");
        assertThat(theOnly(first).key()).isPresent();
        assertThat(theOnly(later).key())
                .isPresent()
                .isNotEqualTo(theOnly(second).key());
        assertThat(granted.note()).startsWith("Started (request ");
    }

    @Test
    void looksMoreAndMoreSlowly() {
        // Given
        var attempt = scene.attempt(scene.stopped());
        refuse(403, "Forbidden.RAM");

        // When
        var first = (Outcome.Again) scene.next(reaction, attempt);
        var last = first;
        for (var number = 2; number <= 10; number++) {
            last = (Outcome.Again) scene.next(reaction, attempt);
        }

        // Then
        assertThat(first.after()).isEqualTo(config.retryWait());
        assertThat(last.after()).isEqualTo(ofMinutes(5));
    }

    @Test
    void tellsOfKeysThatAreWrong() {
        // Given
        var attempt = scene.attempt(scene.stopped());
        refuse(400, "SignatureDoesNotMatch");

        // When
        var outcome = scene.next(reaction, attempt);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Again.class);
        assertThat(theOnly(outcome).kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(theOnly(outcome).text()).contains("check the AccessKey id and secret");
    }

    @Test
    void givesUpWhenThePatienceIsOver() {
        // Given
        var attempt = scene.attempt(scene.stopped());
        refuse(403, "Forbidden.RAM");
        var unused = scene.next(reaction, attempt);

        // When
        scene.pass(config.patience().plusSeconds(1));
        var outcome = scene.next(reaction, attempt);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.note()).startsWith("Given up after 360 min").contains("Grant ecs:DescribeInstances");
        assertThat(outcome.notices()).extracting(Notice::kind).contains(Notice.Kind.GIVEN_UP);
    }

    @Test
    void doesNotTellOfWhatPasses() {
        // Given
        var attempt = scene.attempt(scene.stopped());
        refuse(400, "NeverHeardOf");

        // When, then
        assertThatThrownBy(() -> scene.next(reaction, attempt))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("NeverHeardOf");
    }

    private static void refuse(int status, String code) {
        scene.console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:DescribeInstances",
                        "error",
                        Map.of("status", status, "code", code, "message", "As the test wants it")));
    }

    private static Notice theOnly(Outcome outcome) {
        assertThat(outcome.notices()).hasSize(1);
        return outcome.notices().get(0);
    }
}
