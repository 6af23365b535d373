package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.cloud.BackendGroup;
import io.ecslifeguard.dispatch.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the inventory saves, and that nothing is missed for it. */
// 200 questions at once have an answer each within the time that a look has only where nothing else asks
@Isolated
class WhereaboutsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STORM = 30;

    private Scene scene;
    private Whereabouts whereabouts;

    @BeforeEach
    void start() {
        scene = new Scene(TestSpotConfig.DEFAULT);
        whereabouts = scene.whereabouts(TestSpotConfig.DEFAULT);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void readsEachGroupOnceHoweverManyAskAtOnce() {
        // Given
        var groups = List.of(scene.group(), scene.group(), scene.group(), scene.group(), scene.group());
        var instances = new ArrayList<String>();
        for (var number = 0; number < 200; number++) {
            instances.add(instanceIn(groups.get(number % 5)));
        }
        scene.takeInventory();
        scene.console.delete("calls");

        // When
        var pictures = together(instances, instance -> whereabouts.of(scene.sought(instance), longAgo()));

        // Then
        for (var number = 0; number < 200; number++) {
            assertThat(found(pictures.get(number), instances.get(number))).containsExactly(groups.get(number % 5));
        }
        assertThat(scene.console.get("calls/counts").getMap())
                .isEqualTo(Map.of("slb:DescribeVServerGroupAttribute", 5));
        for (var group : groups) {
            assertThat(scene.console.calls("slb:DescribeVServerGroupAttribute", group))
                    .hasSize(1);
        }
    }

    @Test
    void searchesOnceForAllWhoMissTogether() {
        // Given
        scene.takeInventory();
        var group = scene.group();
        var instances = new ArrayList<String>();
        for (var number = 0; number < STORM; number++) {
            instances.add(instanceIn(group));
        }
        instances.add(scene.console.create(Map.of("spot", true)));
        scene.console.delete("calls");

        // When
        var pictures = together(instances, instance -> whereabouts.of(scene.sought(instance), longAgo()));

        // Then
        assertThat(found(pictures.get(0), instances.get(0))).containsExactly(group);
        assertThat(found(pictures.get(STORM), instances.get(STORM))).isEmpty();
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).hasSize(1);
        // the search notes what it reads: those who ask the inventory after that share a read that confirms it
        assertThat(scene.console.calls("slb:DescribeVServerGroupAttribute", "")).hasSizeBetween(1, 2);
    }

    @Test
    void searchesWhereNoPassHasBeenCompleted() {
        // Given
        var began = scene.inventory.begin(100).await().atMost(PATIENCE);
        var group = scene.group();
        var instance = instanceIn(group);
        var searched = whereabouts.of(scene.sought(instance), longAgo()).await().atMost(PATIENCE);
        scene.time.pass(Duration.ofMinutes(1));
        scene.console.delete("calls");

        // When
        var again = whereabouts.of(scene.sought(instance), longAgo()).await().atMost(PATIENCE);

        // Then
        assertThat(began).isNotNull();
        assertThat(found(searched, instance)).containsExactly(group);
        assertThat(found(again, instance)).containsExactly(group);
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).hasSize(1);
    }

    @Test
    void neverAsksTheInventoryWhereItIsNotTrusted() {
        // Given
        var group = scene.group();
        var instance = instanceIn(group);
        scene.takeInventory();
        scene.console.delete("calls");

        // When
        var picture = scene.whereabouts(TestSpotConfig.DEFAULT.withInventoryAge(Duration.ZERO))
                .of(scene.sought(instance), longAgo())
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(found(picture, instance)).containsExactly(group);
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).hasSize(1);
    }

    @Test
    void searchesForAnInstanceThatHasLeftTheGroupsThatTheInventoryNames() {
        // Given
        var before = scene.group();
        var instance = instanceIn(before);
        scene.takeInventory();
        var now = scene.group();
        scene.leave(before, instance);
        scene.join(now, instance, 80);

        // When
        var picture = whereabouts.of(scene.sought(instance), longAgo()).await().atMost(PATIENCE);

        // Then
        assertThat(found(picture, instance)).containsExactly(now);
    }

    @Test
    void tellsTheInventoryOfEveryGroupThatItReads() {
        // Given
        scene.takeInventory();
        var group = scene.group();
        var instance = instanceIn(group);
        var searched = whereabouts.of(scene.sought(instance), longAgo()).await().atMost(PATIENCE);
        scene.time.pass(Duration.ofMinutes(1));
        scene.console.delete("calls");

        // When
        var known = whereabouts.of(scene.sought(instance), longAgo()).await().atMost(PATIENCE);
        scene.leave(group, instance);
        var changed = whereabouts
                .changed(List.of(BackendGroup.of(group, Optional.empty(), Optional.empty())), scene.time.instant())
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(found(searched, instance)).containsExactly(group);
        assertThat(found(known, instance)).containsExactly(group);
        assertThat(found(changed, instance)).isEmpty();
        assertThat(scene.inventory
                        .of(List.of(instance), List.of())
                        .await()
                        .atMost(PATIENCE)
                        .places())
                .isEmpty();
        assertThat(scene.console.get("calls/counts").getMap())
                .isEqualTo(Map.of("slb:DescribeVServerGroupAttribute", 2));
    }

    @Test
    void looksOnlyInConfiguredGroups() {
        // Given
        var named = scene.group();
        var other = scene.group();
        var instance = instanceIn(named);
        scene.join(other, instance, 80);
        scene.takeInventory();
        scene.console.delete("calls");

        // When
        var picture = scene.whereabouts(TestSpotConfig.DEFAULT.withServerGroups(named))
                .of(scene.sought(instance), longAgo())
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(found(picture, instance)).containsExactly(named);
        assertThat(scene.console.calls("slb:DescribeVServerGroupAttribute", other))
                .isEmpty();
    }

    @Test
    void tellsOfTheOtherGroupsWhereOneHangs() {
        // Given
        var hanging = scene.group();
        var open = scene.group();
        var instance = instanceIn(hanging);
        scene.join(open, instance, 80);
        scene.takeInventory();
        scene.hang("slb:DescribeVServerGroupAttribute", "VServerGroupId", hanging);

        // When
        var picture = scene.whereabouts(TestSpotConfig.IMPATIENT)
                .of(scene.sought(instance), longAgo())
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(found(picture, instance)).containsExactly(open);
        assertThat(picture.unread()).singleElement().asString().startsWith(hanging);
    }

    @Test
    void leavesAGroupThatTheInventoryDoesNotKnowYet() {
        // Given
        var known = scene.group();
        var unknown = scene.group();
        var instance = scene.running();
        scene.join(known, instance, 80);
        scene.takeInventory();
        scene.join(unknown, instance, 80);

        // When
        var end = scene.attempts(instance, 12);

        // Then
        assertThat(end).isInstanceOf(Outcome.Done.class);
        assertThat(end.note()).contains(known, unknown);
        assertThat(scene.in(known)).isEmpty();
        assertThat(scene.in(unknown)).isEmpty();
    }

    @Test
    void findsInAStormWhatTheInventoryDoesNotKnowByOneReadingForAll() {
        // Given
        var group = scene.group();
        var unknown = scene.group();
        var instances = new ArrayList<String>();
        for (var number = 0; number < STORM; number++) {
            instances.add(instanceIn(group));
        }
        scene.takeInventory();
        scene.join(unknown, instances.get(0), 80);
        var noticed = scene.time.instant();
        var found = together(instances, instance -> whereabouts.of(scene.sought(instance), noticed));
        scene.time.pass(Duration.ofMinutes(1));
        instances.forEach(instance -> scene.leave(group, instance));
        scene.console.delete("calls");

        // When
        var first = confirmed(instances, group, noticed);
        scene.time.pass(Duration.ofSeconds(6));
        var second = confirmed(instances, group, noticed);

        // Then
        assertThat(found).allMatch(picture -> picture.groups().size() == 1);
        assertThat(first).allMatch(Picture::isComplete);
        assertThat(found(first.get(0), instances.get(0))).containsExactly(unknown);
        assertThat(found(first.get(1), instances.get(1))).isEmpty();
        assertThat(found(second.get(0), instances.get(0))).containsExactly(unknown);
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).hasSize(1);
        // with everything, and again for the second time
        assertThat(scene.console.calls("slb:DescribeVServerGroupAttribute", group))
                .hasSize(2);
    }

    @Test
    void readsEverythingAgainForAnEvacuationThatBeganLater() {
        // Given
        var group = scene.group();
        var instances = new ArrayList<String>();
        for (var number = 0; number < STORM; number++) {
            instances.add(scene.console.create(Map.of("spot", true)));
        }
        var first = confirmed(instances, group, scene.time.instant().minusMillis(1));
        scene.time.pass(Duration.ofSeconds(2));
        var tooSoon = confirmed(List.of(instances.get(0)), group, longAgo());
        scene.time.pass(Duration.ofMinutes(1));

        // When
        var later =
                confirmed(List.of(instances.get(0)), group, scene.time.instant().minusMillis(1));

        // Then
        assertThat(first).allMatch(Picture::isComplete);
        assertThat(tooSoon.get(0).unread()).singleElement().asString().contains("too young to be made again");
        assertThat(later.get(0).isComplete()).isTrue();
        assertThat(scene.console.calls("slb:DescribeLoadBalancers", "")).hasSize(2);
    }

    private List<Picture> confirmed(List<String> instances, String group, Instant noticed) {
        var removed = scene.time.instant().minusMillis(1);
        var was = new Membership(
                BackendGroup.of(group, Optional.empty(), Optional.empty()).group(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(removed),
                Optional.empty());
        return together(
                instances, instance -> whereabouts.confirm(List.of(was), scene.sought(instance), noticed, removed));
    }

    private String instanceIn(String group) {
        var instance = scene.console.create(Map.of("spot", true));
        scene.join(group, instance, 80);
        return instance;
    }

    private List<String> found(Picture picture, String instance) {
        return picture.with(scene.sought(instance)).stream()
                .map(BackendGroup::name)
                .toList();
    }

    private Instant longAgo() {
        return scene.time.instant().minusSeconds(1);
    }

    private static List<Picture> together(List<String> instances, Function<String, Uni<Picture>> ask) {
        return Uni.join()
                .all(instances.stream().map(ask).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
    }
}
