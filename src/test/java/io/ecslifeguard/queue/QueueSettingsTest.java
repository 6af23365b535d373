package io.ecslifeguard.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueSettingsTest {

    static final TestQueueConfig GOOD =
            TestQueueConfig.at("https://123456789.mns.cn-hangzhou.aliyuncs.com", "ecs-events");

    @Test
    void findsNothingWrongWithSensibleSettings() {
        // When
        var problems = new QueueSettings(GOOD).problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void namesEverythingThatIsMissing() {
        // Given
        var config = new TestQueueConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                GOOD.waitTime(),
                16,
                4,
                512,
                GOOD.connectTimeout(),
                GOOD.callTimeout(),
                GOOD.refusedWait(),
                GOOD.signature());

        // When
        var problems = new QueueSettings(config).problems();

        // Then
        assertThat(problems)
                .containsExactly(
                        "Set lifeguard.queue.endpoint (LIFEGUARD_QUEUE_ENDPOINT): the SMQ endpoint of the account is not"
                                + " set; for example https://123456789.mns.cn-hangzhou.aliyuncs.com.",
                        "Set lifeguard.queue.names (LIFEGUARD_QUEUE_NAMES): no queue is named; for example ecs-events.",
                        "Set lifeguard.queue.region (LIFEGUARD_QUEUE_REGION): neither it nor lifeguard.cloud.region is"
                                + " set; for example cn-hangzhou.");
    }

    @Test
    void namesEverythingThatIsSenseless() {
        // Given
        var config = new TestQueueConfig(
                Optional.of("my-endpoint"),
                Optional.of(List.of("a b", "q", "q")),
                Optional.of("Hangzhou!"),
                Duration.ofSeconds(31),
                17,
                0,
                1,
                Duration.ZERO,
                Duration.ofHours(1),
                Duration.ofMillis(-1),
                GOOD.signature());

        // When
        var problems = new QueueSettings(config).problems();

        // Then
        assertThat(problems)
                .hasSize(11)
                .allSatisfy(
                        problem -> assertThat(problem)
                                .matches(
                                        "Set lifeguard\\.queue\\.[a-z-]+ \\(LIFEGUARD_QUEUE_[A-Z_]+\\): .+; for example .+\\."));
        assertThat(String.join("\n", problems))
                .contains(
                        "it is not a URL",
                        "'a b'",
                        "named twice",
                        "'Hangzhou!'",
                        "PT31S",
                        "17 is not between 1 and 16");
    }

    @Test
    void opensNothingWhereTheSettingsAreWrong() {
        // Given
        var config = TestQueueConfig.at("nonsense", "ecs-events");

        // When
        var queues = new Queues(config, SmqQueueTest.KEYS);

        // Then
        assertThat(queues.all()).isEmpty();
    }
}
