package io.ecslifeguard.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

// counts threads, which other tests make too
@Isolated
class EcsTest {

    static final Duration LONG = Duration.ofSeconds(60);
    static final InstanceId I1 = new InstanceId("i-bp1ecr3v9k2mzt5go2go");
    static final Client KEYS =
            new Client(new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret("not-to-be-seen"));

    FakeCloud cloud;
    RecordedCalls log = new RecordedCalls();
    CloudCalls calls;

    @BeforeEach
    void start() throws IOException {
        cloud = new FakeCloud();
    }

    @AfterEach
    void stop() {
        if (calls != null) {
            calls.close();
        }
        cloud.close();
    }

    @Test
    void describesAnInstanceWithAllThatIsTold() {
        // Given
        cloud.then(200, """
                {"RequestId":"R","TotalCount":1,"Instances":{"Instance":[{
                  "InstanceId":"i-bp1ecr3v9k2mzt5go2go","InstanceName":"web-1","Status":"Stopped",
                  "RegionId":"cn-hangzhou","ZoneId":"cn-hangzhou-h","InstanceType":"ecs.g6.large","ImageId":"img",
                  "InstanceChargeType":"PostPaid","SpotStrategy":"SpotAsPriceGo","SpotInterruptionBehavior":"Terminate",
                  "StoppedMode":"StopCharging","CreationTime":"2017-12-10T04:04Z","ExpiredTime":"2099-12-31T15:59Z",
                  "AutoReleaseTime":"","KeyPairName":"kp","ResourceGroupId":"",
                  "VpcAttributes":{"VpcId":"vpc-1","VSwitchId":"vsw-1","PrivateIpAddress":{"IpAddress":["10.0.0.1"]}},
                  "InternetMaxBandwidthOut":5,"InternetChargeType":"PayByTraffic",
                  "MetadataOptions":{"HttpEndpoint":"enabled","HttpTokens":"required"},
                  "NetworkInterfaces":{"NetworkInterface":[
                    {"NetworkInterfaceId":"eni-2","PrimaryIpAddress":"10.0.0.2","Type":"Secondary"},
                    {"NetworkInterfaceId":"eni-1","PrimaryIpAddress":"10.0.0.1","Type":"Primary","PrivateIpSets":{"PrivateIpSet":[
                       {"PrivateIpAddress":"10.0.0.1","Primary":true},{"PrivateIpAddress":"10.0.0.7"}]}}]},
                  "PublicIpAddress":{"IpAddress":["1.2.3.4"]},"EipAddress":{"IpAddress":"5.6.7.8"},
                  "SecurityGroupIds":{"SecurityGroupId":["sg-1"]},
                  "Tags":{"Tag":[{"TagKey":"acs:autoscaling:scalingGroupId","TagValue":"asg-1"}]},
                  "OperationLocks":{"LockReason":[{"LockReason":"recycling"}]}}]}}
                """);

        // When
        var instances = get(ecs().describe(List.of(I1)));

        // Then
        assertThat(instances)
                .containsExactly(new Instance(
                        I1,
                        "web-1",
                        InstanceState.STOPPED,
                        "cn-hangzhou",
                        "cn-hangzhou-h",
                        "ecs.g6.large",
                        "img",
                        "PostPaid",
                        "SpotAsPriceGo",
                        Optional.of("Terminate"),
                        Optional.of("StopCharging"),
                        Optional.of(Instant.parse("2017-12-10T04:04:00Z")),
                        Optional.of(Instant.parse("2099-12-31T15:59:00Z")),
                        Optional.empty(),
                        List.of("10.0.0.1"),
                        List.of("1.2.3.4"),
                        Optional.of("5.6.7.8"),
                        List.of(
                                new NetworkInterface("eni-1", List.of("10.0.0.1", "10.0.0.7")),
                                new NetworkInterface("eni-2", List.of("10.0.0.2"))),
                        Optional.of(5),
                        Optional.of("PayByTraffic"),
                        Optional.of("vpc-1"),
                        Optional.of("vsw-1"),
                        List.of("sg-1"),
                        Optional.of("kp"),
                        Optional.empty(),
                        Optional.of("required"),
                        Map.of("acs:autoscaling:scalingGroupId", "asg-1"),
                        List.of("recycling")));
        var instance = instances.get(0);
        assertThat(instance.isSpot()).isTrue();
        assertThat(instance.isLocked()).isTrue();
        assertThat(instance.isBeingReclaimed()).isTrue();
        assertThat(instance.isStoppedToSaveCost()).isTrue();
        assertThat(instance.isExpired(Instant.parse("2100-01-01T00:00:00Z"))).isFalse();
        assertThat(instance.autoScalingGroup()).contains("asg-1");
        assertThat(instance.addressesWithoutInterface()).isEmpty();
        assertThat(cloud.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.parameters())
                        .containsEntry("InstanceIds", "[\"i-bp1ecr3v9k2mzt5go2go\"]")
                        .containsEntry("RegionId", "cn-hangzhou"));
        assertThat(log.told()).isEmpty();
    }

    @Test
    void readsAnInstanceOfWhichAlmostNothingIsTold() {
        // Given
        cloud.then(200, "{\"Instances\":{\"Instance\":[{\"InstanceId\":\"i-bp1ecr3v9k2mzt5go2go\"}]}}");

        // When
        var instances = get(ecs().describe(List.of(I1)));

        // Then
        assertThat(instances).singleElement().satisfies(instance -> {
            assertThat(instance.state()).isEqualTo(new InstanceState("Unknown"));
            assertThat(instance.isSpot() || instance.isLocked()).isFalse();
        });
    }

    @Test
    void describesAHundredInstancesInACall() {
        // Given
        cloud.then(200, "{\"RequestId\":\"R\",\"Instances\":{\"Instance\":[]}}");
        var ids =
                IntStream.range(0, 201).mapToObj(i -> new InstanceId("i-" + i)).toList();

        // When
        var instances = get(ecs().describe(ids));

        // Then
        assertThat(instances).isEmpty();
        assertThat(cloud.calls())
                .extracting(call -> call.parameters().get("InstanceIds").split(",").length)
                .containsExactly(100, 100, 1);
    }

    @Test
    void describingNoneAsksNobody() {
        // When
        var instances = get(ecs().describe(List.of()));

        // Then
        assertThat(instances).isEmpty();
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void pagesByToken() {
        // Given
        cloud.then(200, "{\"NextToken\":\"t2\",\"Instances\":{\"Instance\":[{\"InstanceId\":\"i-1\"}]}}");
        cloud.then(200, "{\"NextToken\":\"\",\"Instances\":{\"Instance\":[{\"InstanceId\":\"i-2\"}]}}");
        var ecs = ecs();

        // When
        var first = get(ecs.page(Optional.empty()));
        var second = get(ecs.page(first.next()));

        // Then
        assertThat(first.next()).contains("t2");
        assertThat(second.instances()).extracting(Instance::id).containsExactly(new InstanceId("i-2"));
        assertThat(second.next()).isEmpty();
        assertThat(cloud.calls().get(1).parameters()).containsEntry("NextToken", "t2");
    }

    @Test
    void pagesByNumberWhereTokensAreNotAnswered() {
        // Given
        var hundred = IntStream.range(0, 100)
                .mapToObj(i -> "{\"InstanceId\":\"i-" + i + "\"}")
                .toList();
        cloud.then(200, "{\"TotalCount\":101,\"Instances\":{\"Instance\":" + hundred + "}}");
        cloud.then(200, "{\"TotalCount\":101,\"Instances\":{\"Instance\":[{\"InstanceId\":\"i-100\"}]}}");
        var ecs = ecs();

        // When
        var first = get(ecs.page(Optional.empty()));
        var second = get(ecs.page(first.next()));

        // Then
        assertThat(first.instances()).hasSize(100);
        assertThat(second.instances()).hasSize(1);
        assertThat(second.next()).isEmpty();
        assertThat(cloud.calls().get(1).parameters())
                .containsEntry("PageNumber", "2")
                .doesNotContainKey("MaxResults");
    }

    @Test
    void tellsTheLogBeforeAndAfterAStart() {
        // When
        var reply = get(ecs().start(I1, CallBy.reaction(42)));

        // Then
        assertThat(reply).isEqualTo(new CloudReply(Optional.of("R-1"), false));
        assertThat(cloud.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.parameters()).containsEntry("InstanceId", I1.value()));
        assertThat(log.told()).hasSize(2);
        assertThat(log.told().get(0))
                .isEqualTo(new Intent(
                        List.of(42L),
                        "ECS StartInstance",
                        I1.value(),
                        List.of(I1),
                        "{\"InstanceId\":\"" + I1 + "\"}",
                        false));
        assertThat((Result) log.told().get(1)).satisfies(result -> {
            assertThat(result.code()).isEqualTo("OK");
            assertThat(result.requestId()).contains("R-1");
        });
    }

    @Test
    void tellsTheLogOfAStartThatFailed() {
        // Given
        cloud.thenError(403, "IncorrectInstanceStatus", "The current status does not support this.");

        // When
        var failure = failureOf(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.WRONG_STATE);
        assertThat((Result) log.told().get(1)).satisfies(result -> {
            assertThat(result.code()).isEqualTo("IncorrectInstanceStatus");
            assertThat(result.requestId()).contains("R-2");
            assertThat(result.httpStatus()).contains(403);
        });
        assertThat(cloud.calls()).hasSize(1);
    }

    @Test
    void makesNoCallThatCannotBeRecorded() {
        // Given
        var broken = new CallLog() {
            @Override
            public Uni<Long> begun(Intent intent) {
                return Uni.createFrom().failure(new IllegalStateException("database down"));
            }

            @Override
            public Uni<Void> ended(long call, Result result) {
                return Uni.createFrom().voidItem();
            }
        };
        var config = TestCloudConfig.at(cloud.endpoint());
        calls = new CloudCalls(config, broken, RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);

        // When
        var start = new Ecs(config, KEYS, calls).start(I1, CallBy.nobody()).subscribeAsCompletionStage();

        // Then
        assertThat(start).failsWithin(LONG).withThrowableThat().withMessageContaining("database down");
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void whatWasAnsweredCountsThoughItsEndCannotBeRecorded() {
        // Given
        var forgetful = new CallLog() {
            @Override
            public Uni<Long> begun(Intent intent) {
                return Uni.createFrom().item(1L);
            }

            @Override
            public Uni<Void> ended(long call, Result result) {
                return Uni.createFrom().failure(new IllegalStateException("database down"));
            }
        };
        var config = TestCloudConfig.at(cloud.endpoint());
        calls = new CloudCalls(config, forgetful, RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);

        // When
        var reply = get(new Ecs(config, KEYS, calls).start(I1, CallBy.nobody()));

        // Then
        assertThat(reply.requestId()).contains("R-1");
    }

    @Test
    void aDryRunIsRecordedAndNotMade() {
        // When
        var reply = get(ecs(TestCloudConfig.at(cloud.endpoint()).asDryRun()).start(I1, CallBy.reaction(1)));

        // Then
        assertThat(reply.dryRun()).isTrue();
        assertThat(cloud.calls()).isEmpty();
        assertThat(((Intent) log.told().get(0)).dryRun()).isTrue();
        assertThat(((Result) log.told().get(1)).code()).isEqualTo("DryRun");
    }

    @Test
    void aDryRunReads() {
        // Given
        cloud.then(200, "{\"Instances\":{\"Instance\":[{\"InstanceId\":\"i-bp1ecr3v9k2mzt5go2go\"}]}}");

        // When
        var instances = get(ecs(TestCloudConfig.at(cloud.endpoint()).asDryRun()).describe(List.of(I1)));

        // Then
        assertThat(instances).hasSize(1);
    }

    @Test
    void triesAgainWhenThrottled() {
        // Given
        cloud.thenError(400, "Throttling.User", "Request was denied due to user flow control.");
        cloud.then(200, "{\"RequestId\":\"R-3\"}");

        // When
        var reply = get(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(reply.requestId()).contains("R-3");
        assertThat(cloud.calls()).hasSize(2);
        assertThat(log.told()).hasSize(2);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        // Given
        cloud.thenError(400, "Throttling", "Request was denied due to request throttling.");

        // When
        var failure = failureOf(ecs().describe(List.of(I1)));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.THROTTLED);
        assertThat(cloud.calls()).hasSize(3);
    }

    @Test
    void readsAgainWhenTheConnectionDrops() {
        // Given
        cloud.then(0, "");
        cloud.then(200, "{\"Instances\":{\"Instance\":[]}}");

        // When
        var instances = get(ecs().describe(List.of(I1)));

        // Then
        assertThat(instances).isEmpty();
        assertThat(cloud.calls()).hasSize(2);
    }

    @Test
    void doesNotStartAgainWhenNoAnswerCame() {
        // Given
        cloud.then(0, "");

        // When
        var failure = failureOf(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.NO_ANSWER);
        assertThat(cloud.calls()).hasSize(1);
        assertThat(((Result) log.told().get(1)).code()).isEqualTo("NoAnswer");
    }

    @Test
    void rubbishIsNoAnswer() {
        // Given
        cloud.then(502, "<html>bad gateway</html>");

        // When
        var failure = failureOf(ecs().start(I1, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.NO_ANSWER);
    }

    @Test
    void aCallThatHangsEndsInTime() {
        // Given
        cloud.holdsBack();
        var ecs = ecs(TestCloudConfig.at(cloud.endpoint()).withReadTimeout(Duration.ofMillis(200)));

        // When
        var failure = failureOf(ecs.start(I1, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.NO_ANSWER);
    }

    @Test
    void aRefusedConnectionMeansUnavailable() throws IOException {
        // Given
        String endpoint;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = "http://127.0.0.1:" + socket.getLocalPort();
        }

        // When
        var failure = failureOf(ecs(TestCloudConfig.at(endpoint)).start(I1, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("lifeguard.cloud.ecs-endpoint");
    }

    @Test
    void refusesWhatFindsNoPlaceBeforeThePool() {
        // Given
        cloud.holdsBack();
        var slb = slb(TestCloudConfig.at(cloud.endpoint()).withPool(1, 1));
        var made = slb.loadBalancers(1).subscribeAsCompletionStage();
        await().until(() -> cloud.calls().size() == 1);
        var waiting = slb.loadBalancers(1).subscribeAsCompletionStage();

        // When
        var failure = failureOf(slb.loadBalancers(1));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.OVERLOADED);
        cloud.letsGo();
        assertThat(made).succeedsWithin(LONG);
        assertThat(waiting).succeedsWithin(LONG);
    }

    @Test
    void doesNotMakeACallThatWasCancelledWhileItWaited() {
        // Given
        cloud.holdsBack();
        var slb = slb(TestCloudConfig.at(cloud.endpoint()).withPool(1, 1));
        var made = slb.loadBalancers(1).subscribeAsCompletionStage();
        await().until(() -> cloud.calls().size() == 1);
        var waiting = slb.loadBalancers(1).subscribe().with(ignored -> {});

        // When
        waiting.cancel();
        var next = slb.loadBalancers(1).subscribeAsCompletionStage();
        cloud.letsGo();

        // Then
        assertThat(made).succeedsWithin(LONG);
        assertThat(next).succeedsWithin(LONG);
        assertThat(cloud.calls()).hasSize(2);
    }

    @Test
    void neverUsesMoreThreadsThanItMay() {
        // Given
        var others = Thread.getAllStackTraces().keySet();
        cloud.holdsBack();
        var slb = slb(TestCloudConfig.at(cloud.endpoint()).withPool(3, 100));
        var all = IntStream.range(0, 20)
                .mapToObj(i -> slb.loadBalancers(1).subscribeAsCompletionStage())
                .toList();

        // When
        await().until(() -> cloud.calls().size() == 3);
        var underWay = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cloud-call-"))
                // of other tests in this JVM
                .filter(thread -> !others.contains(thread))
                .count();

        // Then
        assertThat(underWay).isEqualTo(3);
        cloud.letsGo();
        assertThat(all).allSatisfy(start -> assertThat(start).succeedsWithin(LONG));
        assertThat(cloud.calls()).hasSize(20);
    }

    @Test
    void completesOnTheSubscribersContext() throws Exception {
        // Given
        var ecs = ecs();
        var vertx = Vertx.vertx();
        try {
            var context = vertx.getOrCreateContext();
            var started = new CompletableFuture<Context>();
            var failed = new CompletableFuture<Context>();

            // When
            context.runOnContext(ignored -> ecs.start(I1, CallBy.nobody())
                    .subscribe()
                    .with(reply -> started.complete(Vertx.currentContext()), started::completeExceptionally));
            started.get(60, TimeUnit.SECONDS);
            cloud.thenError(404, "InvalidInstanceId.NotFound", "gone");
            context.runOnContext(ignored -> ecs.describe(List.of(I1))
                    .subscribe()
                    .with(
                            reply -> failed.completeExceptionally(new AssertionError()),
                            failure -> failed.complete(Vertx.currentContext())));

            // Then
            assertThat(started.get(60, TimeUnit.SECONDS)).isSameAs(context);
            assertThat(failed.get(60, TimeUnit.SECONDS)).isSameAs(context);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void callsAfterClosingFailAtOnce() {
        // Given
        var ecs = ecs();
        calls.close();

        // When
        var failure = failureOf(ecs.describe(List.of(I1)));

        // Then
        assertThat(failure.code()).isEqualTo("Closed");
        assertThat(cloud.calls()).isEmpty();
    }

    private Ecs ecs() {
        return ecs(TestCloudConfig.at(cloud.endpoint()));
    }

    private Ecs ecs(CloudConfig config) {
        calls = new CloudCalls(config, log, RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);
        return new Ecs(config, KEYS, calls);
    }

    /** For calls that are not gathered. */
    private Slb slb(CloudConfig config) {
        calls = new CloudCalls(config, log, RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);
        return new Slb(config, KEYS, calls);
    }

    static <T> T get(Uni<T> uni) {
        return uni.await().atMost(LONG);
    }

    static CloudException failureOf(Uni<?> uni) {
        try {
            uni.await().atMost(LONG);
        } catch (CloudException e) {
            assertThat(e).message().doesNotContain("not-to-be-seen");
            return e;
        }
        throw new AssertionError("It should have failed");
    }
}
