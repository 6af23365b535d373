package io.ecslifeguard.spot;

import static io.ecslifeguard.spot.LaneScene.PATIENCE;
import static io.ecslifeguard.spot.LaneScene.add;
import static io.ecslifeguard.spot.LaneScene.dueNow;
import static io.ecslifeguard.spot.LaneScene.remove;
import static io.ecslifeguard.spot.LaneScene.swap;
import static io.ecslifeguard.spot.LaneScene.weigh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.journal.Edit;
import io.ecslifeguard.journal.EditState;
import io.ecslifeguard.journal.EditState.Status;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private LaneScene scene;

    @BeforeEach
    void start() {
        scene = new LaneScene();
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void fortyEditsOfAGroupAreTwoCalls() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var reactions = IntStream.range(0, 40).mapToObj(i -> scene.reaction()).toList();
        scene.queue(reactions.stream()
                .map(reaction -> remove(reaction, loadBalancer, group, "i-" + reaction))
                .toList());

        // When
        var unused = scene.start("ours");
        reactions.forEach(reaction -> scene.awaitAll(reaction, Status.DONE));

        // Then
        assertThat(scene.calls("RemoveVServerGroupBackendServers", group)).hasSize(2);
    }

    @Test
    void aReplacementWaitsForOthersThatAreToComeIntoItsGroup() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var other = scene.group(loadBalancer);
        var first = scene.reaction();
        var second = scene.reaction();
        var removed = scene.reaction();
        var replacements = List.of(scene.running(), scene.running());
        var unused = scene.start("ours");
        scene.queue(weigh(first, loadBalancer, group, "i-1"), weigh(second, loadBalancer, group, "i-2"));
        scene.awaitAll(first, Status.DONE);
        scene.awaitAll(second, Status.DONE);

        // When
        scene.queue(dueNow(swap(first, loadBalancer, Optional.of(group), "i-1", replacements.get(0))));
        // waits as long as any edit does
        scene.queue(dueNow(remove(removed, loadBalancer, other, "i-3")));
        scene.awaitAll(removed, Status.DONE);
        scene.queue(dueNow(swap(second, loadBalancer, Optional.of(group), "i-2", replacements.get(1))));
        scene.awaitAll(first, Status.DONE);
        scene.awaitAll(second, Status.DONE);

        // Then
        assertThat(scene.calls("ModifyVServerGroupBackendServers", group)).hasSize(1);
        assertThat(scene.in(group))
                .containsExactlyInAnyOrder(replacements.get(0) + "=100", replacements.get(1) + "=100");
    }

    @Test
    void whatOnlyGathersTakesNoPlaceFromOthers() {
        // Given
        var unused = scene.start("ours");
        var gathering = IntStream.range(0, LaneScene.PLACES)
                .mapToObj(i -> beginGathering())
                .toList();
        await().atMost(PATIENCE)
                .until(() -> scene.journal
                        .value("select count(*) from lane where lease_owner = 'ours'")
                        .equals(Integer.toString(LaneScene.PLACES)));
        var loadBalancer = scene.loadBalancer();
        var reaction = scene.reaction();

        // When
        scene.queue(weigh(reaction, loadBalancer, scene.group(loadBalancer), "i-1"));
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(gathering)
                .allSatisfy(group -> assertThat(scene.calls("ModifyVServerGroupBackendServers", group))
                        .isEmpty());
    }

    /** A group of a load balancer of its own, into which one replacement is to go and another is known to come. */
    private String beginGathering() {
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var first = scene.reaction();
        var second = scene.reaction();
        scene.queue(weigh(first, loadBalancer, group, "i-1"), weigh(second, loadBalancer, group, "i-2"));
        scene.awaitAll(first, Status.DONE);
        scene.awaitAll(second, Status.DONE);
        scene.queue(dueNow(swap(first, loadBalancer, Optional.of(group), "i-1", "i-3")));
        return group;
    }

    @Test
    void whatIsAskedForWhileASlotIsAwaitedGoesIntoThatCall() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var first = scene.reaction();
        var second = scene.reaction();
        var asked = new CompletableFuture<String>();
        var slot = new CompletableFuture<Duration>();
        var unused = scene.start(
                "ours",
                api -> Uni.createFrom().completionStage(() -> {
                    asked.complete(api);
                    return slot.copy();
                }));

        // When
        scene.queue(weigh(first, loadBalancer, group, "i-1"));
        await().atMost(PATIENCE).until(asked::isDone);
        scene.queue(weigh(second, loadBalancer, group, "i-2"));
        slot.complete(Duration.ofMillis(20));
        scene.awaitAll(first, Status.DONE);
        scene.awaitAll(second, Status.DONE);

        // Then
        assertThat(asked).isCompletedWithValue("SLB SetVServerGroupAttribute");
        assertThat(scene.calls("SetVServerGroupAttribute", group))
                .singleElement()
                .satisfies(call -> assertThat(call.getJsonObject("parameters").getString("BackendServers"))
                        .contains("i-1", "i-2"));
    }

    @Test
    void groupsOfOneLoadBalancerAreEditedOneAfterTheOther() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var groups = IntStream.range(0, 4)
                .mapToObj(number -> scene.group(loadBalancer))
                .toList();
        var reaction = scene.reaction();
        scene.fault("slb:*V*", Map.of("latencyMillis", 100));

        // When
        scene.queue(groups.stream()
                .flatMap(
                        group -> List.of(
                                weigh(reaction, loadBalancer, group, "i-1"),
                                remove(reaction, loadBalancer, group, "i-2"))
                                .stream())
                .toList());
        var unused = List.of(scene.start("ours"), scene.start("theirs"));
        scene.awaitAll(reaction, Status.DONE);

        // Then
        var calls = changes(groups);
        assertThat(calls).hasSize(8);
        assertOneAtATime(calls);
    }

    @Test
    void twoReplicasShareTheLoadBalancersAndNeverMeetOnOne() {
        // Given
        var reaction = scene.reaction();
        var edits = new ArrayList<Edit>();
        var groups = new ArrayList<List<String>>();
        for (var number = 0; number < 8; number++) {
            var loadBalancer = scene.loadBalancer();
            groups.add(List.of(scene.group(loadBalancer), scene.group(loadBalancer)));
            groups.get(number).forEach(group -> {
                edits.add(weigh(reaction, loadBalancer, group, "i-1"));
                edits.add(remove(reaction, loadBalancer, group, "i-1"));
            });
        }
        scene.fault("slb:*V*", Map.of("latencyMillis", 200));
        scene.queue(edits);

        // When
        var unused = List.of(scene.start("ours"), scene.start("theirs"));
        var owners = new HashSet<String>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            owners.add(scene.journal.value("select coalesce(string_agg(distinct lease_owner, ' '), '') from lane"));
            assertThat(scene.of(reaction))
                    .allSatisfy(state -> assertThat(state.status()).isEqualTo(Status.DONE));
        });

        // Then
        assertThat(owners).contains("ours theirs");
        groups.forEach(ofOne -> {
            assertThat(changes(ofOne)).hasSize(4);
            assertOneAtATime(changes(ofOne));
        });
    }

    @Test
    void aBadMemberFailsAlone() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var good = scene.reaction();
        var bad = scene.reaction();
        scene.fault(
                "slb:AddVServerGroupBackendServers",
                Map.of(
                        "match",
                        Map.of("BackendServers", "i-bad"),
                        "error",
                        Map.of("status", 400, "code", "InvalidBackendServers.Inconsistent", "message", "No.")));
        var edits = new ArrayList<Edit>();
        for (var number = 0; number < 5; number++) {
            edits.add(add(good, loadBalancer, group, scene.running()));
        }
        edits.add(2, add(bad, loadBalancer, group, "i-bad"));

        // When
        scene.queue(edits);
        var unused = scene.start("ours");
        scene.awaitAll(good, Status.DONE);
        scene.awaitAll(bad, Status.FAILED);

        // Then
        assertThat(scene.in(group)).hasSize(5);
        assertThat(scene.of(good)).extracting(EditState::problem).containsOnly(Optional.empty());
        assertThat(scene.of(bad).get(0).problem().orElseThrow()).contains("InvalidBackendServers.Inconsistent");
        assertThat(scene.journal.value("select woken from reaction where id = " + bad))
                .isEqualTo("true");
    }

    @Test
    void aBadMemberWaitsAloneWhereTheServiceSeemsToFailOfIt() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var good = scene.reaction();
        var bad = scene.reaction();
        scene.fault(
                "slb:RemoveVServerGroupBackendServers",
                Map.of(
                        "match",
                        Map.of("BackendServers", "i-bad"),
                        "error",
                        Map.of(
                                "status",
                                503,
                                "code",
                                "ServiceUnavailable",
                                "message",
                                "The cloud instance id is invaild.")));
        var edits = new ArrayList<Edit>();
        for (var number = 0; number < 5; number++) {
            var instance = scene.running();
            scene.join(group, instance);
            edits.add(remove(good, loadBalancer, group, instance));
        }
        edits.add(2, remove(bad, loadBalancer, group, "i-bad"));

        // When
        scene.queue(edits);
        var unused = scene.start("ours");
        scene.awaitAll(good, Status.DONE);

        // Then
        assertThat(scene.in(group)).isEmpty();
        assertThat(scene.of(bad).get(0).status()).isEqualTo(Status.OPEN);
    }

    @Test
    void waitsLongerEachTimeWhereTheGroupCannotBeSeen() {
        // Given: calls that may have had their effect
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var reaction = scene.reaction();
        scene.queue(add(reaction, loadBalancer, group, "i-one"), add(reaction, loadBalancer, group, "i-two"));
        scene.journal.execute("update edit set sent_at = now(), touched = true, tries = 2");
        scene.journal.execute(
                "insert into lane values ('%s', 'dead', now() - interval '1 hour', 7)".formatted(loadBalancer));
        scene.fault("slb:DescribeVServerGroupAttribute", Map.of("error", Map.of("status", 503)));

        // When
        var unused = scene.start("ours");
        await().atMost(PATIENCE).until(() -> scene.of(reaction).get(0).tries() == 3);

        // Then
        assertThat(scene.journal.value("select count(*) from edit where cohort is null and due_at > now()"))
                .isEqualTo("2");
    }

    @Test
    void oneThatDoesNotRunYetWaitsAloneUntilItDoes() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var reaction = scene.reaction();
        var waiting = scene.reaction();
        var starting = scene.running();
        scene.console.act("instances/" + starting + "/stop");
        await().atMost(PATIENCE).until(() -> scene.console.state(starting).equals("Stopped"));

        // When
        scene.queue(add(reaction, loadBalancer, group, scene.running()), add(waiting, loadBalancer, group, starting));
        var unused = scene.start("ours");
        scene.awaitAll(reaction, Status.DONE);
        await().atMost(PATIENCE).until(() -> scene.of(waiting).get(0).problem().isPresent());
        var open = scene.of(waiting).get(0);
        scene.console.act("instances/" + starting + "/start");
        scene.awaitAll(waiting, Status.DONE);

        // Then
        assertThat(open.status()).isEqualTo(Status.OPEN);
        assertThat(open.problem().orElseThrow()).contains("ObtainIpFail");
        assertThat(scene.in(group)).hasSize(2);
    }

    @Test
    void busyAnswersAreTriedAgainWhileOtherGroupsGoOn() {
        // Given: one try is three attempts of the gateway
        var loadBalancer = scene.loadBalancer();
        var busy = scene.group(loadBalancer);
        var other = scene.group(loadBalancer);
        var reaction = scene.reaction();
        var another = scene.reaction();
        scene.fault(
                "slb:RemoveVServerGroupBackendServers",
                Map.of(
                        "match",
                        Map.of("VServerGroupId", busy),
                        "times",
                        6,
                        "error",
                        Map.of("status", 400, "code", "ServiceIsConfiguring", "message", "Later.")));

        // When
        scene.queue(remove(reaction, loadBalancer, busy, "i-1"), remove(another, loadBalancer, other, "i-1"));
        var unused = scene.start("ours");
        scene.awaitAll(another, Status.DONE);
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(scene.of(reaction).get(0).tries()).isEqualTo(2);
        assertThat(scene.of(another).get(0).tries()).isZero();
        assertThat(scene.calls("RemoveVServerGroupBackendServers", busy)).hasSize(7);
    }

    @Test
    void waitsGrowFromTryToTry() {
        assertThat(IntStream.range(0, 7).mapToObj(Verdicts::pauseAfter))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void whatWasSentBeforeACrashIsNotDoneTwice() {
        // Given: the effect of one was had, that of the other was not
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var old = scene.running();
        var replacement = scene.running();
        var late = scene.running();
        var reaction = scene.reaction();
        scene.join(group, replacement);
        scene.queue(
                swap(reaction, loadBalancer, Optional.of(group), old, replacement),
                add(reaction, loadBalancer, group, late));
        scene.journal.execute("update edit set sent_at = now(), touched = true");
        scene.journal.execute(
                "insert into lane values ('%s', 'dead', now() - interval '1 hour', 7)".formatted(loadBalancer));

        // When
        var unused = scene.start("ours");
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(scene.calls("ModifyVServerGroupBackendServers", group)).isEmpty();
        assertThat(scene.calls("AddVServerGroupBackendServers", group)).hasSize(1);
        assertThat(scene.in(group)).containsExactlyInAnyOrder(replacement + "=100", late + "=100");
    }

    @Test
    void aSwapWhoseAnswerWasLostIsNotSwappedAgain() {
        // Given: all attempts of the gateway have their effect, and no answer comes
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var old = scene.running();
        var replacement = scene.running();
        var reaction = scene.reaction();
        scene.join(group, old);
        scene.fault("slb:ModifyVServerGroupBackendServers", Map.of("drop", "after"));

        // When
        scene.queue(swap(reaction, loadBalancer, Optional.of(group), old, replacement));
        var unused = scene.start("ours");
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(scene.calls("ModifyVServerGroupBackendServers", group)).hasSize(3);
        assertThat(scene.of(reaction).get(0).tries()).isOne();
        assertThat(scene.in(group)).containsExactly(replacement + "=100");
    }

    @Test
    void aGroupThatIsGoneNeedsNoRemovalAndTakesNoAddition() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var out = scene.reaction();
        var in = scene.reaction();

        // When
        scene.queue(
                weigh(out, loadBalancer, "rsp-gone", "i-1"),
                remove(out, loadBalancer, "rsp-gone", "i-1"),
                add(in, loadBalancer, "rsp-gone", "i-2"),
                swap(in, loadBalancer, Optional.of("rsp-gone"), "i-1", "i-2"));
        var unused = scene.start("ours");
        scene.awaitAll(out, Status.DONE);
        scene.awaitAll(in, Status.FAILED);

        // Then
        assertThat(scene.of(out))
                .allSatisfy(state -> assertThat(state.problem().orElseThrow()).startsWith("The group is gone"));
        assertThat(scene.of(in))
                .allSatisfy(state -> assertThat(state.problem().orElseThrow()).contains("does not exist"));
    }

    @Test
    void aServerThatIsGoneNeedsNoRemoval() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var reaction = scene.reaction();
        var old = scene.running();
        var replacement = scene.running();
        var gone = Map.<String, Object>of(
                "match",
                Map.of("VServerGroupId", group),
                "error",
                Map.of("status", 404, "code", "InvalidServerId.NotFound", "message", "It does not exist."));
        scene.join(group, old);
        scene.fault("slb:ModifyVServerGroupBackendServers", gone);
        scene.fault("slb:RemoveVServerGroupBackendServers", gone);

        // When
        scene.queue(
                swap(reaction, loadBalancer, Optional.of(group), old, replacement),
                remove(reaction, loadBalancer, group, "i-gone"));
        var unused = scene.start("ours");
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(scene.in(group)).contains(replacement + "=100");
    }

    @Test
    void whatIsNotAllowedStaysOpenWithItsProblem() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var reaction = scene.reaction();
        scene.fault(
                "slb:SetVServerGroupAttribute",
                Map.of("error", Map.of("status", 403, "code", "Forbidden.RAM", "message", "User not authorized.")));

        // When
        scene.queue(weigh(reaction, loadBalancer, group, "i-1"));
        var unused = scene.start("ours");
        await().atMost(PATIENCE).until(() -> scene.of(reaction).get(0).problem().isPresent());

        // Then
        assertThat(scene.of(reaction).get(0).status()).isEqualTo(Status.OPEN);
        assertThat(scene.of(reaction).get(0).problem().orElseThrow()).contains("slb:SetVServerGroupAttribute");
        assertThat(scene.journal.value("select due_at > now() + interval '15 seconds' from edit"))
                .isEqualTo("true");
    }

    @Test
    void swapsInADefaultGroupWithTwoCalls() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var old = scene.running();
        var replacement = scene.running();
        var reaction = scene.reaction();
        scene.joinDefault(loadBalancer, old);

        // When
        scene.queue(swap(reaction, loadBalancer, Optional.empty(), old, replacement));
        var unused = scene.start("ours");
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(scene.inDefault(loadBalancer)).containsExactly(replacement + "=100");
        assertThat(scene.calls("RemoveBackendServers", loadBalancer)).hasSize(1);
        assertThat(scene.calls("AddBackendServers", loadBalancer)).hasSize(1);
    }

    @Test
    void onlyTellsInADryRun() {
        // Given
        scene.close();
        scene = new LaneScene(true);
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var reaction = scene.reaction();

        // When
        scene.queue(remove(reaction, loadBalancer, group, "i-1"));
        var unused = scene.start("ours");
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(scene.of(reaction).get(0).dryRun()).isTrue();
        assertThat(scene.calls("RemoveVServerGroupBackendServers", group)).isEmpty();
    }

    @Test
    void givesItsLanesBackWhenItStops() {
        // Given
        var loadBalancer = scene.loadBalancer();
        var group = scene.group(loadBalancer);
        var reaction = scene.reaction();
        var lanes = scene.start("ours", api -> Uni.createFrom().item(Duration.ofHours(1)));
        scene.queue(weigh(reaction, loadBalancer, group, "i-1"));
        await().atMost(PATIENCE)
                .until(() -> scene.journal
                        .value("select count(*) from lane where lease_owner = 'ours'")
                        .equals("1"));

        // When
        lanes.stop().await().atMost(PATIENCE);
        var held = scene.journal.value("select count(*) from lane where lease_owner is not null");
        var other = scene.start("theirs");
        scene.awaitAll(reaction, Status.DONE);

        // Then
        assertThat(held).isEqualTo("0");
        assertThat(other.loop().lastBeat()).isPresent();
        assertThat(scene.calls("SetVServerGroupAttribute", group)).hasSize(1);
    }

    /** The calls that changed these groups, oldest first. */
    private List<JsonObject> changes(List<String> groups) {
        return scene.console.get("calls?limit=10000").getJsonArray("calls").stream()
                .map(JsonObject.class::cast)
                .filter(call -> groups.contains(call.getJsonObject("parameters").getString("VServerGroupId")))
                .toList();
    }

    private static void assertOneAtATime(List<JsonObject> calls) {
        var inOrder = calls.stream()
                .sorted((one, other) -> one.getString("time").compareTo(other.getString("time")))
                .toList();
        for (var index = 1; index < inOrder.size(); index++) {
            var before = inOrder.get(index - 1);
            var end = Instant.parse(before.getString("time")).plusNanos(before.getLong("durationMicros") * 1000);
            assertThat(Instant.parse(inOrder.get(index).getString("time")))
                    .as("begin of call %d, after the end of the one before", index)
                    .isAfterOrEqualTo(end);
        }
    }
}
