package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.LONG;
import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that are wanted at the same time, against the local cloud. */
class StartsTest {

    LocalCloud cloud;
    Console console;
    RecordedCalls log = new RecordedCalls();
    Queue<Uni<Duration>> slots = new ConcurrentLinkedQueue<>();
    CloudCalls calls;
    Ecs ecs;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(1)));
        var url = "http://127.0.0.1:" + cloud.port();
        console = new Console(url);
        var config = TestCloudConfig.at(url).paced();
        calls = new CloudCalls(
                config,
                log,
                RecordedCalls.NO_TALLY,
                (api, spacing, patience) -> Uni.createFrom().deferred(() -> {
                    var next = slots.poll();
                    return next == null ? Uni.createFrom().item(Duration.ZERO) : next;
                }));
        var keys = new Client(
                new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret("test"));
        ecs = new Ecs(config, keys, calls);
    }

    @AfterEach
    void stop() {
        calls.close();
        cloud.close();
    }

    @Test
    void startsTogetherWhatIsWantedWhileAnotherCallIsUnderWay() {
        // Given
        var stopped = IntStream.range(0, 4).mapToObj(i -> stopped()).toList();
        var gate = holdNextSlot();
        var all = IntStream.range(0, 4)
                .mapToObj(i -> ecs.start(stopped.get(i), CallBy.reaction(i + 1)).subscribeAsCompletionStage())
                .toList();

        // When
        gate.complete(Duration.ZERO);

        // Then
        assertThat(all)
                .allSatisfy(one -> assertThat(one)
                        .succeedsWithin(LONG)
                        .satisfies(reply -> assertThat(reply.requestId()).isPresent()));
        assertThat(console.calls("ecs:StartInstance", "")).hasSize(1);
        assertThat(console.calls("ecs:StartInstances", "SuccessFirst")).hasSize(1);
        assertThat(intents()).hasSize(2);
        assertThat(intents().get(1)).satisfies(intent -> {
            assertThat(intent.api()).isEqualTo("ECS StartInstances");
            assertThat(intent.reactions()).containsExactly(2L, 3L, 4L);
            assertThat(intent.instances()).containsExactlyElementsOf(stopped.subList(1, 4));
        });
    }

    @Test
    void eachHasAnEndOfItsOwn() {
        // Given
        var running = new InstanceId(console.create(Map.of()));
        org.awaitility.Awaitility.await()
                .until(() -> console.state(running.value()).equals("Running"));
        var stopped = stopped();
        var unknown = new InstanceId("i-nobodys");
        var gate = holdNextSlot();
        var first = ecs.start(stopped(), CallBy.nobody()).subscribeAsCompletionStage();
        var good = ecs.start(stopped, CallBy.reaction(1)).subscribeAsCompletionStage();
        var wrong = ecs.start(running, CallBy.reaction(2)).subscribeAsCompletionStage();
        var gone = ecs.start(unknown, CallBy.reaction(3)).subscribeAsCompletionStage();

        // When
        gate.complete(Duration.ZERO);

        // Then
        assertThat(first).succeedsWithin(LONG);
        assertThat(good).succeedsWithin(LONG);
        var notRunning = failure(wrong);
        assertThat(notRunning.meaning()).isEqualTo(Meaning.WRONG_STATE);
        assertThat(notRunning.code()).isEqualTo("IncorrectInstanceStatus");
        assertThat(notRunning.requestId()).isPresent();
        assertThat(failure(gone).meaning()).isEqualTo(Meaning.NOT_FOUND);
        assertThat(results()).anySatisfy(result -> {
            assertThat(result.code()).isEqualTo("Partial");
            assertThat(result.message())
                    .contains(running + ": IncorrectInstanceStatus; i-nobodys: InvalidInstanceId.NotFound");
        });
    }

    @Test
    void whereNoAnswerCameNoneIsStartedAgain() {
        // Given
        var stopped = List.of(stopped(), stopped());
        console.act("faults", Map.of("operation", "ecs:StartInstances", "drop", "after"));
        var gate = holdNextSlot();
        var first = ecs.start(stopped(), CallBy.nobody()).subscribeAsCompletionStage();
        var others = stopped.stream()
                .map(id -> ecs.start(id, CallBy.nobody()).subscribeAsCompletionStage())
                .toList();

        // When
        gate.complete(Duration.ZERO);

        // Then
        assertThat(first).succeedsWithin(LONG);
        assertThat(others).allSatisfy(one -> assertThat(failure(one).meaning()).isEqualTo(Meaning.NO_ANSWER));
        assertThat(console.calls("ecs:StartInstances", "")).hasSize(1);
    }

    @Test
    void oneThatMayNotBeStartedIsRefusedAlone() {
        // Given
        var denied = stopped();
        var others = List.of(stopped(), stopped());
        console.put("policy", allBut(denied));
        var gate = holdNextSlot();
        var first = ecs.start(stopped(), CallBy.nobody()).subscribeAsCompletionStage();
        var refused = ecs.start(denied, CallBy.reaction(1)).subscribeAsCompletionStage();
        var started = IntStream.range(0, 2)
                .mapToObj(i -> ecs.start(others.get(i), CallBy.reaction(i + 2)).subscribeAsCompletionStage())
                .toList();

        // When
        gate.complete(Duration.ZERO);

        // Then
        assertThat(first).succeedsWithin(LONG);
        assertThat(started).allSatisfy(one -> assertThat(one).succeedsWithin(LONG));
        assertThat(failure(refused)).satisfies(failure -> {
            assertThat(failure.api()).isEqualTo("ECS StartInstance");
            assertThat(failure.meaning()).isEqualTo(Meaning.DENIED);
        });
        assertThat(console.calls("ecs:StartInstances", "")).hasSize(1);
        assertThat(console.calls("ecs:StartInstance", "")).hasSize(4);
        assertThat(intents().subList(2, 5)).allSatisfy(intent -> {
            assertThat(intent.api()).isEqualTo("ECS StartInstance");
            assertThat(intent.reactions()).hasSize(1);
        });
    }

    @Test
    void whoeverIsCancelledAfterARefusalTogetherIsNotStarted() {
        // Given
        var denied = stopped();
        var stays = stopped();
        console.put("policy", allBut(denied));
        var gate = holdNextSlot();
        var first = ecs.start(stopped(), CallBy.nobody()).subscribeAsCompletionStage();
        var nextGate = new CompletableFuture<Duration>();
        slots.add(Uni.createFrom().item(Duration.ZERO));
        slots.add(Uni.createFrom().completionStage(() -> nextGate));
        var refused = ecs.start(denied, CallBy.nobody()).subscribeAsCompletionStage();
        var cancelled = ecs.start(stays, CallBy.nobody()).subscribe().with(ignored -> {});
        gate.complete(Duration.ZERO);
        assertThat(first).succeedsWithin(LONG);
        org.awaitility.Awaitility.await().until(slots::isEmpty);

        // When
        cancelled.cancel();
        nextGate.complete(Duration.ZERO);

        // Then
        assertThat(failure(refused).meaning()).isEqualTo(Meaning.DENIED);
        assertThat(console.state(stays.value())).isEqualTo("Stopped");
        assertThat(console.calls("ecs:StartInstance", stays.value())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403, IncorrectInstanceStatus", "400, InvalidInstance.NotFoundSystemDisk", "400, NeverHeardOf"})
    void whatMayBeTheFaultOfOneIsTriedApart(int status, String code) {
        // Given
        var stopped = List.of(stopped(), stopped());
        console.act(
                "faults", Map.of("operation", "ecs:StartInstances", "error", Map.of("status", status, "code", code)));
        var gate = holdNextSlot();
        var first = ecs.start(stopped(), CallBy.nobody()).subscribeAsCompletionStage();
        var others = stopped.stream()
                .map(id -> ecs.start(id, CallBy.nobody()).subscribeAsCompletionStage())
                .toList();

        // When
        gate.complete(Duration.ZERO);

        // Then
        assertThat(first).succeedsWithin(LONG);
        assertThat(others).allSatisfy(one -> assertThat(one).succeedsWithin(LONG));
        assertThat(console.calls("ecs:StartInstances", "")).hasSize(1);
        assertThat(console.calls("ecs:StartInstance", "")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling.User, THROTTLED",
        "500, InternalError, UNAVAILABLE",
        "403, InvalidAccessKeyId.NotFound, SIGNATURE",
        "408, NeverHeardOf, UNKNOWN"
    })
    void whatIsNoRefusalOfOneIsNotTriedApart(int status, String code, Meaning meaning) {
        // Given
        var stopped = List.of(stopped(), stopped());
        console.act(
                "faults", Map.of("operation", "ecs:StartInstances", "error", Map.of("status", status, "code", code)));
        var gate = holdNextSlot();
        var first = ecs.start(stopped(), CallBy.nobody()).subscribeAsCompletionStage();
        var others = stopped.stream()
                .map(id -> ecs.start(id, CallBy.nobody()).subscribeAsCompletionStage())
                .toList();

        // When
        gate.complete(Duration.ZERO);

        // Then
        assertThat(first).succeedsWithin(LONG);
        assertThat(others).allSatisfy(one -> assertThat(failure(one).meaning()).isEqualTo(meaning));
        assertThat(console.calls("ecs:StartInstance", "")).hasSize(1);
    }

    @Test
    void oneThatIsNotToldHadNoAnswer() {
        // Given
        var stopped = List.of(stopped(), stopped());
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:StartInstances",
                        "reply",
                        Map.of("status", 200, "contentType", "application/json", "body", "{\"RequestId\":\"R\"}")));
        var gate = holdNextSlot();
        var first = ecs.start(stopped(), CallBy.nobody()).subscribeAsCompletionStage();
        var others = stopped.stream()
                .map(id -> ecs.start(id, CallBy.nobody()).subscribeAsCompletionStage())
                .toList();

        // When
        gate.complete(Duration.ZERO);

        // Then
        assertThat(first).succeedsWithin(LONG);
        assertThat(others).allSatisfy(one -> assertThat(failure(one).meaning()).isEqualTo(Meaning.NO_ANSWER));
    }

    @Test
    void oneThatWasCancelledWhileItWaitedIsNotStarted() {
        // Given
        var stays = stopped();
        var gate = holdNextSlot();
        var cancelled = ecs.start(stays, CallBy.nobody()).subscribe().with(ignored -> {});
        var waiting = stopped();
        var next = ecs.start(waiting, CallBy.nobody()).subscribeAsCompletionStage();

        // When
        cancelled.cancel();
        gate.complete(Duration.ZERO);

        // Then
        assertThat(next).succeedsWithin(LONG);
        assertThat(console.state(stays.value())).isEqualTo("Stopped");
        assertThat(console.calls("ecs:StartInstance*", stays.value())).isEmpty();
        assertThat(intents()).hasSize(1);
    }

    @Test
    void describesTogetherWhatIsAskedForWhileAnotherCallIsUnderWay() {
        // Given
        var ids = IntStream.range(0, 5).mapToObj(i -> stopped()).toList();
        var before = console.calls("ecs:DescribeInstances", "").size();
        var gate = holdNextSlot();
        var all = ids.stream()
                .map(id -> ecs.describe(List.of(id)).subscribeAsCompletionStage())
                .toList();

        // When
        gate.complete(Duration.ZERO);

        // Then
        for (var i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            assertThat(all.get(i))
                    .succeedsWithin(LONG)
                    .satisfies(
                            found -> assertThat(found).extracting(Instance::id).containsExactly(id));
        }
        assertThat(console.calls("ecs:DescribeInstances", "")).hasSize(before + 2);
    }

    @Test
    void oneAloneKeepsItsOwnFailure() {
        // When
        var failure = failureOf(ecs.start(new InstanceId("i-nobodys"), CallBy.nobody()));

        // Then
        assertThat(failure.api()).isEqualTo("ECS StartInstance");
        assertThat(failure.meaning()).isEqualTo(Meaning.NOT_FOUND);
    }

    private InstanceId stopped() {
        var id = console.create(Map.of());
        org.awaitility.Awaitility.await().until(() -> console.state(id).equals("Running"));
        console.act("instances/" + id + "/stop");
        org.awaitility.Awaitility.await().until(() -> console.state(id).equals("Stopped"));
        return new InstanceId(id);
    }

    private static Map<String, Object> allBut(InstanceId denied) {
        return Map.of(
                "Statement",
                List.of(
                        Map.of("Effect", "Allow", "Action", "ecs:*", "Resource", "*"),
                        Map.of(
                                "Effect",
                                "Deny",
                                "Action",
                                "ecs:Start*",
                                "Resource",
                                "acs:ecs:*:*:instance/" + denied)));
    }

    private CompletableFuture<Duration> holdNextSlot() {
        var gate = new CompletableFuture<Duration>();
        slots.add(Uni.createFrom().completionStage(() -> gate));
        return gate;
    }

    private List<Intent> intents() {
        return log.told().stream()
                .filter(Intent.class::isInstance)
                .map(Intent.class::cast)
                .toList();
    }

    private List<Result> results() {
        return log.told().stream()
                .filter(Result.class::isInstance)
                .map(Result.class::cast)
                .toList();
    }

    private static CloudException failure(CompletableFuture<?> start) {
        try {
            var unused =
                    start.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            return (CloudException) failed.getCause();
        }
        throw new AssertionError("It should have failed");
    }
}
