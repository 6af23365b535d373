package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.interruption;
import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrakesTest {

    private static final BrakeLimits LIMITS = new BrakeLimits(
            Duration.ofMinutes(5),
            4,
            0.2,
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Optional.of("cn-hangzhou"),
            Optional.of("1690"));
    private static JournalDatabase database;

    private final Instant now = Instant.now();
    private Brakes brakes;
    private Brakes another;
    private int events;

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
        database.execute("truncate event, reaction, instance, brake restart identity cascade");
        brakes = new Brakes(database.database());
        another = new Brakes(database.database());
    }

    @Test
    void isPutOnWhereMoreThanTheShareHasStopped() {
        // Given
        fleet(15);
        stop(4);

        // When
        var brake = check();

        // Then
        assertThat(brake.orElseThrow().reason()).isEqualTo("4 of 15 instances stopped within 300 s");
        assertThat(brake.get().stopped()).contains(4);
        assertThat(brake.get().fleet()).contains(15);
        assertThat(Duration.between(brake.get().since(), brake.get().until())).isEqualTo(LIMITS.timeout());
    }

    @Test
    void isNotPutOnByTheShareThatIsAllowed() {
        // Given
        fleet(20);
        stop(4);

        // When
        var brake = check();

        // Then
        assertThat(brake).isEmpty();
    }

    @Test
    void isNotPutOnByTooFew() {
        // Given
        fleet(3);
        stop(3);

        // When
        var brake = check();

        // Then
        assertThat(brake).isEmpty();
    }

    @Test
    void countsEachInstanceOnceHoweverOftenItStops() {
        // Given
        fleet(10);
        stop(3);
        stop(3);

        // When
        var brake = check();

        // Then
        assertThat(brake).isEmpty();
    }

    @Test
    void forgetsStopsThatAreLongAgo() {
        // Given
        fleet(10);
        stop(3);
        record(stateChange("old", "i-9", "Stopped", now.minus(Duration.ofMinutes(6))));

        // When
        var brake = check();

        // Then
        assertThat(brake).isEmpty();
    }

    /** Of stops that took 140 s and were recorded ten minutes later, the first and the last are told of the whole. */
    @ParameterizedTest
    @ValueSource(ints = {600, 460})
    void seesStopsThatWereRecordedLate(int secondsAgo) {
        // Given
        fleet(10);
        for (var number = 0; number < 8; number++) {
            stopped(number, now.minusSeconds(600 - 20 * number));
        }

        // When
        var unconcerned = check(now);
        var brake = check(now.minusSeconds(secondsAgo));

        // Then
        assertThat(unconcerned).isEmpty();
        assertThat(brake.orElseThrow().reason()).isEqualTo("8 of 10 instances stopped within 300 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 600, 300})
    void countsNoMoreThanOneWindowOfThem(int secondsAgo) {
        // Given
        fleet(10);
        for (var number = 0; number < 3; number++) {
            stopped(number, now.minusSeconds(901));
            stopped(3 + number, now.minusSeconds(599));
            stopped(6 + number, now.minusSeconds(297));
        }

        // When
        var brake = check(now.minusSeconds(secondsAgo));

        // Then
        assertThat(brake).isEmpty();
    }

    @Test
    void doesNotCountLateWhatItsReleaseHasForgotten() {
        // Given
        fleet(10);
        var unused = await(brakes.putOn("network change", now.plusSeconds(60), Optional.empty()));
        assertThat(await(brakes.release(Optional.empty(), "restart", Optional.empty())))
                .isPresent();
        for (var number = 0; number < 8; number++) {
            stopped(number, now.minusSeconds(600));
        }

        // When
        var brake = check(now.minusSeconds(600));

        // Then
        assertThat(brake).isEmpty();
    }

    @Test
    void doesNotCountWhatWasReclaimedLongAgo() {
        // Given
        fleet(10);
        for (var number = 0; number < 8; number++) {
            stopped(number, now.minusSeconds(7200));
        }
        for (var number = 0; number < 5; number++) {
            record(interruption("notice-" + number, "i-" + number, now.minusSeconds(7500)));
        }

        // When
        var brake = check(now.minusSeconds(7200));

        // Then
        assertThat(brake).isEmpty();
    }

    @Test
    void doesNotCountWhatIsReclaimed() {
        // Given
        fleet(10);
        stop(8);
        for (var number = 0; number < 5; number++) {
            record(interruption("notice-" + number, "i-" + number, now.minusSeconds(300)));
        }

        // When
        var brake = check();

        // Then
        assertThat(brake).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "released_at = now()",
                "missing_since = now()",
                "tags = '{\"acs:autoscaling:scalingGroupId\": \"asg-1\"}'",
                "region = 'cn-beijing'",
                "account = '7'"
            })
    void doesNotCountWhatIsNotOfTheFleet(String what) {
        // Given
        fleet(10);
        stop(8);
        database.execute("update instance set " + what + " where id <= 'i-4'");

        // When
        var brake = check();

        // Then
        assertThat(brake).isEmpty();
        database.execute("update instance set released_at = null, missing_since = null, tags = '{}',"
                + " region = 'cn-hangzhou', account = '1690'");
        assertThat(check()).isPresent();
    }

    @Test
    void isOneForAllReplicas() {
        // Given
        fleet(10);
        stop(8);

        // When
        var found = Uni.join()
                .all(Stream.of(brakes, another, brakes, another, brakes, another)
                        .map(one -> one.check(LIMITS, now))
                        .toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(20));

        // Then
        assertThat(found).allMatch(Optional::isPresent);
        assertThat(found.stream().map(brake -> brake.get().id()).distinct()).hasSize(1);
    }

    @Test
    void countsAnewAfterItsRelease() {
        // Given
        fleet(10);
        stop(8);
        assertThat(check()).isPresent();

        // When
        var released = await(brakes.release(Optional.of("it was planned"), "restart", Optional.of("jane")));

        // Then
        assertThat(released.orElseThrow().releasedBy()).contains("hand");
        assertThat(released.get().releaseReason()).contains("it was planned");
        assertThat(check()).isEmpty();
        assertThat(await(brakes.release(Optional.empty(), "restart", Optional.empty())))
                .isEmpty();
        assertThat(await(brakes.last())).isEqualTo(released);
    }

    @Test
    void wakesThoseThatWaitForItsRelease() {
        // Given
        fleet(10);
        record(stateChange("waiting", "i-1", "Stopped", now, "restart", "notify"));
        database.execute("update reaction set due_at = now() + interval '1 hour'");
        var unused = await(brakes.putOn("network change", now.plusSeconds(60), Optional.of("jane")));

        // When
        var early = await(brakes.releaseDue("restart"));
        database.execute("update brake set until = now()");
        var released = await(brakes.releaseDue("restart"));

        // Then
        assertThat(early).isEmpty();
        assertThat(released.orElseThrow().releasedBy()).contains("time");
        assertThat(database.query("select name from reaction where due_at <= now()"))
                .extracting(row -> row.getString(0))
                .containsExactly("restart");
    }

    @Test
    void isChangedWhereAHandPutsItOnAgain() {
        // Given
        fleet(10);
        stop(8);
        var before = check().orElseThrow();

        // When
        var after = await(brakes.putOn("we look into it", now.plusSeconds(7200), Optional.empty()));

        // Then
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.reason()).isEqualTo("we look into it");
        assertThat(check()).contains(after);
    }

    private Optional<Brake> check() {
        return check(now.minusSeconds(10));
    }

    private Optional<Brake> check(Instant stop) {
        return await(brakes.check(LIMITS, stop));
    }

    private void fleet(int size) {
        record(IntStream.range(0, size)
                .mapToObj(number -> stateChange("run-" + number, "i-" + number, "Running", now.minusSeconds(3600)))
                .toArray(Entry[]::new));
    }

    private void stop(int number) {
        record(IntStream.range(0, number)
                .mapToObj(index -> stateChange("stop-" + ++events, "i-" + index, "Stopped", now.minusSeconds(10)))
                .toArray(Entry[]::new));
    }

    private void stopped(int number, Instant at) {
        record(stateChange("stop-" + ++events, "i-" + number, "Stopped", at));
    }

    private void record(Entry... entries) {
        assertThat(await(new Journal(database.database()).record(List.of(entries))))
                .isNotNull();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
