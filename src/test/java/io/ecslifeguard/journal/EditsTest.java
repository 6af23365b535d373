package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.NOON;
import static io.ecslifeguard.journal.Samples.interruption;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ecslifeguard.journal.Edit.Kind;
import io.ecslifeguard.journal.EditState.Status;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EditsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static JournalDatabase database;

    private Edits edits;
    private LaneEdits ours;
    private LaneEdits theirs;

    @BeforeAll
    static void startDatabase() {
        database = new JournalDatabase();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate event, reaction, instance, edit, lane restart identity cascade");
        edits = new Edits(database.database());
        ours = lanes("ours");
        theirs = lanes("theirs");
    }

    @Test
    void askedForTwiceItIsOneEdit() {
        // Given
        var reaction = reaction("i-1");
        var heard = new ArrayList<String>();
        edits.whenQueued(heard::addAll);

        // When
        queue(edit(reaction, "remove rsp-1", "lb-1", "rsp-1", Kind.REMOVE));
        queue(
                edit(reaction, "remove rsp-1", "lb-1", "rsp-9", Kind.REMOVE),
                edit(reaction, "remove rsp-2", "lb-1", "rsp-2", Kind.REMOVE));

        // Then
        assertThat(of(reaction)).extracting(EditState::key).containsExactly("remove rsp-1", "remove rsp-2");
        assertThat(database.value("select server_group from edit where key = 'remove rsp-1'"))
                .isEqualTo("rsp-1");
        assertThat(heard).containsExactly("lb-1", "lb-1");
    }

    @Test
    void givesALaneToOneReplicaOnly() {
        // Given
        var reaction = reaction("i-1");
        for (var number = 0; number < 30; number++) {
            queue(edit(reaction, "k-" + number, "lb-" + number, "rsp-" + number, Kind.WEIGH));
        }

        // When
        var claims = Multi.createFrom()
                .range(0, 40)
                .onItem()
                .transformToUni(number -> lanes("replica-" + number).claim(2, LEASE, SETTLING, List.of()))
                .merge(8)
                .onItem()
                .<HeldLane>disjoint()
                .map(HeldLane::name)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(claims).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void claimsTheNearestDeadlineFirst() {
        // Given
        var reaction = reaction("i-1");
        queue(
                edit(reaction, "none", "lb-1", "rsp-1", Kind.WEIGH),
                edit(
                        reaction,
                        "late",
                        "lb-2",
                        "rsp-2",
                        Kind.WEIGH,
                        Optional.of(Instant.now().plusSeconds(200))),
                edit(
                        reaction,
                        "soon",
                        "lb-3",
                        "rsp-3",
                        Kind.WEIGH,
                        Optional.of(Instant.now().plusSeconds(100))));

        // When
        var claims = IntStream.range(0, 3)
                .mapToObj(number -> claim(ours, List.of("lb-0"), 1).get(0).name())
                .toList();

        // Then: a lane that the same replica claims again is one whose answer it did not get
        assertThat(claims).containsOnly("lb-3");
        assertThat(claim(theirs, List.of(), 2)).extracting(HeldLane::name).containsExactlyInAnyOrder("lb-1", "lb-2");
    }

    @Test
    void leavesALaneWithoutDueEditsAlone() {
        // Given
        var reaction = reaction("i-1");
        queue(new Edit(
                reaction,
                "later",
                Optional.of("lb-1"),
                Optional.of("rsp-1"),
                Kind.REMOVE,
                backends(1),
                Edit.NONE,
                Instant.now().plusSeconds(60),
                Optional.empty()));

        // When
        var claims = claim(ours, List.of(), 9);

        // Then
        assertThat(claims).isEmpty();
    }

    @Test
    void passesTheLaneOfADeadReplicaOnAndDiscardsItsWord() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "swap", "lb-1", "rsp-1", Kind.SWAP));
        var dead = claim(ours, List.of(), 9).get(0);
        var sent = send(ours, dead).get(0);
        var meanwhile = claim(theirs, List.of(), 9);
        database.execute("update lane set lease_until = now() - interval '1 second'");

        // When
        var taken = claim(theirs, List.of(), 9).get(0);
        var counted = record(ours, dead, EditResult.done(sent, false));
        var heaps = heaps(theirs, taken);

        // Then
        assertThat(meanwhile).isEmpty();
        assertThat(counted).isZero();
        assertThat(heaps(ours, dead)).isEmpty();
        assertThat(heaps)
                .singleElement()
                .satisfies(heap -> assertThat(heap.isUnclear()).isTrue());
        assertThat(get(theirs.send(taken, heaps.get(0), LEASE))).isEmpty();
        assertThat(get(theirs.unclear(taken, Optional.of("rsp-1"), LEASE))).hasSize(1);
        assertThat(of(reaction)).extracting(EditState::status).containsExactly(Status.OPEN);
    }

    @Test
    void onlyRepeatsWhatIsHarmlessWithoutALook() {
        // Given
        var reaction = reaction("i-1");
        queue(
                edit(reaction, "weigh", "lb-1", "rsp-1", Kind.WEIGH),
                edit(reaction, "remove", "lb-1", "rsp-1", Kind.REMOVE),
                edit(reaction, "add", "lb-1", "rsp-1", Kind.ADD));
        database.execute("update edit set sent_at = now(), touched = true");

        // When
        var heaps = heaps(ours, claim(ours, List.of(), 9).get(0));

        // Then
        assertThat(heaps)
                .hasSize(3)
                .allSatisfy(heap -> assertThat(heap.isUnclear()).isEqualTo(heap.step() == Kind.ADD));
    }

    @Test
    void sendsTwentyBackendsOfOneGroupAndStep() {
        // Given
        for (var number = 0; number < 12; number++) {
            var reaction = reaction("i-" + number);
            queue(
                    edit(reaction, "remove", "lb-1", "rsp-1", Kind.REMOVE),
                    edit(reaction, "weigh", "lb-1", "rsp-1", Kind.WEIGH),
                    edit(reaction, "other", "lb-1", "rsp-2", Kind.REMOVE));
        }
        var lane = claim(ours, List.of(), 9).get(0);
        var heap = heaps(ours, lane).stream()
                .filter(one -> one.step() == Kind.REMOVE
                        && one.serverGroup().orElseThrow().equals("rsp-1"))
                .findFirst()
                .orElseThrow();

        // When
        var sent = get(ours.send(lane, heap, LEASE));

        // Then: two backends each
        assertThat(heap.backends()).isEqualTo(24);
        assertThat(sent).hasSize(10).allSatisfy(edit -> {
            assertThat(edit.step()).isEqualTo(Kind.REMOVE);
            assertThat(edit.serverGroup()).contains("rsp-1");
        });
        assertThat(database.value("select count(*) from edit where sent_at is not null"))
                .isEqualTo("10");
    }

    @Test
    void wakesTheReactionInTheStatementThatRecords() {
        // Given
        var waiting = reaction("i-1");
        var busy = reaction("i-2");
        queue(
                edit(waiting, "remove", "lb-1", "rsp-1", Kind.REMOVE),
                edit(busy, "remove", "lb-1", "rsp-1", Kind.REMOVE));
        database.execute("update reaction set due_at = now() + interval '1 hour', woken = false");
        database.execute(
                "update reaction set lease_owner = 'any', lease_until = now() + interval '1 hour' where id = " + busy);
        var lane = claim(ours, List.of(), 9).get(0);
        var sent = send(ours, lane);

        // When
        var counted = record(
                ours,
                lane,
                sent.stream().map(edit -> EditResult.done(edit, true)).toArray(EditResult[]::new));

        // Then
        assertThat(counted).isEqualTo(2);
        assertThat(database.value("select woken and due_at <= now() from reaction where id = " + waiting))
                .isEqualTo("true");
        assertThat(database.value("select woken and due_at > now() from reaction where id = " + busy))
                .isEqualTo("true");
        assertThat(of(waiting)).singleElement().satisfies(state -> {
            assertThat(state.status()).isEqualTo(Status.DONE);
            assertThat(state.endedAt()).isPresent();
            assertThat(state.dryRun()).isTrue();
        });
    }

    @Test
    void wakesNobodyWhenAWeightIsSet() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "weigh", "lb-1", "rsp-1", Kind.WEIGH));
        database.execute("update reaction set due_at = now() + interval '1 hour', woken = false");
        var lane = claim(ours, List.of(), 9).get(0);

        // When
        var counted = record(ours, lane, EditResult.done(send(ours, lane).get(0), false));

        // Then
        assertThat(counted).isOne();
        assertThat(of(reaction)).extracting(EditState::status).containsExactly(Status.DONE);
        assertThat(database.value("select woken or due_at <= now() from reaction"))
                .isEqualTo("false");
    }

    @Test
    void tellsHowManyReplacementsAreStillToComeIntoAGroup() {
        // Given
        var all = Stream.of("i-1", "i-2", "i-3", "i-4").map(EditsTest::reaction).toList();
        all.forEach(one -> queue(edit(one, "weigh", "lb-1", "rsp-1", Kind.WEIGH)));
        queue(edit(all.get(0), "elsewhere", "lb-1", "rsp-2", Kind.WEIGH));
        var lane = claim(ours, List.of(), 9).get(0);
        database.execute("update edit set status = 'done' where key = 'weigh'");
        database.execute("update reaction set status = 'done' where id = " + all.get(3));

        // When
        queue(edit(all.get(0), "swap", "lb-1", "rsp-1", Kind.SWAP));
        var one = heaps(ours, lane);
        queue(edit(all.get(1), "add", "lb-1", "rsp-1", Kind.ADD), edit(all.get(2), "swap", "lb-1", "rsp-1", Kind.SWAP));
        var others = heaps(ours, lane);

        // Then: two backends each
        assertThat(one)
                .extracting(EditHeap::step, EditHeap::expected)
                .containsExactlyInAnyOrder(tuple(Kind.SWAP, 4), tuple(Kind.WEIGH, 0));
        assertThat(others)
                .extracting(EditHeap::step, EditHeap::expected)
                .containsExactlyInAnyOrder(tuple(Kind.SWAP, 0), tuple(Kind.ADD, 0), tuple(Kind.WEIGH, 0));
    }

    @Test
    void wakesTheReactionOnTheFirstProblemOnly() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "remove", "lb-1", "rsp-1", Kind.REMOVE));
        var lane = claim(ours, List.of(), 9).get(0);
        var first = EditResult.again(send(ours, lane).get(0), Duration.ZERO, "busy\nfor now", true);
        var firstCounted = record(ours, lane, first);
        var wokenByFirst = database.value("select woken from reaction");
        database.execute("update reaction set woken = false");

        // When
        var second = EditResult.again(send(ours, lane).get(0), Duration.ofHours(1), "still busy", true);
        var secondCounted = record(ours, lane, second);

        // Then
        assertThat(firstCounted).isOne();
        assertThat(secondCounted).isOne();
        assertThat(wokenByFirst).isEqualTo("true");
        assertThat(database.value("select woken from reaction")).isEqualTo("false");
        assertThat(of(reaction))
                .containsExactly(
                        new EditState("remove", Status.OPEN, Optional.empty(), Optional.of("still busy"), 2, false));
        assertThat(heaps(ours, lane)).isEmpty();
    }

    @Test
    void takesBackWhatIsNotSentAndAsksForItAnew() {
        // Given
        var reaction = reaction("i-1");
        queue(
                edit(reaction, "sent", "lb-1", "rsp-1", Kind.WEIGH),
                edit(reaction, "waiting", "lb-1", "rsp-1", Kind.REMOVE));
        database.execute("update edit set sent_at = now(), touched = true where key = 'sent'");

        // When
        edits.withdraw(reaction, List.of("sent", "waiting")).await().atMost(PATIENCE);
        var withdrawn = of(reaction);
        queue(edit(reaction, "waiting", "lb-1", "rsp-1", Kind.SWAP));

        // Then
        assertThat(withdrawn).extracting(EditState::status).containsExactly(Status.OPEN, Status.DROPPED);
        assertThat(of(reaction)).extracting(EditState::status).containsExactly(Status.OPEN, Status.OPEN);
        assertThat(database.value("select kind || ' ' || step from edit where key = 'waiting'"))
                .isEqualTo("SWAP SWAP");
    }

    @Test
    void dropsTheEditsOfAReactionThatHasEnded() {
        // Given
        var ended = reaction("i-1");
        var open = reaction("i-2");
        queue(edit(ended, "remove", "lb-1", "rsp-1", Kind.REMOVE), edit(open, "remove", "lb-1", "rsp-1", Kind.REMOVE));
        database.execute("update reaction set status = 'failed' where id = " + ended);

        // When
        var heaps = heaps(ours, claim(ours, List.of(), 9).get(0));

        // Then
        assertThat(heaps).extracting(EditHeap::backends).containsExactly(2);
        assertThat(of(ended)).singleElement().satisfies(state -> {
            assertThat(state.status()).isEqualTo(Status.DROPPED);
            assertThat(state.problem()).contains("The reaction that asked for it has ended");
        });
    }

    @Test
    void givesALaneBackEarly() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "remove", "lb-1", "rsp-1", Kind.REMOVE));
        var lane = claim(ours, List.of(), 9).get(0);

        // When
        ours.giveBack(lane).await().atMost(PATIENCE);

        // Then
        assertThat(claim(theirs, List.of(), 9)).containsExactly(new HeldLane("lb-1", lane.fence() + 1));
    }

    @Test
    void isNotHeldUpByALaneOnWhichAStatementStillStands() {
        // Given
        var reaction = reaction("i-1");
        queue(
                edit(reaction, "stands", "lb-1", "rsp-1", Kind.WEIGH),
                edit(reaction, "goes on", "lb-2", "rsp-2", Kind.WEIGH));
        claim(ours, List.of(), 9).forEach(lane -> ours.giveBack(lane).await().atMost(PATIENCE));
        var standing = database.hold("update lane set fence = fence where name = 'lb-1'");

        // When
        var meanwhile = claim(theirs, List.of(), 1);
        standing.run();
        var afterwards = claim(theirs, List.of("lb-2"), 1);

        // Then
        assertThat(meanwhile).extracting(HeldLane::name).containsExactly("lb-2");
        assertThat(afterwards).extracting(HeldLane::name).containsExactly("lb-1");
    }

    @Test
    void prolongsALeaseUntilItHasPassedToAnother() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "remove", "lb-1", "rsp-1", Kind.REMOVE));
        var lane = claim(ours, List.of(), 9).get(0);
        database.execute("update lane set lease_until = now() - interval '1 second'");

        // When
        var renewed = get(ours.renew(lane, LEASE));
        var meanwhile = claim(theirs, List.of(), 9);
        database.execute("update lane set lease_until = now() - interval '1 second'");
        var taken = claim(theirs, List.of(), 9);
        var tooLate = get(ours.renew(lane, LEASE));

        // Then
        assertThat(renewed).isTrue();
        assertThat(meanwhile).isEmpty();
        assertThat(taken).hasSize(1);
        assertThat(tooLate).isFalse();
        assertThat(get(theirs.renew(taken.get(0), LEASE))).isTrue();
    }

    @Test
    void leavesAGroupAloneWhileACallOfADeadReplicaMayPutServersIntoIt() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "swap", "lb-1", "rsp-1", Kind.SWAP));
        sendAndDie();
        queue(
                edit(reaction, "weigh", "lb-1", "rsp-1", Kind.WEIGH),
                edit(reaction, "remove", "lb-1", "rsp-1", Kind.REMOVE),
                edit(reaction, "other", "lb-1", "rsp-2", Kind.REMOVE));

        // When
        var taken = claim(theirs, List.of(), 9).get(0);
        var unsettled = heaps(theirs, taken);
        database.execute("update lane set settled_at = now()");
        var settled = heaps(theirs, taken);

        // Then
        assertThat(unsettled)
                .extracting(EditHeap::step, heap -> heap.serverGroup().orElseThrow(), EditsTest::isLeftAlone)
                .containsExactlyInAnyOrder(
                        tuple(Kind.SWAP, "rsp-1", true),
                        tuple(Kind.REMOVE, "rsp-1", true),
                        tuple(Kind.WEIGH, "rsp-1", false),
                        tuple(Kind.REMOVE, "rsp-2", false));
        assertThat(unsettled)
                .filteredOn(EditsTest::isLeftAlone)
                .allSatisfy(heap -> assertThat(heap.unsettled()).isBetween(Duration.ZERO, SETTLING));
        assertThat(settled).hasSize(4).noneMatch(EditsTest::isLeftAlone);
    }

    @Test
    void leavesADefaultGroupAloneToo() {
        // Given
        var reaction = reaction("i-1");
        queue(new Edit(
                reaction,
                "add",
                Optional.of("lb-1"),
                Optional.empty(),
                Kind.ADD,
                Edit.NONE,
                backends(1),
                Instant.EPOCH,
                Optional.empty()));
        sendAndDie();

        // When
        var heaps = heaps(theirs, claim(theirs, List.of(), 9).get(0));

        // Then
        assertThat(heaps).singleElement().matches(EditsTest::isLeftAlone);
    }

    @Test
    void whatADeadReplicaTookOutNeedsNoWaiting() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "remove", "lb-1", "rsp-1", Kind.REMOVE));
        sendAndDie();

        // When
        var heaps = heaps(theirs, claim(theirs, List.of(), 9).get(0));

        // Then
        assertThat(heaps).singleElement().matches(heap -> !isLeftAlone(heap));
    }

    @Test
    void theNextHolderLeavesItAloneAsWell() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "swap", "lb-1", "rsp-1", Kind.SWAP));
        sendAndDie();
        theirs.giveBack(claim(theirs, List.of(), 9).get(0)).await().atMost(PATIENCE);
        var third = lanes("third");

        // When
        var heaps = heaps(third, claim(third, List.of(), 9).get(0));

        // Then
        assertThat(heaps).singleElement().matches(EditsTest::isLeftAlone);
    }

    @Test
    void looksAtOnceForItsOwnCallThatGotNoAnswer() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "swap", "lb-1", "rsp-1", Kind.SWAP));
        var lane = claim(ours, List.of(), 9).get(0);
        var sent = send(ours, lane).get(0);
        var counted = record(ours, lane, EditResult.again(sent, Duration.ZERO, "no answer", false));

        // When
        var mine = heaps(ours, lane);
        ours.giveBack(lane).await().atMost(PATIENCE);
        var next = heaps(theirs, claim(theirs, List.of(), 9).get(0));

        // Then
        assertThat(counted).isOne();
        assertThat(mine).singleElement().matches(heap -> heap.isUnclear() && !isLeftAlone(heap));
        assertThat(next).singleElement().matches(heap -> heap.isUnclear() && !isLeftAlone(heap));
    }

    @Test
    void aCallOfItsOwnThatWasGivenUpIsLeftAloneLikeAnothers() {
        // Given
        var reaction = reaction("i-1");
        queue(edit(reaction, "swap", "lb-1", "rsp-1", Kind.SWAP));
        var sent = send(ours, claim(ours, List.of(), 9).get(0));

        // When
        var heaps = heaps(ours, claim(ours, List.of(), 9).get(0));

        // Then: for no longer than from now
        assertThat(sent).hasSize(1);
        assertThat(heaps)
                .singleElement()
                .matches(EditsTest::isLeftAlone)
                .satisfies(heap -> assertThat(heap.unsettled()).isLessThanOrEqualTo(SETTLING));
    }

    @Test
    void keepsWhatTellsOfALateCallAlthoughItsReactionHasEnded() {
        // Given
        var ended = reaction("i-1");
        var other = reaction("i-2");
        queue(edit(ended, "swap", "lb-1", "rsp-1", Kind.SWAP));
        sendAndDie();
        database.execute("update reaction set status = 'failed' where id = " + ended);
        queue(edit(other, "remove", "lb-1", "rsp-1", Kind.REMOVE));
        var taken = claim(theirs, List.of(), 9).get(0);

        // When
        var first = heaps(theirs, taken);
        var second = heaps(theirs, taken);
        database.execute("update lane set settled_at = now()");
        var settled = heaps(theirs, taken);

        // Then
        assertThat(List.of(first, second))
                .allSatisfy(heaps -> assertThat(heaps)
                        .extracting(EditHeap::step, EditsTest::isLeftAlone)
                        .containsExactlyInAnyOrder(tuple(Kind.SWAP, true), tuple(Kind.REMOVE, true)));
        assertThat(settled)
                .extracting(EditHeap::step, EditsTest::isLeftAlone)
                .containsExactly(tuple(Kind.REMOVE, false));
        assertThat(of(ended)).extracting(EditState::status).containsExactly(Status.DROPPED);
    }

    @Test
    void takesADefaultGroupsSwapApart() {
        // Given
        var reaction = reaction("i-1");
        queue(new Edit(
                reaction,
                "swap",
                Optional.of("lb-1"),
                Optional.empty(),
                Kind.SWAP,
                backends(1),
                backends(1),
                Instant.EPOCH,
                Optional.empty()));
        var lane = claim(ours, List.of(), 9).get(0);

        // When
        var removed = send(ours, lane).get(0);
        var counted = record(ours, lane, EditResult.next(removed, Kind.ADD, false));
        var added = send(ours, lane).get(0);

        // Then
        assertThat(counted).isOne();
        assertThat(removed.step()).isEqualTo(Kind.REMOVE);
        assertThat(added.step()).isEqualTo(Kind.ADD);
        assertThat(of(reaction)).extracting(EditState::status).containsExactly(Status.OPEN);
    }

    /** What is queued for one call is sent by a replica that is heard of no more, and its lease ends. */
    private void sendAndDie() {
        var sent = send(ours, claim(ours, List.of(), 9).get(0));
        assertThat(sent).hasSize(1);
        database.execute("update lane set lease_until = now() - interval '1 second'");
    }

    private static boolean isLeftAlone(EditHeap heap) {
        return !heap.unsettled().isZero();
    }

    private static LaneEdits lanes(String replica) {
        return new LaneEdits(database.database(), database.replica(replica));
    }

    private static Edit edit(long reaction, String key, String loadBalancer, String group, Kind kind) {
        return edit(reaction, key, loadBalancer, group, kind, Optional.empty());
    }

    /** Of two backends. */
    private static Edit edit(
            long reaction, String key, String loadBalancer, String group, Kind kind, Optional<Instant> deadline) {
        var isNew = kind == Kind.WEIGH || kind == Kind.ADD;
        return new Edit(
                reaction,
                key,
                Optional.of(loadBalancer),
                Optional.of(group),
                kind,
                isNew ? Edit.NONE : backends(2),
                isNew || kind == Kind.SWAP ? backends(2) : Edit.NONE,
                Instant.EPOCH,
                deadline);
    }

    private static String backends(int number) {
        return "[" + "{},".repeat(number - 1) + "{}]";
    }

    private static long reaction(String instance) {
        var recorded = new Journal(database.database())
                .record(List.of(interruption("e-" + instance, instance, NOON, "evacuate")))
                .await()
                .atMost(PATIENCE);
        assertThat(recorded.calls()).isOne();
        return Long.parseLong(database.value("select id from reaction where instance_id = '" + instance + "'"));
    }

    private void queue(Edit... wanted) {
        edits.queue(List.of(wanted)).await().atMost(PATIENCE);
    }

    private List<EditState> of(long reaction) {
        return get(edits.of(reaction));
    }

    private static List<HeldLane> claim(LaneEdits lanes, List<String> underWay, int most) {
        return get(lanes.claim(most, LEASE, SETTLING, underWay));
    }

    private static List<EditHeap> heaps(LaneEdits lanes, HeldLane lane) {
        return get(lanes.heaps(lane, LEASE));
    }

    /** The first heap. */
    private static List<SentEdit> send(LaneEdits lanes, HeldLane lane) {
        return get(lanes.send(lane, heaps(lanes, lane).get(0), LEASE));
    }

    private static int record(LaneEdits lanes, HeldLane lane, EditResult... results) {
        return get(lanes.record(lane, List.of(results)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
