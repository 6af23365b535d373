package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.NOON;
import static io.ecslifeguard.journal.Samples.interruption;
import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Ending.Status;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReactionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Set<String> NAMES = Set.of("restart", "evacuate");
    private static JournalDatabase database;

    private Journal journal;
    private Reactions ours;
    private Reactions theirs;

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
        database.execute(
                "truncate event, reaction, attempt, call, quarantine, instance, notice restart identity cascade");
        journal = new Journal(database.database());
        ours = new Reactions(database.database(), database.replica("ours"));
        theirs = new Reactions(database.database(), database.replica("theirs"));
    }

    @Test
    void claimsWhileEventsWakeWhatItClaims() {
        // Given
        for (var instance = 0; instance < 40; instance++) {
            record(interruption("e-" + instance, "i-" + instance, Instant.now(), "evacuate"));
        }
        var wakes = Multi.createFrom()
                .range(0, 600)
                .onItem()
                .transformToUni(number -> database.database()
                        .run(
                                "update reaction set due_at = now(), woken = true where id % 4 = $1",
                                Tuple.of(number % 4)))
                .merge(3);

        // When
        var claims = Multi.createFrom()
                .range(0, 300)
                .onItem()
                .transformToUni(number -> another(number).claim(NAMES, 4, 4, LEASE, List.of()))
                .merge(4)
                .onItem()
                .<Claimed>disjoint()
                .onItem()
                .transformToUni(claimed -> ours.finish(claimed, ending(Status.OPEN, Optional.empty())))
                .merge(4);

        // Then
        var both = Uni.combine()
                .all()
                .unis(wakes.collect().asList(), claims.collect().asList())
                .asTuple();
        assertThat(await(both).getItem2()).isNotEmpty();
    }

    @Test
    void givesAReactionToOneReplicaOnly() {
        // Given
        for (var instance = 0; instance < 50; instance++) {
            record(stateChange("e-" + instance, "i-" + instance, "Stopped", NOON, "restart"));
        }

        // When
        var claims = Multi.createFrom()
                .range(0, 40)
                .onItem()
                .transformToUni(number -> another(number).claim(NAMES, 2, 2, LEASE, List.of()))
                .merge(8)
                .onItem()
                .<Claimed>disjoint()
                .map(Claimed::id)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(claims).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void takesTheNearestDeadlineFirstAndKeepsPlacesForTheRest() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        for (var number = 0; number < 5; number++) {
            record(interruption("e-2" + number, "i-2" + number, NOON.minusSeconds(number), "evacuate"));
        }

        // When
        var claimed = claim(ours, 3, 4);

        // Then
        assertThat(claimed).extracting(Claimed::name).containsExactly("evacuate", "evacuate", "evacuate", "restart");
        assertThat(claimed.subList(0, 3))
                .extracting(claim -> claim.deadline().orElseThrow())
                .isSorted()
                .first()
                .isEqualTo(NOON.minusSeconds(4).plus(Duration.ofMinutes(5)));
    }

    @Test
    void givesAllTheirFirstAttemptBeforeAnyItsSecond() {
        // Given
        record(interruption("e-1", "i-1", Instant.now().minusSeconds(9), "evacuate"));
        var first = claim(ours, 1, 1).get(0);
        assertThat(await(ours.finish(first, ending(Status.OPEN, Optional.empty())))
                        .counted())
                .isTrue();
        record(interruption("e-2", "i-2", Instant.now(), "evacuate"));

        // When
        var claimed = List.of(claim(ours, 1, 1).get(0), claim(theirs, 1, 1).get(0));

        // Then
        assertThat(claimed).extracting(claim -> claim.instance().orElseThrow()).containsExactly("i-2", "i-1");
    }

    @Test
    void letsNothingThatIsShortOfTimeWaitForFirstAttempts() {
        // Given
        record(interruption("e-1", "i-1", Instant.now().minusSeconds(200), "evacuate"));
        var first = claim(ours, 1, 1).get(0);
        assertThat(await(ours.finish(first, ending(Status.OPEN, Optional.empty())))
                        .counted())
                .isTrue();
        record(interruption("e-2", "i-2", Instant.now(), "evacuate"));

        // When
        var claimed = claim(ours, 1, 1);

        // Then
        assertThat(claimed).extracting(claim -> claim.instance().orElseThrow()).containsExactly("i-1");
    }

    @Test
    void givesThoseOfABatchOneAfterTheOther() {
        // Given
        var time = Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        for (var number = 0; number < 6; number++) {
            record(interruption("e-" + number, "i-" + number, time.plusMillis(number), "evacuate"));
        }
        claim(ours, 6, 6).forEach(claimed -> {
            var batch = claimed.instance().orElseThrow().matches("i-[024]") ? "rsp-1" : "rsp-2";
            var again = ending(Status.OPEN, Optional.empty()).inBatch(Optional.of(batch));
            assertThat(await(ours.finish(claimed, again)).counted()).isTrue();
        });

        // When
        var claimed = IntStream.range(0, 6)
                .mapToObj(number -> await(another(number).claim(NAMES, 1, 1, LEASE, List.of()))
                        .get(0))
                .map(claim -> claim.instance().orElseThrow())
                .toList();

        // Then
        assertThat(claimed).containsExactly("i-0", "i-2", "i-4", "i-1", "i-3", "i-5");
    }

    @Test
    void leavesReactionsThatItDoesNotKnow() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "invented-later"));

        // When
        var claimed = claim(ours, 9, 9);

        // Then
        assertThat(claimed).isEmpty();
        assertThat(ours.unknown(NAMES).await().atMost(PATIENCE))
                .containsExactly("1 open reactions named invented-later");
    }

    @Test
    void givesTheReactionOfADeadReplicaToAnother() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var first = claim(ours, 9, 9).get(0);
        var meanwhile = claim(theirs, 9, 9);
        database.execute("update reaction set lease_until = now() - interval '1 second'");

        // When
        var second = claim(theirs, 9, 9).get(0);

        // Then
        assertThat(meanwhile).isEmpty();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void takesBackWhatItsOwnLostClaimHolds() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var lost = claim(ours, 9, 9).get(0);

        // When
        var whileUnderWay = await(ours.claim(NAMES, 9, 9, LEASE, List.of(lost.id())));
        var afterwards = claim(ours, 9, 9);

        // Then
        assertThat(whileUnderWay).isEmpty();
        assertThat(afterwards).extracting(Claimed::id).containsExactly(lost.id());
    }

    @Test
    void countsFailuresInARowAndKeepsWhatItWaitsFor() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var first = claim(ours, 9, 9).get(0);
        var failure = new Ending(Status.OPEN, "error", "no", Duration.ZERO, Optional.empty(), Optional.empty(), NOON);
        assertThat(await(ours.finish(first, failure)).counted()).isTrue();
        var second = claim(ours, 9, 9).get(0);
        assertThat(await(ours.finish(second, ending(Status.OPEN, Optional.empty())))
                        .counted())
                .isTrue();

        // When
        var third = claim(ours, 9, 9).get(0);

        // Then
        assertThat(second.errors()).isEqualTo(1);
        assertThat(third.errors()).isZero();
        assertThat(third.attempt()).isEqualTo(3);
    }

    @Test
    void discardsTheWordOfAReplicaWhoseLeaseHasPassedOn() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var stale = claim(ours, 9, 9).get(0);
        database.execute("update reaction set lease_until = now() - interval '1 second'");
        var current = claim(theirs, 9, 9).get(0);

        // When
        var finished = await(ours.finish(stale, ending(Status.DONE, Optional.empty())));

        // Then
        assertThat(finished.counted()).isFalse();
        assertThat(await(ours.remember(stale, "{}"))).isFalse();
        assertThat(await(ours.isMine(stale))).isFalse();
        assertThat(await(theirs.isMine(current))).isTrue();
        assertThat(database.value("select status from reaction")).isEqualTo("open");
        assertThat(database.value("select count(*) from attempt")).isEqualTo("0");
    }

    @Test
    void remembersFromOneAttemptToTheNext() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var first = claim(ours, 9, 9).get(0);
        assertThat(await(ours.remember(first, "{\"step\":1}"))).isTrue();
        assertThat(await(ours.finish(first, ending(Status.OPEN, Optional.empty())))
                        .counted())
                .isTrue();

        // When
        var second = claim(theirs, 9, 9).get(0);

        // Then
        assertThat(first.memory()).isEmpty();
        assertThat(second.memory()).contains("{\"step\":1}");
        assertThat(database.value("select note from attempt")).isEqualTo("looked");
    }

    @Test
    void isDueAtOnceWhenItsInstanceSpokeDuringTheAttempt() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var first = claim(ours, 9, 9).get(0);
        record(stateChange("e-2", "i-1", "Running", NOON.plusSeconds(1)));
        var duringTheAttempt = claim(theirs, 9, 9);

        // When
        var finished = await(ours.finish(first, ending(Status.OPEN, Optional.of("i-1"), Duration.ofHours(1))));

        // Then
        assertThat(duringTheAttempt).isEmpty();
        assertThat(finished.counted()).isTrue();
        assertThat(claim(theirs, 9, 9)).hasSize(1);
    }

    static Stream<Ending> endings() {
        return Stream.of(
                ending(Status.OPEN, Optional.empty()),
                Ending.error("out of order", Duration.ofMinutes(1), NOON),
                ending(Status.DONE, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void countsAnEndingOnceThatIsToldAgainSinceItsAnswerWasLost(Ending ending) {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var claimed = claim(ours, 9, 9).get(0);
        var answerThatIsLost = await(ours.finish(claimed, ending));
        var kept = database.value("select row_to_json(reaction)::text from reaction");

        // When
        var finished = await(ours.finish(claimed, ending));

        // Then
        assertThat(answerThatIsLost.counted()).isTrue();
        assertThat(finished.counted()).isTrue();
        assertThat(database.value("select count(*) from attempt")).isEqualTo("1");
        assertThat(database.value("select row_to_json(reaction)::text from reaction"))
                .isEqualTo(kept);
    }

    @Test
    void doesNotCountAnEndingAfterTheReactionWasHandedBack() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var claimed = claim(ours, 9, 9).get(0);
        var handedBack = Ending.again("Handed back", Duration.ZERO, NOON.plusSeconds(9));
        assertThat(await(ours.finish(claimed, handedBack)).counted()).isTrue();

        // When
        var finished = await(ours.finish(claimed, ending(Status.DONE, Optional.empty())));

        // Then
        assertThat(finished.counted()).isFalse();
        assertThat(claim(theirs, 9, 9)).hasSize(1);
    }

    @Test
    void opensAnewWhatAnEventCalledForDuringTheLastAttempt() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var first = claim(ours, 9, 9).get(0);
        record(stateChange("e-2", "i-1", "Stopped", NOON.plusSeconds(60), "restart"));

        // When
        var finished = await(ours.finish(first, ending(Status.DONE, Optional.empty())));

        // Then
        assertThat(finished.calledAgain()).isTrue();
        var next = claim(ours, 9, 9);
        assertThat(next).hasSize(1);
        assertThat(next.get(0).id()).isNotEqualTo(first.id());
        assertThat(next.get(0).payload().orElseThrow()).contains("e-2");
    }

    @Test
    void isNotOpenedAnewByAnEventThatTheAttemptCouldSee() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        record(stateChange("e-2", "i-1", "Stopped", NOON.plusSeconds(60), "restart"));
        var only = claim(ours, 9, 9).get(0);

        // When
        var finished = await(ours.finish(only, ending(Status.DONE, Optional.empty())));

        // Then
        assertThat(finished.calledAgain()).isFalse();
        assertThat(claim(ours, 9, 9)).isEmpty();
    }

    @Test
    void losesNoCallWhileEventsAndAttemptsRace() {
        // Given
        var rounds = IntStream.range(0, 300).boxed().toList();

        // When
        var finished = Multi.createFrom()
                .iterable(rounds)
                .onItem()
                .transformToUni(round -> round % 2 == 0
                        ? journal.record(List.of(stateChange("e-" + round, "i-1", "Stopped", NOON, "restart")))
                                .replaceWith(0L)
                        : another(round)
                                .claim(NAMES, 1, 1, LEASE, List.of())
                                .onItem()
                                .transformToMulti(claimed -> Multi.createFrom().iterable(claimed))
                                .onItem()
                                .transformToUniAndConcatenate(
                                        claimed -> ours.finish(claimed, ending(Status.DONE, Optional.empty())))
                                .collect()
                                .with(Collectors.counting()))
                .merge(6)
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(60));

        // Then
        assertThat(finished).hasSize(300);
        assertThat(database.value("select count(*) from event")).isEqualTo("150");
        // the last event's call is either open or was begun after that event was committed
        assertThat(database.value("""
                        select count(*) from (select max(seq) as last from event) e
                        where exists (select 1 from reaction where status = 'open')
                            or exists (select 1 from attempt a, event v where v.seq = e.last and a.ended_at >= v.recorded_at)""")).isEqualTo("1");
    }

    @Test
    void callsForTellingWhatOperatorsShouldHearWithTheOutcome() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var claimed = claim(ours, 1, 1).get(0);
        var notice = Notice.about(new InstanceId("i-1"), Notice.Kind.GIVEN_UP, "It is\nstill down");

        // When
        var finished = await(
                ours.finish(claimed, ending(Status.FAILED, Optional.empty()).telling(List.of(notice))));

        // Then
        assertThat(finished.counted()).isTrue();
        assertThat(database.value("select kind || ' ' || instance_id || ' ' || reaction_id || ' ' || text from notice"))
                .isEqualTo("given_up i-1 " + claimed.id() + " It is still down");
        var telling = await(theirs.claim(Set.of("notify"), 1, 1, LEASE, List.of()));
        assertThat(telling).singleElement().satisfies(it -> {
            assertThat(it.payload()).isEmpty();
            assertThat(it.notice()).map(String::valueOf).contains(database.value("select id from notice"));
        });
    }

    @Test
    void recordsNoNoticeForAnOutcomeThatComesTooLate() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON, "restart"));
        var claimed = claim(ours, 1, 1).get(0);
        database.execute("update reaction set fence = fence + 1");
        var notice = Notice.about(new InstanceId("i-1"), Notice.Kind.GIVEN_UP, "It is still down");

        // When
        var finished = await(
                ours.finish(claimed, ending(Status.FAILED, Optional.empty()).telling(List.of(notice))));

        // Then
        assertThat(finished.counted()).isFalse();
        assertThat(database.value("select count(*) from notice")).isEqualTo("0");
    }

    @Test
    void aTraceGoesOnWithEachAttemptAndWhenTheReactionIsCalledForAgain() {
        // Given
        var traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var untraced = stateChange("e-1", "i-1", "Stopped", NOON, "restart");
        record(new Entry.Happened(
                untraced.event(),
                NOON,
                untraced.source(),
                List.of(new Entry.CalledFor("restart", Optional.empty(), true, Optional.of(traceparent)))));
        record(stateChange("e-2", "i-2", "Stopped", NOON, "restart"));

        // When
        var claimed = claim(ours, 10, 10);
        record(stateChange("e-3", "i-1", "Stopped", NOON, "restart"));
        var ended = Ending.closed(Status.DONE, "done", NOON);
        assertThat(await(ours.finish(claimed.get(0), ended)).calledAgain()).isTrue();
        var again = claim(theirs, 10, 10);

        // Then
        assertThat(claimed)
                .extracting(Claimed::traceparent)
                .containsExactlyInAnyOrder(Optional.of(traceparent), Optional.empty());
        assertThat(again).extracting(Claimed::traceparent).containsExactly(Optional.of(traceparent));
    }

    @Test
    void tellsWhatWaitsAndWhatIsOverdue() {
        // Given
        for (var instance = 1; instance <= 5; instance++) {
            record(stateChange("e-" + instance, "i-" + instance, "Stopped", NOON, "restart"));
        }
        record(interruption("e-6", "i-6", Instant.now(), "evacuate"));
        database.execute("update reaction set due_at = now() - interval '2 minutes' where id in (2, 3, 4, 5)");
        database.execute("update reaction set lease_until = now() + interval '1 minute' where id = 3");
        database.execute("update reaction set lease_until = now() - interval '1 second' where id = 4");
        database.execute("update reaction set status = 'done' where id = 5");

        // When
        var backlog = await(ours.backlog(Duration.ofMinutes(1)));

        // Then
        assertThat(backlog).containsExactlyInAnyOrder(new Backlog("restart", 3, 2), new Backlog("evacuate", 1, 0));
    }

    @Test
    void tellsANoticeWithAKeyOnce() {
        // Given
        var notices = new Notices(database.database());
        var notice = Notice.once("denied today", Notice.Kind.ACCESS_DENIED, "No");
        assertThat(await(notices.tell(notice))).isTrue();

        // When
        var again = await(notices.tell(notice));

        // Then
        assertThat(again).isFalse();
        assertThat(database.value("select count(*) from reaction where name = 'notify'"))
                .isEqualTo("1");
    }

    private static Reactions another(int number) {
        return new Reactions(database.database(), database.replica("replica-" + number));
    }

    private void record(Entry... entries) {
        assertThat(await(journal.record(List.of(entries)))).isNotNull();
    }

    private static List<Claimed> claim(Reactions reactions, int urgent, int all) {
        return await(reactions.claim(NAMES, urgent, all, LEASE, List.of()));
    }

    private static Ending ending(Status status, Optional<String> waitsFor) {
        return ending(status, waitsFor, Duration.ZERO);
    }

    private static Ending ending(Status status, Optional<String> waitsFor, Duration after) {
        return new Ending(status, "again", "looked", after, waitsFor, Optional.empty(), NOON);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
