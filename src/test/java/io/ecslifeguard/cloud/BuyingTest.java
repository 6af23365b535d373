package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static io.ecslifeguard.cloud.EcsTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buying instances from the local cloud, and putting them where others were. */
class BuyingTest {

    static final String USER_DATA =
            Base64.getEncoder().encodeToString("#!/bin/sh\npassword=not-to-be-seen\n".getBytes(StandardCharsets.UTF_8));
    static final Map<String, Object> ORDERED = Map.ofEntries(
            Map.entry("ImageId", "img-web"),
            Map.entry("SecurityGroupIds.1", "sg-1"),
            Map.entry("SecurityGroupIds.2", "sg-2"),
            Map.entry("SystemDisk.Category", "cloud_essd"),
            Map.entry("SystemDisk.Size", "60"),
            Map.entry("SystemDisk.PerformanceLevel", "PL0"),
            Map.entry("DataDisk.1.Category", "cloud_efficiency"),
            Map.entry("DataDisk.1.Size", "100"),
            Map.entry("DataDisk.1.DeleteWithInstance", "false"),
            Map.entry("DataDisk.2.Category", "cloud_essd"),
            Map.entry("DataDisk.2.Size", "200"),
            Map.entry("DataDisk.2.Encrypted", "true"),
            Map.entry("KeyPairName", "kp"),
            Map.entry("RamRoleName", "role"),
            Map.entry("UserData", USER_DATA),
            Map.entry("ResourceGroupId", "rg-1"),
            Map.entry("InternetMaxBandwidthOut", "5"),
            Map.entry("InternetChargeType", "PayByTraffic"),
            Map.entry("HttpTokens", "required"));

