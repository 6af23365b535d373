package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.cloud.InstanceCopy;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.event.InstanceId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurchasingTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String H = "vsw-cn-hangzhou-h";
    private static final String I = "vsw-cn-hangzhou-i";

    private static Shop shop;
    private static int events;

    @BeforeAll
    static void open() {
        shop = new Shop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void empty() {
        shop.empty();
    }

    @Test
    void buysACopyWithEverythingThatCanBeTakenOver() {
        // Given
        var old = shop.running(Map.of(
                "spot",
                true,
                "name",
                "web-1",
                "tags",
                Map.of("team", "web", "acs:internal", "x"),
                "parameters",
                Map.of(
                        "KeyPairName", "ops",
                        "ResourceGroupId", "rg-1",
                        "SystemDisk.Category", "cloud_efficiency",
                        "SystemDisk.Size", "60",
                        "DataDisk.1.Category", "cloud_ssd",
                        "DataDisk.1.Size", "200",
                        "UserData", Base64.getEncoder().encodeToString("#!/bin/sh".getBytes()))));
        var attempt = attempt(old);

        // When
        var bought = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt, old));

        // Then
        var parameters = shop.runs().get(0).getJsonObject("parameters");
        assertThat(parameters.getString("UserData")).isEqualTo("IyEvYmluL3No");
        assertThat(parameters.encode())
                .contains("cloud_efficiency", "\"60\"", "cloud_ssd", "200")
                .doesNotContain("acs:internal");
        var was = shop.described(old).orElseThrow();
        var is = shop.described(bought).orElseThrow();
        assertThat(is.image()).isEqualTo(was.image());
        assertThat(is.type()).isEqualTo(was.type());
        assertThat(is.vSwitch()).isEqualTo(was.vSwitch());
        assertThat(is.securityGroups()).isEqualTo(was.securityGroups());
        assertThat(is.keyPair()).contains("ops");
        assertThat(is.resourceGroup()).contains("rg-1");
        assertThat(is.isSpot()).isTrue();
        assertThat(is.tags())
                .containsEntry("team", "web")
                .containsEntry("ecs-lifeguard/replaces", old)
                .containsEntry("ecs-lifeguard/event", attempt.event().header().key())
                .containsEntry("ecs-lifeguard/generation", "1");
    }

    @Test
    void copiesItsRoleAndThePerformanceOfItsDisks() {
        // Given
        var old = shop.running(Map.of(
                "spot",
                true,
                "parameters",
                Map.of(
                        "RamRoleName", "web-server",
                        "SystemDisk.Category", "cloud_essd",
                        "SystemDisk.PerformanceLevel", "PL2",
                        "DataDisk.1.Category", "cloud_essd",
                        "DataDisk.1.Size", "500",
                        "DataDisk.1.PerformanceLevel", "PL0")));

        // When
        var bought = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt(old), old));

        // Then
        var copy = shop.gateways
                .ecs
                .copyOf(shop.described(bought).orElseThrow())
                .await()
                .atMost(LONG);
        assertThat(copy.ramRole()).contains("web-server");
        assertThat(copy.systemDisk().flatMap(InstanceCopy.Disk::performanceLevel))
                .contains("PL2");
        assertThat(copy.dataDisks())
                .extracting(InstanceCopy.Disk::performanceLevel)
                .containsExactly(Optional.of("PL0"));
    }

    @Test
    void buysFromAVersionOfATemplate() {
        // Given
        var parameters = Map.of("ImageId", "image-of-1", "SecurityGroupId", "sg-1", "InstanceType", "ecs.c7.large");
        shop.console.act("templates", Map.of("name", "web", "parameters", parameters));
        shop.console.act("templates", Map.of("name", "web", "parameters", Map.of("ImageId", "image-of-2")));
        var old = shop.running(Map.of("spot", true, "tags", Map.of("team", "web")));

        // When
        var bought = bought(
                shop.all(shop.purchasing(TestReplacement.DEFAULT.withTemplate("lt-local1", "1")), attempt(old), old));

        // Then
        var is = shop.described(bought).orElseThrow();
        assertThat(is.image()).isEqualTo("image-of-1");
        assertThat(is.type()).isEqualTo("ecs.g7.large");
        assertThat(is.tags()).containsEntry("team", "web").containsEntry("ecs-lifeguard/replaces", old);
    }

    @Test
    void goesThroughTheCandidatesWithTheInterruptedPoolLastAndOnDemandAfterIt() {
        // Given
        shop.console.act("stock", Map.of("spot", true));
        var old = shop.running(Map.of("spot", true, "zone", "cn-hangzhou-h"));
        var settings = TestReplacement.DEFAULT
                .withTypes("ecs.g7.large", "ecs.g6.large")
                .withVSwitches(H, I);

        // When
        var bought = bought(shop.all(shop.purchasing(settings), attempt(old), old));

        // Then
        assertThat(shop.runs())
                .extracting(PurchasingTest::asked)
                .containsExactly(
                        "ecs.g7.large " + I + " SpotAsPriceGo",
                        "ecs.g6.large " + H + " SpotAsPriceGo",
                        "ecs.g6.large " + I + " SpotAsPriceGo",
                        "ecs.g7.large " + H + " SpotAsPriceGo",
                        "ecs.g7.large " + I + " NoSpot");
        assertThat(tokens()).doesNotHaveDuplicates();
        assertThat(shop.described(bought).orElseThrow().isSpot()).isFalse();
    }

    @Test
    void asksLaterForWhatWasWithoutStockAShortWhileAgo() {
        // Given
        shop.console.act("stock", Map.of("type", "ecs.g6.large", "spot", true));
        var settings = TestReplacement.DEFAULT
                .withTypes("ecs.g6.large", "ecs.g5.large")
                .withVSwitches(I);
        var first = shop.running(Map.of("spot", true));
        var second = shop.running(Map.of("spot", true));
        var unused = bought(shop.all(shop.purchasing(settings), attempt(first), first));

        // When
        var bought = bought(shop.all(shop.purchasing(settings), attempt(second), second));

        // Then
        assertThat(shop.described(bought).orElseThrow().type()).isEqualTo("ecs.g5.large");
        assertThat(shop.runs())
                .extracting(PurchasingTest::asked)
                .containsExactly(
                        "ecs.g6.large " + I + " SpotAsPriceGo",
                        "ecs.g5.large " + I + " SpotAsPriceGo",
                        "ecs.g5.large " + I + " SpotAsPriceGo");
    }

    @Test
    void takesTheNextCandidateWhereThePriceIsAboveTheLimit() {
        // Given
        shop.console.act("stock", Map.of("type", "ecs.g6.large", "spotPrice", 0.9));
        var settings = TestReplacement.DEFAULT
                .withTypes("ecs.g6.large", "ecs.g5.large")
                .withPriceLimit("0.125");
        var old = shop.running(Map.of("spot", true));

        // When
        var bought = bought(shop.all(shop.purchasing(settings), attempt(old), old));

        // Then
        assertThat(shop.described(bought).orElseThrow().type()).isEqualTo("ecs.g5.large");
        assertThat(asked(shop.runs().get(0))).isEqualTo("ecs.g6.large " + H + " SpotWithPriceLimit");
    }

    @Test
    void startsOverWhileThereIsTimeAndThenGivesUp() {
        // Given
        shop.console.act("stock", Map.of());
        var old = shop.running(Map.of("spot", true));
        var settings = TestReplacement.DEFAULT.withOnDemand(false);

        // When
        var end = shop.all(shop.purchasing(settings), attempt(old), old);

        // Then
        assertThat(end)
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused ->
                                assertThat(refused.why()).contains("Given up", "lifeguard.spot.replacement.patience"));
        assertThat(tokens()).hasSizeGreaterThan(3).doesNotHaveDuplicates();
    }

    @Test
    void placesACommittedOrderAfterACrash() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        shop.refuse("Throttling.User", 400, 3);
        var waiting = shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old);
        shop.journal.execute("update purchase set asks = 0, asked_at = null, last_asked_at = null, answered_at = null,"
                + " code = null, message = null, not_before = now()");

        // When
        var bought = bought(shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old, Optional.empty(), 1));

        // Then
        assertThat(waiting).isInstanceOf(Purchase.Waiting.class);
        assertThat(tokens().stream().distinct()).hasSize(1);
        assertThat(replacing(old)).containsExactly(bought);
    }

    @Test
    void buysOnceWhereTheAnswerWasNotRecorded() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        var first = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt, old));
        forgetTheAnswer();

        // When
        var second = bought(shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old));

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(shop.journal.value("select code from purchase")).isEqualTo("OK");
        assertThat(shop.runs()).hasSize(2);
        assertThat(replacing(old)).containsExactly(first);
    }

    @Test
    void adoptsByItsTagsWhatWasBoughtLongAgo() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        var first = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt, old));
        forgetTheAnswer();
        shop.journal.execute("update purchase set token = 'forgotten', asked_at = now() - interval '20 minutes'");

        // When
        var second = bought(shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old));

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(shop.runs()).hasSize(1);
    }

    @Test
    void adoptsNothingThatAnEarlierGenerationBought() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        var purchasing = shop.purchasing(TestReplacement.DEFAULT);
        var first = bought(shop.all(purchasing, attempt, old));
        shop.refuse("InternalError", 500, 3);
        var unanswered = shop.next(purchasing, attempt, old, shop.described(old), 2);
        shop.pass(Duration.ofMinutes(11));

        // When
        var looked = shop.next(purchasing, attempt, old, shop.described(old), 2);
        shop.pass(Duration.ofSeconds(10));
        var second = bought(shop.next(purchasing, attempt, old, shop.described(old), 2));

        // Then
        assertThat(List.of(unanswered, looked)).hasOnlyElementsOfType(Purchase.Waiting.class);
        assertThat(replacing(old)).containsExactlyInAnyOrder(first, second).hasSize(2);
    }

    @Test
    void givesUpOnAnOrderThatGetsNoAnswer() {
        // Given
        var old = shop.running(Map.of("spot", true));
        shop.refuse("InternalError", 500, 100_000);

        // When
        var end = shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt(old), old);

        // Then
        assertThat(end)
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.why()).contains("Given up", "has no answer", "InternalError"));
        assertThat(tokens().stream().distinct()).hasSize(1);
    }

    @Test
    void looksTwiceBeforeAnOldOrderIsPlacedAgain() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        shop.refuse("InternalError", 500, 3);
        var unused = shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old);
        shop.pass(Duration.ofMinutes(11));
        var asked = shop.runs().size();

        // When
        var looked = shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old);
        var askedMeanwhile = shop.runs().size();
        shop.pass(Duration.ofSeconds(10));
        var bought = bought(shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old));

        // Then
        assertThat(looked).isInstanceOf(Purchase.Waiting.class);
        assertThat(askedMeanwhile).isEqualTo(asked);
        assertThat(replacing(old)).containsExactly(bought);
    }

    @Test
    void waitsForTheSlotThatItHas() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        shop.refuse("Throttling.User", 400, 3);
        var unused = shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old);
        shop.journal.execute("update purchase set slot_at = now() + interval '90 seconds', not_before = now()");
        var asked = shop.runs().size();

        // When
        var waiting = shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old);
        var askedMeanwhile = shop.runs().size();
        shop.pass(Duration.ofSeconds(89));
        var end = shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old);

        // Then
        assertThat(waiting)
                .isInstanceOfSatisfying(
                        Purchase.Waiting.class,
                        it -> assertThat(it.after()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90)));
        assertThat(askedMeanwhile).isEqualTo(asked);
        assertThat(replacing(old)).containsExactly(bought(end));
    }

    @ParameterizedTest(name = "{0} s ago")
    @CsvSource({"0, 0", "60, 1"})
    void reservesAnotherSlotWhereItsOwnWasMissed(int ago, int reserved) {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        shop.refuse("Throttling.User", 400, 3);
        var unused = shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old);
        shop.journal.execute(
                "update purchase set not_before = now(), slot_at = now() - interval '%d seconds'".formatted(ago));
        var before = reserved();

        // When
        var bought = bought(shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old));

        // Then
        assertThat(reserved() - before).isEqualTo(reserved);
        assertThat(replacing(old)).containsExactly(bought);
    }

    @Test
    void buysNothingInADryRun() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);

        // When
        var purchase = shop.all(shop.purchasing(TestReplacement.DEFAULT, shop.dry), attempt, old);

        // Then
        assertThat(purchase).isInstanceOf(Purchase.DryRun.class);
        assertThat(shop.runs()).isEmpty();
        assertThat(shop.dry.effects()).contains("ECS RunInstances " + H);
    }

    @Test
    void takesWhatAnotherNoticeOfTheSameHappeningHasBought() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var first = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt(old), old));
        shop.journal.execute("update reaction set status = 'done', finished_at = now()");

        // When
        var second = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt(old), old));

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(shop.runs()).hasSize(1);
    }

    @Test
    void takesWhatANoticeOfTheSameHappeningHasBoughtHoweverLateItComes() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var first = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt(old), old));
        shop.journal.execute("update reaction set status = 'done', finished_at = now()");
        shop.journal.execute("update replacement set began_at = began_at - interval '5 hours'");

        // When
        var second = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt(old), old));

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(shop.runs()).hasSize(1);
    }

    @Test
    void ordersAgainWhereThereWereNoCredentialsForAMoment() {
        // Given
        var parameters = Map.of("ImageId", "image-of-1", "SecurityGroupId", "sg-1", "InstanceType", "ecs.c7.large");
        shop.console.act("templates", Map.of("name", "web", "parameters", parameters));
        var settings = TestReplacement.DEFAULT.withTemplate("lt-local1", "1");
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);

        // When
        var without = shop.next(shop.purchasing(settings, shop.keyless), attempt, old);
        shop.pass(Duration.ofSeconds(10));
        var end = shop.all(shop.purchasing(settings), attempt, old);

        // Then
        assertThat(without)
                .isInstanceOfSatisfying(
                        Purchase.Waiting.class, it -> assertThat(it.note()).contains("check the AccessKey"));
        assertThat(replacing(old)).containsExactly(bought(end));
    }

    @Test
    void readsAgainWhatItIsMadeOfWhenTheKeysAreRenewed() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        var purchasing = shop.purchasing(TestReplacement.DEFAULT);
        fault("ecs:DescribeUserData", Map.of("error", error(403, "InvalidSecurityToken.Expired")));

        // When
        var expired = shop.next(purchasing, attempt, old);
        shop.console.delete("faults");
        var end = shop.all(purchasing, attempt, old);

        // Then
        assertThat(expired).isInstanceOf(Purchase.Waiting.class);
        assertThat(replacing(old)).containsExactly(bought(end));
    }

    @ParameterizedTest
    @CsvSource({"403, Forbidden.RAM", "400, IdempotentParameterMismatch"})
    void adoptsWhatWasBoughtBeforeTheOrderIsRefused(int status, String code) {
        // Given: the order is carried out, and its answer lost
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        var purchasing = shop.purchasing(TestReplacement.DEFAULT);
        fault("ecs:RunInstances", Map.of("drop", "after"));
        var unanswered = shop.next(purchasing, attempt, old);
        shop.console.delete("faults");
        shop.refuse(code, status, 1000);

        // When
        shop.pass(((Purchase.Waiting) unanswered).after());
        var end = shop.next(purchasing, attempt, old);

        // Then
        assertThat(replacing(old)).containsExactly(bought(end));
        assertThat(shop.journal.value("select status from purchase")).isEqualTo("bought");
    }

    @Test
    void isNotRefusedBeforeWhatWasJustBoughtWouldBeShown() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        var purchasing = shop.purchasing(TestReplacement.DEFAULT);
        fault("ecs:RunInstances", Map.of("drop", "before"));
        var unanswered = shop.next(purchasing, attempt, old);
        shop.console.delete("faults");
        shop.refuse("Forbidden.RAM", 403, 1000);

        // When
        shop.pass(((Purchase.Waiting) unanswered).after());
        var young = shop.next(purchasing, attempt, old);
        shop.pass(Duration.ofSeconds(10));
        var end = shop.next(purchasing, attempt, old);

        // Then
        assertThat(young).isInstanceOf(Purchase.Waiting.class);
        assertThat(end)
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.why()).contains("Forbidden.RAM"));
    }

    private static void fault(String operation, Map<String, Object> what) {
        var fault = new HashMap<>(what);
        fault.put("operation", operation);
        shop.console.act("faults", fault);
    }

    private static Map<String, Object> error(int status, String code) {
        return Map.of("status", status, "code", code, "message", "As the test wants it");
    }

    @Test
    void copiesAnEarlierGenerationWhereTheInstanceIsGone() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var attempt = attempt(old);
        var first = bought(shop.all(shop.purchasing(TestReplacement.DEFAULT), attempt, old));
        shop.journal.execute("insert into instance (id, type, vswitch, described_at) values ('" + old
                + "', 'ecs.g7.large', '" + H + "', now()) on conflict (id) do update set type = excluded.type,"
                + " vswitch = excluded.vswitch, described_at = now()");

        // When
        var second = bought(shop.next(shop.purchasing(TestReplacement.DEFAULT), attempt, old, Optional.empty(), 2));

        // Then
        assertThat(second).isNotEqualTo(first);
        assertThat(shop.described(second).orElseThrow().tags()).containsEntry("ecs-lifeguard/generation", "2");
    }

    @Test
    void replacesNothingOfWhichNobodyKnowsWhoOwnsIt() {
        // Given
        var attempt = attempt("i-gone");

        // When
        var purchase = shop.next(
                shop.purchasing(TestReplacement.DEFAULT.withTemplate("lt-local1", null)),
                attempt,
                "i-gone",
                Optional.empty(),
                1);

        // Then
        assertThat(purchase).isInstanceOf(Purchase.Unneeded.class);
    }

    @Test
    void tellsHowAReplacementIs() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var purchasing = shop.purchasing(TestReplacement.DEFAULT);
        var bought = bought(shop.all(purchasing, attempt(old), old));
        await().atMost(LONG).until(() -> shop.console.state(bought).equals("Running"));
        var running = look(purchasing, bought);
        shop.console.act("instances/" + bought + "/release");
        await().atMost(LONG).until(() -> shop.described(bought).isEmpty());

        // When
        var once = look(purchasing, bought);
        shop.journal.execute("update purchase set missing_since = now() - interval '1 minute'");
        var twice = look(purchasing, bought);
        var often = look(purchasing, bought);

        // Then
        assertThat(running).isInstanceOfSatisfying(Standing.Running.class, it -> {
            assertThat(it.addresses()).hasSize(1);
            assertThat(it.primaryInterface()).isPresent();
        });
        assertThat(List.of(once, twice)).hasOnlyElementsOfType(Standing.Coming.class);
        assertThat(often).isInstanceOf(Standing.Dead.class);
    }

    @Test
    void doubtsThatAReplacementIsStoppedOfWhichNobodyKnowsThatItRan() {
        // Given
        var old = shop.running(Map.of("spot", true));
        var purchasing = shop.purchasing(TestReplacement.DEFAULT);
        var bought = bought(shop.all(purchasing, attempt(old), old));
        await().atMost(LONG).until(() -> shop.console.state(bought).equals("Running"));
        shop.console.act("instances/" + bought + "/stop");
        await().atMost(LONG).until(() -> shop.console.state(bought).equals("Stopped"));

        // When
        var once = look(purchasing, bought);
        shop.journal.execute("update purchase set missing = 2, missing_since = now() - interval '1 minute'");
        var often = look(purchasing, bought);

        // Then
        assertThat(once).isInstanceOf(Standing.Coming.class);
        assertThat(often).isInstanceOf(Standing.Dead.class);
    }

    @Test
    void takesAReplacementThatIsReclaimedForDead() {
        // Given
        var locked = shop.running(Map.of("spot", true));
        var announced = shop.running(Map.of("spot", true));
        shop.console.act("instances/" + locked + "/lock", Map.of("reason", "Recycling"));
        var unused = attempt(announced);
        shop.journal.execute("update event set occurred_at = now()");
        var purchasing = shop.purchasing(TestReplacement.DEFAULT);

        // When
        var standings = List.of(look(purchasing, locked), look(purchasing, announced));

        // Then
        assertThat(standings).hasOnlyElementsOfType(Standing.Dead.class);
    }

    private static long reserved() {
        return shop.gateways.reserved().stream()
                .filter("ECS RunInstances"::equals)
                .count();
    }

    private static void forgetTheAnswer() {
        shop.journal.execute("update purchase set status = 'open', instance_id = null, code = null, answered_at = null,"
                + " not_before = now()");
    }

    private static Attempt attempt(String instance) {
        return shop.attempt("event-" + ++events, instance);
    }

    private static Standing look(Purchasing purchasing, String instance) {
        return purchasing.look(new InstanceId(instance)).await().atMost(LONG);
    }

    private static String bought(Purchase purchase) {
        assertThat(purchase).isInstanceOf(Purchase.Bought.class);
        return ((Purchase.Bought) purchase).instance().value();
    }

    private static List<String> replacing(String old) {
        return shop.gateways.ecs.tagged(Map.of(ReplacementTags.REPLACES, old)).await().atMost(LONG).stream()
                .map(one -> one.id().value())
                .toList();
    }

    private static List<String> tokens() {
        return shop.runs().stream()
                .map(call -> call.getJsonObject("parameters").getString("ClientToken"))
                .toList();
    }

    private static String asked(JsonObject call) {
        var parameters = call.getJsonObject("parameters");
        return "%s %s %s"
                .formatted(
                        parameters.getString("InstanceType"),
                        parameters.getString("VSwitchId"),
                        parameters.getString("SpotStrategy"));
    }
}
