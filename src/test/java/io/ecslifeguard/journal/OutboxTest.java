package io.ecslifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Deliveries.Standing;
import io.ecslifeguard.journal.Deliveries.State;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration SPACING = Duration.ofSeconds(3);
    private static final Duration DAY = Duration.ofHours(24);
    private static JournalDatabase database;
    private static JournalDatabase another;

    private Deliveries deliveries;
    private Outbox ours;
    private Outbox theirs;

    @BeforeAll
    static void startDatabase() {
        database = new JournalDatabase();
        another = database.anotherConnection();
    }

    @AfterAll
    static void stopDatabase() {
        another.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate notice, reaction, instance, destination, notification, delivery"
                + " restart identity cascade");
        deliveries = new Deliveries(database.database());
        ours = new Outbox(database.database());
        theirs = new Outbox(another.database());
    }

    @Test
    void letsOneSenderAtATimeIn() {
        // When
        var taken = Multi.createFrom()
                .range(0, 40)
                .onItem()
                .transformToUni(number -> (number % 2 == 0 ? ours : theirs).take("ops", "sender " + number, LEASE))
                .merge(8)
                .filter(mine -> mine)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(taken).hasSize(1);
        assertThat(get(ours.take("night", "another", LEASE))).isTrue();
    }

    @Test
    void letsTheNextSenderInWhenTheFirstHasNothingToSend() {
        // Given
        assertThat(get(ours.take("ops", "a", LEASE))).isTrue();
        assertThat(next(ours)).isEmpty();
        assertThat(get(theirs.take("ops", "b", LEASE))).isFalse();

        // When
        get(ours.giveBack("ops", "a"));

        // Then
        assertThat(get(theirs.take("ops", "b", LEASE))).isTrue();
    }

    @Test
    void sendsTheSameMessageAfterASenderThatDied() {
        // Given
        want(tell("i-1"));
        assertThat(get(ours.take("ops", "a", LEASE))).isTrue();
        var sent = next(ours).orElseThrow();
        want(tell("i-2"));

        // When
        ahead("1 hour");
        assertThat(get(theirs.take("ops", "b", LEASE))).isTrue();
        var repeated = next(theirs).orElseThrow();

        // Then
        assertThat(repeated).isEqualTo(sent);
        assertThat(repeated.items()).hasSize(1);
    }

    @Test
    void takesAllThatWaitsUpToItsLimitAndSaysHowManyAreLeft() {
        // Given
        for (var number = 0; number < 25; number++) {
            want(tell("i-" + number));
        }

        // When
        var first = sendNext("a");
        ahead("1 hour");
        var second = sendNext("b");
        ahead("1 hour");
        assertThat(get(ours.take("ops", "c", LEASE))).isTrue();

        // Then
        assertThat(first.items()).hasSize(20);
        assertThat(first.more()).isEqualTo(5);
        assertThat(second.items()).hasSize(5);
        assertThat(second.more()).isZero();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(next(ours)).isEmpty();
    }

    @Test
    void sendsNothingMoreUntilTheSpacingIsOver() {
        // Given
        want(tell("i-1"));
        var unused = sendNext("a");
        want(tell("i-2"));

        // When
        var early = get(theirs.take("ops", "b", LEASE));
        ahead("3 seconds");

        // Then
        assertThat(early).isFalse();
        assertThat(get(theirs.take("ops", "b", LEASE))).isTrue();
    }

    @Test
    void gathersWhatFollowsOnAnInstanceAndTellsItTogether() {
        // Given
        want(tell("i-1"));
        var unused = sendNext("a");
        var second = tell("i-1");
        want(second);
        want(tell("i-1"));
        want(tell("i-2"));

        // When
        ahead("4 minutes");
        var meanwhile = sendNext("b");
        var standing = standing(second);
        ahead("1 minute");
        var gathered = sendNext("c");

        // Then
        assertThat(meanwhile.items())
                .extracting(item -> item.instance().orElseThrow())
                .containsExactly("i-2");
        assertThat(standing.state()).isEqualTo(State.OPEN);
        assertThat(standing.pause()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
        assertThat(gathered.items())
                .extracting(item -> item.instance().orElseThrow())
                .containsExactly("i-1", "i-1");
    }

    @Test
    void givesAMessageUpOnlyWhenItsNoticesHaveWaitedForLong() {
        // Given
        var notice = tell("i-1");
        want(notice);
        assertThat(get(ours.take("ops", "a", LEASE))).isTrue();
        var message = next(ours).orElseThrow();

        // When
        var first = failed(ours, message, "a", "HTTP 500");
        var before = standing(notice);
        ahead("25 hours");
        assertThat(get(theirs.take("ops", "b", LEASE))).isTrue();
        assertThat(next(theirs)).contains(message);
        var last = failed(theirs, message, "b", "HTTP 503");

        // Then
        assertThat(first).isEqualTo(new Outbox.Failure(1, false));
        assertThat(before.problem()).contains("HTTP 500");
        assertThat(before.pause()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(3));
        assertThat(last).isEqualTo(new Outbox.Failure(2, true));
        assertThat(standing(notice).state()).isEqualTo(State.FAILED);
        assertThat(standing(notice).problem()).contains("HTTP 503");
    }

    @Test
    void waitsLongerFromFailureToFailureUpToTheLongestWait() {
        // Given
        want(tell("i-1"));
        var pauses = new java.util.ArrayList<Double>();

        // When
        for (var number = 0; number < 12; number++) {
            assertThat(get(ours.take("ops", "a" + number, LEASE))).isTrue();
            var unused = failed(ours, next(ours).orElseThrow(), "a" + number, "HTTP 500");
            pauses.add(Double.parseDouble(
                    database.value("select extract(epoch from due_at - now()) from destination where name = 'ops'")));
            database.execute("update destination set due_at = now()");
        }

        // Then
        assertThat(pauses.get(3)).isBetween(11.0, 20.0);
        assertThat(pauses.get(11)).isBetween(449.0, 750.0);
        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(750.0));
    }

    @Test
    void believesThatAMessageHasArrivedWhoeverSaysSoAndItsFailureOnlyFromTheSender() {
        // Given
        var notice = tell("i-1");
        want(notice);
        assertThat(get(ours.take("ops", "slow", LEASE))).isTrue();
        var message = next(ours).orElseThrow();
        ahead("1 hour");
        assertThat(get(theirs.take("ops", "quick", LEASE))).isTrue();

        // When
        var late = failed(ours, message, "slow", "HTTP 500");
        get(ours.sent(message.id(), "ops", "slow"));

        // Then
        assertThat(late).isEqualTo(new Outbox.Failure(0, false));
        assertThat(standing(notice).state()).isEqualTo(State.SENT);
        assertThat(get(ours.take("ops", "third", LEASE))).isFalse();
    }

    @Test
    void tellsEachDestinationOnItsOwn() {
        // Given
        var notice = tell("i-1");
        get(deliveries.want(notice, List.of("night", "ops")));
        get(deliveries.want(notice, List.of("night", "ops")));

        // When
        var unused = sendNext("a");

        // Then
        assertThat(get(deliveries.standing(notice, INTERVAL)))
                .extracting(Standing::destination, Standing::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("night", State.OPEN),
                        org.assertj.core.groups.Tuple.tuple("ops", State.SENT));
    }

    private Notification sendNext(String sender) {
        assertThat(get(ours.take("ops", sender, LEASE))).isTrue();
        var message = next(ours).orElseThrow();
        get(ours.sent(message.id(), "ops", sender));
        return message;
    }

    private static Optional<Notification> next(Outbox outbox) {
        return get(outbox.next("ops", 20, INTERVAL, SPACING));
    }

    private static Outbox.Failure failed(Outbox outbox, Notification message, String sender, String problem) {
        return get(outbox.failed(
                message.id(), "ops", sender, problem, Duration.ofSeconds(2), Duration.ofMinutes(10), DAY));
    }

    private Standing standing(long notice) {
        return get(deliveries.standing(notice, INTERVAL)).get(0);
    }

    private void want(long notice) {
        get(deliveries.want(notice, List.of("ops")));
    }

    private static long tell(String instance) {
        var notice = Notice.about(new InstanceId(instance), Notice.Kind.GIVEN_UP, "It is left down");
        assertThat(get(new Notices(database.database()).tell(notice))).isTrue();
        return Long.parseLong(database.value("select max(id) from notice"));
    }

    /** As if so much time had passed. */
    private static void ahead(String time) {
        database.execute("update destination set until = until - interval '%1$s', due_at = due_at - interval '%1$s'"
                .formatted(time));
        database.execute(
                "update delivery set wanted_at = wanted_at - interval '%1$s', sent_at = sent_at - interval '%1$s'"
                        .formatted(time));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
