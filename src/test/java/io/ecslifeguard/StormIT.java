package io.ecslifeguard;

import static io.ecslifeguard.StormScene.INSTANCES;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole pool of spot instances is reclaimed at once. Time runs faster here than on the wall, as far as two cores of
 * half the usual speed can follow; with {@code -Dstorm.factor=1} it does not, and {@code -Dstorm.replicas=1,2} makes a
 * run with each.
 */
// the number of calls is counted, and grows where the processors cannot follow
@Isolated
@Order(1)
class StormIT {

    private static final double FACTOR = Double.parseDouble(System.getProperty("storm.factor", "2"));
    /** 50 set the weights of 1,000 instances, 20 at a time, and 50 swap them. */
    private static final int MOST_CHANGES = 130;

    @ParameterizedTest
    @MethodSource("replicas")
    void replacesAWholePoolBeforeItIsReclaimed(int replicas) {
        try (var scene = new StormScene(FACTOR)) {
            // Given
            scene.plant();
            scene.start(replicas);
            scene.toughen();
            var before = backends(scene);

            // When
            var began = scene.interrupt();
            scene.awaitEnd();

            // Then
            var calls = new StormCalls(scene.console, FACTOR);
            System.out.println(told(replicas, calls, began));
            var replacements = replacements(scene);
            assertThat(replacements).hasSize(INSTANCES);
            assertThat(calls.succeeded("ecs:RunInstances")).isEqualTo(INSTANCES);
            assertThat(backends(scene)).isEqualTo(inPlace(before, replacements));
            assertThat(calls.silenced).hasSize(INSTANCES);
            replacements.forEach((instance, replacement) -> {
                assertInTime(began, calls.removed, instance);
                assertInTime(began, calls.attached, replacement);
            });
            assertThat(calls.changes()).isLessThanOrEqualTo(MOST_CHANGES);
            assertThat(calls.refused()).isEmpty();
            assertThat(scene.query("select note from reaction where name = 'evacuate' and status <> 'done'"))
                    .isEmpty();
            assertThat(scene.services)
                    .allSatisfy(service -> assertThat(service.output())
                            .doesNotContain("has been blocked")
                            .doesNotContain("OutOfMemory")
                            .doesNotContain("ERROR"));
        }
    }

    static IntStream replicas() {
        return Arrays.stream(System.getProperty("storm.replicas", "2").split(","))
                .mapToInt(Integer::parseInt);
    }

    /** Once, and before the notice of the first was over. */
    private static void assertInTime(Instant began, Map<String, Instant> times, String server) {
        assertThat(times).containsKey(server);
        assertThat(times.get(server)).as(server).isBefore(began.plus(StormScene.NOTICE));
    }

    /** Group and instance of each member, with its port and weight. */
    private static Map<String, String> backends(StormScene scene) {
        var backends = new TreeMap<String, String>();
        for (var group : scene.console.list("groups")) {
            for (var backend : group.getJsonArray("backends")) {
                var member = (JsonObject) backend;
                backends.merge(
                        group.getString("id") + " " + member.getString("server"),
                        member.getInteger("port") + "=" + member.getInteger("weight"),
                        (one, other) -> one + ", " + other);
            }
        }
        return backends;
    }

    private static Map<String, String> inPlace(Map<String, String> before, Map<String, String> replacements) {
        var after = new TreeMap<String, String>();
        before.forEach((member, how) -> {
            var groupAndInstance = member.split(" ");
            after.put(groupAndInstance[0] + " " + replacements.get(groupAndInstance[1]), how);
        });
        return after;
    }

    /** By what they replace; fails where two replace the same. */
    private static Map<String, String> replacements(StormScene scene) {
        return scene.console.list("instances").stream()
                .filter(one -> one.getJsonObject("tags").containsKey("ecs-lifeguard/replaces"))
                .collect(toMap(
                        one -> one.getJsonObject("tags").getString("ecs-lifeguard/replaces"),
                        one -> one.getString("id")));
    }

    static String told(int replicas, StormCalls calls, Instant began) {
        var weights = calls.made("slb:SetVServerGroupAttribute");
        var swaps = calls.made("slb:ModifyVServerGroupBackendServers");
        return String.format(
                Locale.ROOT,
                "Storm, time factor %s, replicas %d: %d changing SLB calls (%d weights, %d swaps, %d others);"
                        + " last weight 0 after %.1f s, last removal after %.1f s, last attachment after %.1f s;"
                        + " ECS calls %s; refused calls %s",
                FACTOR,
                replicas,
                calls.changes(),
                weights,
                swaps,
                calls.changes() - weights - swaps,
                StormCalls.last(calls.silenced, began),
                StormCalls.last(calls.removed, began),
                StormCalls.last(calls.attached, began),
                calls.ofEcs(),
                calls.refused());
    }
}
