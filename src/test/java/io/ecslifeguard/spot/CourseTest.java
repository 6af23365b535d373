package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CourseTest {

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(TestSpotConfig.DEFAULT);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void setsTheWeightBeforeItThinksOfAReplacementAndLetsOthersDoSo() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);

        // When
        var first = scene.attempt(instance);
        var decided = scene.memory(instance).replacement().stage();
        var weights = scene.in(group);
        var second = scene.attempt(instance);

        // Then
        assertThat(first).isInstanceOfSatisfying(Outcome.Again.class, again -> {
            assertThat(again.after()).isZero();
            assertThat(again.batch()).contains(group);
        });
        assertThat(decided).isEqualTo(Replacement.Stage.UNDECIDED);
        assertThat(weights).containsExactly(instance + "=0");
        assertThat(second).isInstanceOf(Outcome.Again.class);
        assertThat(scene.memory(instance).replacement().stage()).isEqualTo(Replacement.Stage.NONE);
    }
}
