package io.ecslifeguard;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replicas of the packaged service that are killed again and again, at moments that a seed decides, while much happens.
 * {@code -Dkills.number}, {@code -Dkills.replicas}, {@code -Dkills.events} and {@code -Dkills.seed} say how it goes.
 */
@Order(6)
class KilledServicesIT {

    private static final int KILLS = Integer.getInteger("kills.number", 5);
    private static final int EVENTS = Integer.getInteger("kills.events", 600);
    private static final long SEED = Long.getLong("kills.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What the last of the dead had in hand is free when its lease ends. */
    private static final Duration SETTLING = Duration.ofMinutes(4);

    @ParameterizedTest
    @MethodSource("replicas")
    void losesAndDoublesNothing(int number) {
        try (var site = new Site()) {
            // Given
            var turmoil = new Turmoil(site.cloud, new Random(SEED));
            turmoil.plant(6 + 2 * KILLS, 2 * KILLS, 1 + KILLS / 2);
            turmoil.trouble();
            var replicas = new ArrayList<ServiceProcess>();
            IntStream.range(0, number).forEach(one -> replicas.add(site.start()));
            replicas.forEach(
                    replica -> assertThat(replica.awaitLine("Listening on")).isNotEmpty());

            // When
            for (var kill = 0; kill < KILLS; kill++) {
                turmoil.go(EVENTS / KILLS + 1, 4, 2);
                // every other one while messages are in hand, which takes few of the calls that follow from them
                awaitCalls(site, turmoil.some(kill % 2 == 0 ? 20 : 300));
                var victim = turmoil.some(number) - 1;
                replicas.get(victim).kill();
                replicas.set(victim, site.started());
            }

            // Then
            awaitRest(site);
            System.out.println(told(site, turmoil, number));
            assertEachEventIsThereOnce(site, turmoil);
            assertEachStopIsEndedByOneStart(site, turmoil);
            assertEachIsReplacedOnce(site, turmoil);
            assertThat(replicas)
                    .allSatisfy(replica -> assertThat(replica.output()).doesNotContain("ERROR"));
            if (number > 1) {
                assertThat(site.journal().query("select distinct replica from attempt"))
                        .hasSizeGreaterThan(number);
            }
        }
    }

    static IntStream replicas() {
        return Arrays.stream(System.getProperty("kills.replicas", "2").split(","))
                .mapToInt(Integer::parseInt);
    }

    /** Lets the services come to so many further calls, so that the moment of a kill depends on what they do. */
    private static void awaitCalls(Site site, int further) {
        var before = calls(site);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(3)).until(() -> calls(site) >= before + further);
    }

    private static long calls(Site site) {
        return site.console.get("calls/counts").stream()
                .mapToLong(count -> ((Number) count.getValue()).longValue())
                .sum();
    }

    private static void awaitRest(Site site) {
        await().atMost(SETTLING).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(site.console.messagesLeft()).isZero();
            assertThat(site.journal()
                            .query("select instance_id || ' ' || name || ' ' || coalesce(note, '') from reaction"
                                    + " where status = 'open'"))
                    .isEmpty();
        });
    }

    private static void assertEachEventIsThereOnce(Site site, Turmoil turmoil) {
        var recorded = site.journal()
                .query("select event_id from event where instance_id like 'i-other%' or instance_id is null");
        assertThat(recorded).doesNotHaveDuplicates();
        assertThat(new HashSet<>(recorded)).containsAll(turmoil.events());
        assertThat(site.journal().query("select convert_from(body, 'UTF8') from quarantine"))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, turmoil.unreadable())
                        .mapToObj(one -> "unreadable " + one)
                        .toList());
        var interruptions = site.journal()
                .query("select instance_id from event where name = 'Instance:PreemptibleInstanceInterruption'");
        assertThat(interruptions).containsExactlyInAnyOrderElementsOf(turmoil.interrupted());
    }

    private static void assertEachStopIsEndedByOneStart(Site site, Turmoil turmoil) {
        assertThat(turmoil.running()).containsAll(turmoil.stops().keySet());
        var stopped = told(site, "Stopped");
        // each accepted start is told as Starting, and so was the first one of its life
        var starting = told(site, "Starting");
        assertThat(turmoil.stops()).allSatisfy((instance, stops) -> {
            assertThat(stopped.getOrDefault(instance, 0L))
                    .as("stops of %s in the journal", instance)
                    .isEqualTo((long) stops);
            assertThat(starting.get(instance) - 1)
                    .as("accepted starts of %s", instance)
                    .isEqualTo((long) stops);
        });
        assertThat(refusedStarts(site)).isEmpty();
    }

    /** A start of what runs already would be one too many, which the cloud refuses here. */
    private static List<String> refusedStarts(Site site) {
        return site.console.get("calls?limit=100000&operation=ecs:StartInstance").getJsonArray("calls").stream()
                .map(JsonObject.class::cast)
                .filter(call -> call.getInteger("status") >= 400)
                .map(JsonObject::encode)
                .toList();
    }

    private static Map<String, Long> told(Site site, String state) {
        return site
                .journal()
                .query("select instance_id from event where name = 'Instance:StateChange' and detail = '" + state + "'")
                .stream()
                .collect(groupingBy(identity(), counting()));
    }

    private static void assertEachIsReplacedOnce(Site site, Turmoil turmoil) {
        var replacements = turmoil.replacements();
        assertThat(replacements.keySet()).isEqualTo(turmoil.interrupted());
        assertThat(turmoil.running()).containsAll(replacements.values());
        assertThat(turmoil.entries()).containsExactlyInAnyOrderElementsOf(turmoil.wanted(replacements));
        var tokens = site.console.calls("ecs:RunInstances", "").stream()
                .map(call -> call.getJsonObject("parameters"))
                .filter(parameters -> parameters.getString("ClientToken") != null)
                .collect(toMap(
                        parameters -> parameters.getString("Tag.3.Value"),
                        parameters -> Set.of(parameters.getString("ClientToken")),
                        (one, other) -> {
                            var both = new HashSet<>(one);
                            both.addAll(other);
                            return both;
                        }));
        assertThat(tokens)
                .allSatisfy((interrupted, its) ->
                        assertThat(its).as("tokens for %s", interrupted).hasSize(1));
        assertThat(site.journal().query("select note from reaction where name = 'evacuate' and status <> 'done'"))
                .isEmpty();
    }

    private static String told(Site site, Turmoil turmoil, int replicas) {
        var journal = site.journal();
        return "Killed services, seed %d, replicas %d: %d kills; %d events sent and %d unreadable messages; %d stops, %d interruptions; in the journal %d events, %d in quarantine, %d attempts by %d processes, %d of them taken over; calls %s"
                .formatted(
                        SEED,
                        replicas,
                        KILLS,
                        turmoil.events().size(),
                        turmoil.unreadable(),
                        turmoil.stops().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum(),
                        turmoil.interrupted().size(),
                        journal.number("select count(*) from event"),
                        journal.number("select count(*) from quarantine"),
                        journal.number("select count(*) from attempt"),
                        journal.number("select count(distinct replica) from attempt"),
                        // claims whose outcome nobody has recorded
                        journal.number(
                                "select coalesce(sum(attempts), 0) - (select count(*) from attempt) from reaction"),
                        site.console.get("calls/counts").encode());
    }
}
