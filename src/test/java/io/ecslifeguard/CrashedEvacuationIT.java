package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.CrashScene.Evacuee;
import io.ecslifeguard.dev.EmbeddedPostgres;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Evacuations by the packaged service, which is killed between any two of their steps: before and after the effect of
 * each call, and before and after each commit of the journal.
 */
@Order(2)
class CrashedEvacuationIT {

    private static final List<String> TIMES = List.of("before", "after");
    /** Where a replacement's tags tell what it replaces: the third, by their names. */
    private static final String REPLACES = "Tag.3.Value";

    private static final Map<String, Object> LONG = Map.of("seconds", 3_000);

    private static EmbeddedPostgres server;
    private static int number;

    private String database;
    private CrashScene scene;

    @BeforeAll
    static void startDatabase() {
        server = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopDatabase() {
        server.close();
    }

    @BeforeEach
    void open() {
        database = "crashed_" + ++number;
        scene = new CrashScene(server, database);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void survivesAKillAtEachOfItsStepsInTurn() {
        // Given: of each two, one is killed before the effects of its calls and one after them
        var swapped = both();
        var late = both();
        var all = Stream.of(swapped, late).flatMap(two -> two.values().stream()).toList();
        all.forEach(one -> scene.announce(one, Instant.now()));
        scene.console.put("settings", Map.of("pendingSeconds", 2_500));

        // When: its description
        TIMES.forEach(when -> {
            scene.hold("ecs:DescribeInstances", when, Map.of());
            killWhenHeld();
        });

        // When: a read of its group
        hold(swapped, "slb:DescribeVServerGroupAttribute", "VServerGroupId", Evacuee::group);
        killWhenHeld();

        // When: weight 0, and the order beside it
        for (var two : List.of(swapped, late)) {
            hold(two, "slb:SetVServerGroupAttribute", "VServerGroupId", Evacuee::group);
            hold(two, "slb:SetBackendServers", "LoadBalancerId", Evacuee::loadBalancer);
            hold(two, "ecs:RunInstances", REPLACES, Evacuee::instance);
        }
        killWhenHeld();

        // When: the look for what an order of some time ago may have bought
        scene.execute("update purchase set asked_at = now() - interval '2 minutes' where reaction_id in"
                + " (select id from reaction where instance_id in (" + listed(swapped) + "))");
        hold(swapped, "ecs:DescribeInstances", REPLACES, Evacuee::instance);
        killWhenHeld("select count(*) = 2 from purchase where status = 'bought'");

        // When: the removal of those whose replacement is late
        scene.execute("update reaction set deadline = now() + interval '%d seconds' where instance_id in (%s)"
                .formatted(CrashScene.MARGIN.toSeconds() - 10, listed(late)));
        hold(late, "slb:RemoveVServerGroupBackendServers", "VServerGroupId", Evacuee::group);
        hold(late, "slb:RemoveBackendServers", "LoadBalancerId", Evacuee::loadBalancer);
        killWhenHeld("select count(*) = 4 from reaction where memory -> 'replacement' ->> 'stage' = 'COMING'");

        // When: the look at the replacements
        TIMES.forEach(when -> {
            scene.hold("ecs:DescribeInstances", when, Map.of());
            killWhenHeld();
        });

        // When: what puts the replacements in; a swap of a default group begins with the removal
        scene.console.act("time", LONG);
        hold(swapped, "slb:ModifyVServerGroupBackendServers", "VServerGroupId", Evacuee::group);
        hold(swapped, "slb:RemoveBackendServers", "LoadBalancerId", Evacuee::loadBalancer);
        hold(late, "slb:AddVServerGroupBackendServers", "VServerGroupId", Evacuee::group);
        hold(late, "slb:AddBackendServers", "LoadBalancerId", Evacuee::loadBalancer);
        killWhenHeld();

        // When: the other half of that swap
        hold(swapped, "slb:AddBackendServers", "LoadBalancerId", Evacuee::loadBalancer);
        killWhenHeld("select (select count(*) from reaction where status = 'done') = 2"
                + " and (select count(*) from edit where status = 'open') = 2");

        // When: the look at what came of it
        hold(swapped, "slb:DescribeLoadBalancerAttribute", "LoadBalancerId", Evacuee::loadBalancer);
        killWhenHeld();

        // When: the read that confirms it all
        hold(swapped, "slb:DescribeVServerGroupAttribute", "VServerGroupId", Evacuee::group);
        killWhenHeld("select count(*) = 0 from edit where status = 'open'");
        var unused = scene.start();

        // Then
        assertThat(all).allSatisfy(this::assertEvacuatedOnce);
        assertThat(note(swapped.get("before"))).contains("at weight 0", "at replacement in service");
        assertThat(calls(
                        "slb:ModifyVServerGroupBackendServers",
                        swapped.get("after").group()))
                .isOne();
        assertThat(calls("slb:AddBackendServers", swapped.get("after").loadBalancer()))
                .isOne();
        assertThat(calls("slb:AddVServerGroupBackendServers", late.get("after").group()))
                .isOne();
        assertThat(calls(
                        "slb:ModifyVServerGroupBackendServers",
                        late.get("after").group()))
                .isZero();
    }

    @Test
    void survivesAKillBetweenAnyTwoOfItsSteps() throws SQLException {
        // Given
        var service = scene.start();
        await().atMost(CrashScene.PATIENCE)
                .until(() -> scene.number(
                                "select count(*) from pg_tables where schemaname = 'public' and tablename = 'delivery'")
                        == 1);
        var inTime = new ArrayList<Evacuee>();
        var late = new ArrayList<Evacuee>();
        try (var halts = new JournalHalts(scene, server.jdbcUrl(database))) {
            for (var when : TIMES) {
                inTime.add(held("slb:SetVServerGroupAttribute", when, "VServerGroupId", Evacuee::group));
                inTime.add(held("slb:SetBackendServers", when, "LoadBalancerId", Evacuee::loadBalancer));
                inTime.add(held("ecs:DescribeDisks", when, "InstanceId", Evacuee::instance));
                inTime.add(held("ecs:RunInstances", when, REPLACES, Evacuee::instance));
                inTime.add(held("slb:ModifyVServerGroupBackendServers", when, "VServerGroupId", Evacuee::group));
                inTime.add(held("slb:RemoveBackendServers", when, "LoadBalancerId", Evacuee::loadBalancer));
                inTime.add(held("slb:AddBackendServers", when, "LoadBalancerId", Evacuee::loadBalancer));
                late.add(held("slb:RemoveVServerGroupBackendServers", when, "VServerGroupId", Evacuee::group));
                late.add(held("slb:AddVServerGroupBackendServers", when, "VServerGroupId", Evacuee::group));
                for (var place : JournalHalts.PLACES.keySet()) {
                    var halted = scene.evacuee();
                    halts.add(place, halted.instance(), when.equals("after"));
                    inTime.add(halted);
                }
            }

            // When
            inTime.forEach(one -> scene.announce(one, Instant.now()));
            late.forEach(one -> scene.announce(
                    one, Instant.now().minus(CrashScene.NOTICE).plus(CrashScene.MARGIN.minusSeconds(10))));
            scene.awaitHeld();
            halts.awaitAll();
            scene.kill(service);
            halts.decide();
        }
        scene.letTimePass();
        var unused = scene.start();

        // Then
        assertThat(inTime).allSatisfy(this::assertEvacuatedOnce);
        assertThat(late).allSatisfy(this::assertEvacuatedOnce);
    }

    private void assertEvacuatedOnce(Evacuee evacuee) {
        await().atMost(CrashScene.PATIENCE)
                .untilAsserted(() -> assertThat(scene.query(
                                "select status from reaction where instance_id = '" + evacuee.instance() + "'"))
                        .containsExactly("done"));
        var replacements = scene.replacements(evacuee);
        assertThat(replacements).as("bought in the place of " + evacuee).hasSize(1);
        var replacement = replacements.get(0);
        assertThat(scene.inGroup(evacuee)).containsExactlyInAnyOrder(replacement + ":80=100", replacement + ":8080=50");
        assertThat(scene.inDefaultGroup(evacuee)).containsExactly(replacement + "=70");
        assertThat(tokens(evacuee)).hasSize(1);
        assertThat(note(evacuee)).startsWith("Out of ").contains("Replaced by " + replacement);
        assertThat(effects(evacuee))
                .isNotEmpty()
                .allSatisfy((api, made) -> assertThat(recorded(evacuee, api))
                        .as("calls of %s on record, of which %d were made", api, made)
                        .isGreaterThanOrEqualTo(made));
    }

    /** The calls with an effect on its groups that the cloud got, by their names as the journal has them. */
    private Map<String, Long> effects(Evacuee evacuee) {
        return scene.console.get("calls?limit=20000").getJsonArray("calls").stream()
                .map(JsonObject.class::cast)
                .filter(call -> !call.getString("operation").startsWith("Describe"))
                .filter(call -> {
                    var parameters = call.getJsonObject("parameters");
                    return evacuee.group().equals(parameters.getString("VServerGroupId"))
                            || evacuee.loadBalancer().equals(parameters.getString("LoadBalancerId"))
                            || evacuee.instance().equals(parameters.getString(REPLACES));
                })
                .collect(Collectors.groupingBy(
                        call -> call.getString("product").toUpperCase(Locale.ROOT) + " " + call.getString("operation"),
                        Collectors.counting()));
    }

    private long recorded(Evacuee evacuee, String api) {
        return scene.number(("select count(*) from call join reaction r on r.id = any (reactions)"
                        + " where r.instance_id = '%s' and api = '%s'")
                .formatted(evacuee.instance(), api));
    }

    private List<String> tokens(Evacuee evacuee) {
        return scene.console.calls("ecs:RunInstances", evacuee.instance()).stream()
                .map(call -> call.getJsonObject("parameters").getString("ClientToken"))
                .distinct()
                .toList();
    }

    private int calls(String operation, String target) {
        return scene.console.calls(operation, target).size();
    }

    private String note(Evacuee evacuee) {
        return scene.query("select note from reaction where instance_id = '" + evacuee.instance() + "'")
                .get(0);
    }

    private Map<String, Evacuee> both() {
        var both = new LinkedHashMap<String, Evacuee>();
        TIMES.forEach(when -> both.put(when, scene.evacuee()));
        return both;
    }

    private static String listed(Map<String, Evacuee> two) {
        return two.values().stream().map(one -> "'" + one.instance() + "'").collect(Collectors.joining(", "));
    }

    private void hold(Map<String, Evacuee> two, String operation, String parameter, Function<Evacuee, String> value) {
        two.forEach((when, one) -> scene.hold(operation, when, Map.of(parameter, value.apply(one))));
    }

    private Evacuee held(String operation, String when, String parameter, Function<Evacuee, String> value) {
        var evacuee = scene.evacuee();
        scene.hold(operation, when, Map.of(parameter, value.apply(evacuee)));
        return evacuee;
    }

    private void killWhenHeld() {
        killWhenHeld("select true");
    }

    private void killWhenHeld(String ready) {
        scene.killWhenHeld(() -> "t".equals(scene.query(ready).get(0)));
        scene.letTimePass();
    }
}
