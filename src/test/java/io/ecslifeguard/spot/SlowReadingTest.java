package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.dispatch.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Regions of which a reading takes longer than anybody waits for it, and than its picture is kept. */
class SlowReadingTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String READ = "slb:DescribeVServerGroupAttribute";
    private static final TestSpotConfig HASTY = TestSpotConfig.DEFAULT.withDiscoveryWait(Duration.ofMillis(1500));

    Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(TestSpotConfig.DEFAULT);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void findsAGroupThatIsReadLast() {
        // Given: two groups are read at once
        var instance = scene.running();
        var loadBalancer = scene.loadBalancer();
        scene.slow(READ, "VServerGroupId", scene.group(loadBalancer));
        scene.slow(READ, "VServerGroupId", scene.group(loadBalancer));
        var last = scene.group(loadBalancer);
        scene.join(last, instance, 80);
        scene.use(HASTY);

        // When
        var first = scene.attempt(instance);
        untilRead(last, 1);
        scene.time.pass(Duration.ofSeconds(6));
        var second = scene.attempt(instance);
        untilRead(last, 2);
        scene.time.pass(Duration.ofSeconds(6));
        var third = scene.attempt(instance);

        // Then: the first reading is no younger than the evacuation, by a clock that stands still
        assertThat(List.of(first.note(), second.note()))
                .allSatisfy(note -> assertThat(note)
                        .startsWith("Found in no server group yet")
                        .contains(last + " (not read yet)"));
        assertThat(third.note()).startsWith("To be set to weight 0 in " + last);
        assertThat(scene.console.calls(READ, last)).hasSize(2);
    }

    @Test
    void isInNoGroupWhereACompleteReadingShowsItInNone() {
        // Given
        var instance = scene.running();
        var slow = scene.group();
        scene.slow(READ, "VServerGroupId", slow);
        scene.use(HASTY);
        var first = scene.attempt(instance);
        untilRead(slow, 1);
        scene.time.pass(Duration.ofSeconds(6));

        // When
        var second = scene.attempt(instance);
        untilRead(slow, 2);
        scene.time.pass(Duration.ofSeconds(6));
        var end = scene.attempt(instance);

        // Then
        assertThat(first).isInstanceOf(Outcome.Again.class);
        assertThat(second).isInstanceOf(Outcome.Again.class);
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("It is in no server group");
    }

    @Test
    void confirmsByACompleteReading() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        var slow = scene.group();
        scene.join(group, instance, 80);
        scene.untilRemoved(instance);
        scene.slow(READ, "VServerGroupId", slow);
        scene.use(HASTY);
        var read = scene.console.calls(READ, slow).size();
        var noted = scene.attempt(instance);
        untilRead(slow, read + 1);
        scene.time.pass(Duration.ofSeconds(6));

        // When
        var first = scene.attempt(instance);
        untilRead(slow, read + 2);
        scene.time.pass(Duration.ofMinutes(10));
        var end = scene.attempt(instance);

        // Then
        assertThat(List.of(noted.note(), first.note()))
                .allSatisfy(
                        note -> assertThat(note).startsWith("Out of " + group + ", but it could not be looked for"));
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).startsWith("Out of " + group);
        assertThat(scene.console.calls(READ, slow)).hasSize(read + 2);
    }

    private void untilRead(String group, int times) {
        await().atMost(LONG).until(() -> scene.console.calls(READ, group).size() >= times);
    }
}