    LocalCloud cloud;
    Console console;
    RecordedCalls log = new RecordedCalls();
    List<String> reserved = new ArrayList<>();
    Duration nextSlot = Duration.ZERO;
    Uni<Duration> nextRead = Uni.createFrom().item(Duration.ZERO);
    CloudCalls calls;
    TestCloudConfig config;
    Client keys =
            new Client(new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret("test"));
    Ecs ecs;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(1)));
        var url = "http://127.0.0.1:" + cloud.port();
        console = new Console(url);
        config = TestCloudConfig.at(url).paced();
        use(config);
    }

    @AfterEach
    void stop() {
        calls.close();
        cloud.close();
    }

    @Test
    void aCopyIsMadeLikeTheOriginal() {
        // Given
        var original = original();
        var copy = get(ecs.copyOf(original));
        var order = order("t-1", copy, true, Optional.of(new BigDecimal("0.125")));

        // When
        var reply = get(ecs.run(order, CallBy.reaction(9)));

        // Then
        assertThat(copy.missing()).isEmpty();
        var made = describe(reply.instances().get(0));
        assertThat(made.type()).isEqualTo("ecs.g7.large");
        assertThat(made.vSwitch()).contains("vsw-cn-hangzhou-i");
        assertThat(made.spotStrategy()).isEqualTo("SpotWithPriceLimit");
        assertThat(made.chargeType()).isEqualTo("PostPaid");
        assertThat(made.tags())
                .isEqualTo(Map.of("team", "web", "ecs-lifeguard/replaces", "i-old", "ecs-lifeguard/event", "7"));
        assertThat(made.publicAddresses()).hasSize(1);
        assertThat(made.primaryInterface()).isPresent();
        var copyOfTheCopy = get(ecs.copyOf(made));
        assertThat(copyOfTheCopy).isEqualTo(copy);
        assertThat(copy.userData()).contains(USER_DATA);
        assertThat(copy.ramRole()).contains("role");
        assertThat(copy.keyPair()).contains("kp");
        assertThat(copy.resourceGroup()).contains("rg-1");
        assertThat(copy.httpTokens()).contains("required");
        assertThat(copy.bandwidthOut()).contains(5);
        assertThat(copy.securityGroups()).containsExactly("sg-1", "sg-2");
        assertThat(copy.systemDisk())
                .contains(new InstanceCopy.Disk(
                        "cloud_essd", 60, Optional.of("PL0"), Optional.of(true), false, Optional.empty()));
        assertThat(copy.dataDisks())
                .containsExactly(
                        new InstanceCopy.Disk(
                                "cloud_efficiency", 100, Optional.empty(), Optional.of(false), false, Optional.empty()),
                        new InstanceCopy.Disk(
                                "cloud_essd", 200, Optional.of("PL1"), Optional.of(true), true, Optional.empty()));
    }

    @Test
    void theRecordTellsWhatWasMadeAndNoUserData() {
        // Given
        var order = order("t-1", get(ecs.copyOf(original())), false, Optional.empty());

        // When
        var reply = get(ecs.run(order, CallBy.reaction(9)));

        // Then
        var intent = (Intent) log.told().get(0);
        assertThat(intent.reactions()).containsExactly(9L);
        assertThat(intent.api()).isEqualTo("ECS RunInstances");
        assertThat(intent.request())
                .contains("\"ClientToken\":\"t-1\"", "\"UserData\":{\"length\":", "\"sha256\":\"")
                .doesNotContain(USER_DATA, "not-to-be-seen");
        assertThat(((Result) log.told().get(1)).made()).isEqualTo(reply.instances());
    }

    @Test
    void anOrderThatWasKeptGivesTheSameInstanceAndNoSecondOne() throws Exception {
        // Given
        var json = new ObjectMapper().registerModule(new Jdk8Module());
        var order = order("t-1", get(ecs.copyOf(original())), true, Optional.of(new BigDecimal("0.50")));
        var kept = json.writeValueAsString(order);
        var first = get(ecs.run(order, CallBy.nobody()));

        // When
        var read = json.readValue(kept, RunOrder.class);
        var again = get(ecs.run(read, CallBy.nobody()));

        // Then
        assertThat(read).isEqualTo(order);
        assertThat(json.writeValueAsString(read)).isEqualTo(kept);
        assertThat(again.instances()).isEqualTo(first.instances()).hasSize(1);
    }

    @Test
    void whereTheAnswerWasLostTheSameInstanceComesAgain() {
        // Given
        var order = fromTemplate("t-1");
        console.act("faults", Map.of("operation", "ecs:RunInstances", "times", 1, "drop", "after"));

        // When
        var reply = get(ecs.run(order, CallBy.nobody()));

        // Then
        assertThat(console.calls("ecs:RunInstances", "t-1")).hasSize(2);
        assertThat(get(ecs.tagged(Map.of("ecs-lifeguard/replaces", "i-old"))))
                .extracting(Instance::id)
                .isEqualTo(reply.instances())
                .hasSize(1);
    }

    @Test
    void takesFromATemplateWhatTheOrderDoesNotSay() {
        // When
        var reply = get(ecs.run(fromTemplate("t-1"), CallBy.nobody()));

        // Then
        assertThat(describe(reply.instances().get(0))).satisfies(made -> {
            assertThat(made.image()).isEqualTo("img-template");
            assertThat(made.type()).isEqualTo("ecs.g7.large");
            assertThat(made.spotStrategy()).isEqualTo("SpotAsPriceGo");
        });
    }

    @Test
    void whatIsSoldOutIsSold() {
        // Given
        var order = fromTemplate("t-1");
        console.act("stock", Map.of("type", "ecs.g7.large"));

        // When
        var failure = failureOf(ecs.run(order, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.NO_STOCK);
        assertThat(console.calls("ecs:RunInstances", "")).hasSize(1);
    }

    @Test
    void noFailureOfAnyPartOfACopyIsDropped() throws Exception {
        // Given
        var original = original();
        var dropped = new CopyOnWriteArrayList<Throwable>();
        var slot = new CompletableFuture<Duration>();
        nextRead = Uni.createFrom().completionStage(slot);
        Infrastructure.setDroppedExceptionHandler(dropped::add);
        var vertx = Vertx.vertx();
        var failed = new CompletableFuture<Throwable>();

        // When
        vertx.getOrCreateContext().runOnContext(ignored -> {
            ecs.copyOf(original).subscribe().with(copy -> {}, failed::complete);
            slot.complete(Duration.ofHours(1));
        });
        var failure = failed.get(60, TimeUnit.SECONDS);
        // what is dropped is so before
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Infrastructure.resetDroppedExceptionHandler();

        // Then
        assertThat(failure).hasMessageContaining(" was not called: its next slot comes in ");
        assertThat(dropped).extracting(Throwable::getMessage).noneMatch(told -> told.contains("its next slot"));
    }

    @Test
    void aLimitBelowTheMarketsPriceIsToldAsSuch() {
        // Given
        var copy = get(ecs.copyOf(original()));

        // When
        var failure =
                failureOf(ecs.run(order("t-1", copy, true, Optional.of(new BigDecimal("0.001"))), CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.PRICE_LIMIT);
    }

    @Test
    void theTicketIsTheFirstAttemptsSlot() {
        // Given
        var order = fromTemplate("t-1");
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:RunInstances",
                        "times",
                        1,
                        "error",
                        Map.of("status", 400, "code", "Throttling.User")));

        // When
        var wait = get(ecs.reserveRun());
        var tickets = List.copyOf(reserved);
        var reply = get(ecs.run(order, CallBy.nobody()));

        // Then
        assertThat(wait).isZero();
        assertThat(reply.instances()).hasSize(1);
        assertThat(tickets).containsExactly("ECS RunInstances");
        assertThat(reserved).containsExactly("ECS RunInstances", "ECS RunInstances");
    }

    @Test
    void waitsForNoOthersSlotsWhenItIsToBeRepeated() {
        // Given
        var order = fromTemplate("t-1");
        nextSlot = Duration.ofHours(1);
        console.act(
                "faults",
                Map.of("operation", "ecs:RunInstances", "error", Map.of("status", 400, "code", "Throttling.User")));

        // When
        var failure = failureOf(ecs.run(order, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.THROTTLED);
        assertThat(console.calls("ecs:RunInstances", "")).hasSize(1);
    }

    @Test
    void theWaitForATicketIsTold() {
        // Given
        nextSlot = Duration.ofMinutes(3);

        // When
        var wait = get(ecs.reserveRun());

        // Then
        assertThat(wait).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aDryRunBuysNothingAndTakesNoTicket() {
        // Given
        var order = fromTemplate("t-1");
        use(config.asDryRun());

        // When
        var wait = get(ecs.reserveRun());
        var reply = get(ecs.run(order, CallBy.nobody()));

        // Then
        assertThat(wait).isZero();
        assertThat(reply).isEqualTo(new RunReply(List.of(), Optional.empty(), true));
        assertThat(reserved).isEmpty();
        assertThat(console.calls("ecs:RunInstances", "")).isEmpty();
    }

    @Test
    void whatMayNotBeReadIsLeftOutAndNamed() {
        // Given
        var original = original();
        console.act(
                "faults",
                Map.of("operation", "ecs:DescribeUserData", "error", Map.of("status", 403, "code", "Forbidden.RAM")));
        console.act(
                "faults",
                Map.of("operation", "ecs:DescribeDisks", "error", Map.of("status", 403, "code", "Forbidden.RAM")));

        // When
        var copy = get(ecs.copyOf(original));

        // Then
        assertThat(copy.userData()).isEmpty();
        assertThat(copy.systemDisk()).isEmpty();
        assertThat(copy.ramRole()).contains("role");
        assertThat(copy.missing()).hasSize(2);
        assertThat(copy.missing().get(0)).contains("disks").contains("ecs:DescribeDisks");
        assertThat(copy.missing().get(1)).contains("user data").contains("ecs:DescribeUserData");
        assertThat(get(ecs.run(order("t-1", copy, false, Optional.empty()), CallBy.nobody()))
                        .instances())
                .hasSize(1);
    }

    @Test
    void aCopyIsNotMadeUpWhereTheCloudFails() {
        // Given
        var original = original();
        console.act(
                "faults",
                Map.of("operation", "ecs:DescribeDisks", "error", Map.of("status", 503, "code", "ServiceUnavailable")));

        // When
        var failure = failureOf(ecs.copyOf(original));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.UNAVAILABLE);
    }

    @Test
    void takesOverNoMoreTagsThanThereIsRoomFor() {
        // Given
        var tags = new HashMap<String, String>();
        IntStream.range(10, 30).forEach(i -> tags.put("tag-" + i, "v"));
        var id = console.create(Map.of("tags", tags));

        // When
        var copy = get(ecs.copyOf(describe(new InstanceId(id))));

        // Then
        assertThat(copy.tags()).hasSize(17).containsKey("tag-10");
        assertThat(copy.missing())
                .hasSize(3)
                .allSatisfy(sentence -> assertThat(sentence).contains("tag-"));
        assertThat(get(ecs.run(order("t-1", copy, false, Optional.empty()), CallBy.nobody()))
                        .instances())
                .hasSize(1);
    }

    @Test
    void findsAllWithATag() {
        // Given
        for (var i = 0; i < 101; i++) {
            var unused = console.create(Map.of("tags", Map.of("batch", "1", "number", "" + i)));
        }

        // When
        var all = get(ecs.tagged(Map.of("batch", "1")));
        var one = get(ecs.tagged(Map.of("batch", "1", "number", "7")));
        var none = get(ecs.tagged(Map.of("batch", "2")));

        // Then
        assertThat(all).extracting(Instance::id).hasSize(101).doesNotHaveDuplicates();
        assertThat(one).hasSize(1);
        assertThat(none).isEmpty();
    }

    @Test
    void refusesOrdersThatMakeNoSense() {
        // Given
        var template = Optional.of(new LaunchTemplate("lt-1", Optional.empty()));
        var none = Optional.<InstanceCopy>empty();
        var price = Optional.of(new BigDecimal("0.1234"));
        var noPrice = Optional.<BigDecimal>empty();

        // When
        var orders = List.<ThrowingCallable>of(
                () -> new RunOrder("t".repeat(65), template, none, "t", "v", true, noPrice, Map.of()),
                () -> new RunOrder("", template, none, "t", "v", true, noPrice, Map.of()),
                () -> new RunOrder("ä", template, none, "t", "v", true, noPrice, Map.of()),
                () -> new RunOrder("t", Optional.empty(), none, "t", "v", true, noPrice, Map.of()),
                () -> new RunOrder("t", template, none, "t", "v", true, price, Map.of()),
                () -> new RunOrder("t", template, none, "t", "v", false, Optional.of(BigDecimal.ONE), Map.of()),
                () -> new RunOrder("t", template, none, "t", "v", true, Optional.of(BigDecimal.ZERO), Map.of()),
                () -> new LaunchTemplate("lt-1", Optional.of("$Default")),
                () -> ecs.tagged(Map.of()));

        // Then
        assertThat(orders).allSatisfy(order -> assertThatThrownBy(order).isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void aReplacementTakesThePlaceOfTheOld() {
        // Given
        console.act("loadbalancers", Map.of("name", "web"));
        var slb = new Slb(config, keys, calls);
        var balancer = get(slb.loadBalancers(1)).loadBalancers().get(0).id();
        console.act("groups", Map.of("loadBalancer", balancer.value(), "name", "web"));
        var group = get(slb.vServerGroups(balancer)).get(0).id();
        var old = SlbTest.backend(original().id().value(), 80);
        var wanted = SlbTest.backend(original().id().value(), 80);
        var by = CallBy.nobody();

        // When
        var replies = new ArrayList<CloudReply>();
        replies.add(get(slb.add(group, List.of(old), by)));
        replies.add(get(slb.swap(group, List.of(old), List.of(wanted), by)));
        replies.add(get(slb.add(balancer, List.of(withoutPort(wanted)), by)));

        // Then
        assertThat(replies).allSatisfy(reply -> assertThat(reply.requestId()).isPresent());
        assertThat(get(slb.vServerGroup(group)).backends()).containsExactly(wanted);
        assertThat(get(slb.defaultGroup(balancer)))
                .extracting(Backend::serverId)
                .containsExactly(wanted.serverId());
    }

    @Test
    void whatDoesNotRunCannotTakeAPlace() {
        // Given
        console.act("loadbalancers", Map.of("name", "web"));
        var slb = new Slb(config, keys, calls);
        var balancer = get(slb.loadBalancers(1)).loadBalancers().get(0).id();
        console.act("groups", Map.of("loadBalancer", balancer.value(), "name", "web"));
        var group = get(slb.vServerGroups(balancer)).get(0).id();

        // When
        var failure = failureOf(slb.add(group, List.of(SlbTest.backend("i-nobodys", 80)), CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.NOT_RUNNING);
    }

    private static Backend withoutPort(Backend backend) {
        return new Backend(backend.serverId(), Optional.empty(), 100, "ecs", Optional.empty(), Optional.empty());
    }

    private void use(TestCloudConfig wanted) {
        if (calls != null) {
            calls.close();
        }
        calls = new CloudCalls(wanted, log, RecordedCalls.NO_TALLY, (api, spacing, patience) -> {
            if (!api.equals("ECS RunInstances")) {
                return nextRead;
            }
            return Uni.createFrom().item(() -> {
                reserved.add(api);
                return nextSlot;
            });
        });
        ecs = new Ecs(wanted, keys, calls);
    }

    private Instance original() {
        var id = console.create(Map.of(
                "name",
                "web-1",
                "type",
                "ecs.g7.large",
                "tags",
                Map.of(
                        "team",
                        "web",
                        "acs:autoscaling:scalingGroupId",
                        "asg",
                        "aliyun:x",
                        "y",
                        "ecs-lifeguard/replaces",
                        "i-older"),
                "parameters",
                ORDERED));
        await().until(() -> console.state(id).equals("Running"));
        return describe(new InstanceId(id));
    }

    private Instance describe(InstanceId id) {
        return get(ecs.describe(List.of(id))).get(0);
    }

    private RunOrder fromTemplate(String token) {
        console.act(
                "templates",
                Map.of(
                        "name",
                        "web",
                        "parameters",
                        Map.of("ImageId", "img-template", "SecurityGroupId", "sg-1", "InstanceType", "ecs.r7.large")));
        return new RunOrder(
                token,
                Optional.of(new LaunchTemplate("lt-local1", Optional.of("1"))),
                Optional.empty(),
                "ecs.g7.large",
                "vsw-cn-hangzhou-h",
                true,
                Optional.empty(),
                Map.of("ecs-lifeguard/replaces", "i-old"));
    }

    private static RunOrder order(String token, InstanceCopy copy, boolean spot, Optional<BigDecimal> limit) {
        return new RunOrder(
                token,
                Optional.empty(),
                Optional.of(copy),
                "ecs.g7.large",
                "vsw-cn-hangzhou-i",
                spot,
                limit,
                Map.of("ecs-lifeguard/replaces", "i-old", "ecs-lifeguard/event", "7"));
    }
}
