package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.I1;
import static io.ecslifeguard.cloud.EcsTest.KEYS;
import static io.ecslifeguard.cloud.EcsTest.LONG;
import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static io.ecslifeguard.cloud.EcsTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {

    static final Duration NOW = Duration.ZERO;

    FakeCloud cloud;
    RecordedCalls log = new RecordedCalls();
    List<Reserved> reserved = new CopyOnWriteArrayList<>();
    Queue<Uni<Duration>> answers = new ConcurrentLinkedQueue<>();
    TestCloudConfig config;
    CloudCalls calls;

    record Reserved(String api, Duration spacing) {}

    @BeforeEach
    void start() throws IOException {
        cloud = new FakeCloud();
        config = TestCloudConfig.at(cloud.endpoint()).paced();
        calls = new CloudCalls(config, log, RecordedCalls.NO_TALLY, this::reserve);
    }

    @AfterEach
    void stop() {
        calls.close();
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 59, 60, 61, 90, 600, 6007, 100_000})
    void noMinuteHoldsMoreCallsThanTheQuotaThoughSlotsAreUsedASecondLate(int quota) {
        // When
        var spacing = Slots.spacing(quota);

        // Then
        var firstToLastOfOneTooMany = spacing.multipliedBy(quota);
        assertThat(firstToLastOfOneTooMany).isGreaterThan(Duration.ofSeconds(61));
        assertThat(firstToLastOfOneTooMany).isLessThan(Duration.ofSeconds(62));
    }

    @Test
    void everyAttemptHasASlotOfItsApi() {
        // Given
        cloud.thenError(400, "Throttling.User", "Request was denied due to user flow control.");
        cloud.then(200, "{\"RequestId\":\"R-3\"}");

        // When
        var reply = get(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(reply.requestId()).contains("R-3");
        var slot = new Reserved("ECS StartInstance", Slots.spacing(90));
        assertThat(reserved).containsExactly(slot, slot);
    }

    @Test
    void anApiMayHaveAQuotaOfItsOwn() {
        // When
        var instances = get(ecs().describe(List.of(I1)));

        // Then
        assertThat(instances).isEmpty();
        assertThat(reserved).containsExactly(new Reserved("ECS DescribeInstances", Slots.spacing(61)));
    }

    @Test
    void readsHaveTheirOwnQuota() {
        // When
        var page = get(new Slb(config, KEYS, calls).loadBalancers(1));

        // Then
        assertThat(page.loadBalancers()).isEmpty();
        assertThat(reserved).containsExactly(new Reserved("SLB DescribeLoadBalancers", Slots.spacing(600)));
    }

    @Test
    void waitsForItsSlotBeforeItBegins() {
        // Given
        answers.add(in(Duration.ofMillis(100)));

        // When
        var start = ecs().start(I1, CallBy.nobody()).subscribeAsCompletionStage();
        var begun = List.copyOf(log.told());

        // Then
        assertThat(start).succeedsWithin(LONG);
        assertThat(begun).isEmpty();
        assertThat(cloud.calls()).hasSize(1);
    }

    @Test
    void waitingForSlotsIsNotOnTheBudget() {
        // Given
        config = config.withBudget(Duration.ofMillis(500));
        answers.add(in(Duration.ofMillis(400)));
        answers.add(in(Duration.ofMillis(800)));
        cloud.thenError(400, "Throttling.User", "Request was denied due to user flow control.");
        cloud.then(200, "{\"RequestId\":\"R-3\"}");

        // When
        var reply = get(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(reply.requestId()).contains("R-3");
    }

    @Test
    void makesNoCallThatWasCancelledWhileItWaitedForItsSlot() {
        // Given
        answers.add(in(Duration.ofMillis(50)));
        answers.add(in(Duration.ofMillis(300)));
        var ecs = ecs();
        var cancelled = ecs.start(I1, CallBy.nobody()).subscribe().with(ignored -> {});

        // When
        cancelled.cancel();
        var next = ecs.start(I1, CallBy.nobody()).subscribeAsCompletionStage();

        // Then
        assertThat(next).succeedsWithin(LONG);
        assertThat(reserved).hasSize(2);
        assertThat(cloud.calls()).hasSize(1);
        assertThat(log.told()).hasSize(2);
    }

    @Test
    void makesNoCallWithoutASlot() {
        // Given
        answers.add(Uni.createFrom().failure(new IllegalStateException("database down")));

        // When
        var failure = failureOf(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.OVERLOADED);
        assertThat(failure.code()).isEqualTo("NoSlot");
        assertThat(failure).hasMessageContaining("database down");
        assertThat(cloud.calls()).isEmpty();
        assertThat(log.told()).isEmpty();
    }

    @Test
    void readsNothingWhereNobodyWouldWaitForIt() {
        // Given
        answers.add(in(Duration.ofSeconds(11)));

        // When
        var failure = failureOf(new Slb(config, KEYS, calls).loadBalancers(1));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.OVERLOADED);
        assertThat(failure).hasMessageContaining("its next slot comes in 11 s");
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void whereThereIsNoSlotForAnotherAttemptTheFirstOneCounts() {
        // Given
        answers.add(in(NOW));
        answers.add(Uni.createFrom().failure(new IllegalStateException("database down")));
        cloud.thenError(400, "Throttling.User", "Request was denied due to user flow control.");

        // When
        var failure = failureOf(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.THROTTLED);
        assertThat(cloud.calls()).hasSize(1);
    }

    @Test
    void aSlotThatWentByIsNotUsed() {
        // Given
        var late = Duration.ofMillis(1200);
        answers.add(in(NOW).onItem().delayIt().by(late));

        // When
        var reply = get(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(reply.requestId()).isPresent();
        assertThat(reserved).hasSize(2);
        assertThat(cloud.calls()).hasSize(1);
    }

    @Test
    void slotsThatGoByDoNotKeepACallFromBeingMadeForEver() {
        // Given
        for (var i = 0; i < 4; i++) {
            answers.add(in(NOW).onItem().delayIt().by(Duration.ofMillis(1200)));
        }

        // When
        var reply = get(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(reply.requestId()).isPresent();
        assertThat(reserved).hasSize(3);
    }

    @Test
    void aDryRunTakesNoSlot() {
        // Given
        config = config.asDryRun();

        // When
        var reply = get(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(reply.dryRun()).isTrue();
        assertThat(reserved).isEmpty();
    }

    private Ecs ecs() {
        calls.close();
        calls = new CloudCalls(config, log, RecordedCalls.NO_TALLY, this::reserve);
        return new Ecs(config, KEYS, calls);
    }

    private Uni<Duration> reserve(String api, Duration spacing, Duration patience) {
        return Uni.createFrom().deferred(() -> {
            reserved.add(new Reserved(api, spacing));
            var answer = answers.poll();
            return answer == null ? in(NOW) : answer;
        });
    }

    private static Uni<Duration> in(Duration wait) {
        return Uni.createFrom().item(wait);
    }
}
