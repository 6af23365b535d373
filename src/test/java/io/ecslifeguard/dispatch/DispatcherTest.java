package io.ecslifeguard.dispatch;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Journal;
import io.ecslifeguard.journal.Reactions;
import io.ecslifeguard.journal.Source;
import io.ecslifeguard.testing.LocalCloudResource;
import io.ecslifeguard.testing.LogLines;
import io.ecslifeguard.testing.PostgresResource;
import io.ecslifeguard.testing.Records;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Dispatchers of the test's own, which know the test's reactions alone, beside the application's. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(LocalCloudResource.class)
class DispatcherTest {

    private static final Duration PATIENCE = ofSeconds(20);
    private static final TestConfig CONFIG =
            new TestConfig(64, 8, ofSeconds(60), ofSeconds(45), ofMillis(50), ofSeconds(10));

    @Inject
    Pool pool;

    @Inject
    Journal journal;

    @Inject
    Reactions reactions;

    @Inject
    Decoder decoder;

    @Inject
    OwnContext ownContext;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    private final List<Cancellable> running = new ArrayList<>();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private Records records;

    @BeforeEach
    void connect() {
        records = new Records(pool);
    }

    @AfterEach
    void stop() {
        running.forEach(Cancellable::cancel);
    }

    @Test
    void repeatsAFailedAttemptWithAGrowingWait() {
        // Given
        var name = named("fails");
        var number = new AtomicInteger();
        start(CONFIG, reaction(name, attempt -> {
            number.set(attempt.number());
            return attempt.number() < 5
                    ? Uni.createFrom().failure(new IllegalStateException("out of order"))
                    : done("at last");
        }));

        // When
        call(name, "i-1");
        var waits = new ArrayList<Double>();
        for (var failed = 1; failed < 5; failed++) {
            waits.add(waitAfter(name, failed));
            execute("update reaction set due_at = now() where status = 'open' and name = '" + name + "'");
        }

        // Then
        awaitStatus(name, "done: at last");
        for (var failed = 1; failed < 5; failed++) {
            assertThat(waits.get(failed - 1)).isBetween(0.74 * (1 << failed - 1), 1.26 * (1 << failed - 1));
        }
        assertThat(notes(name))
                .containsExactly("out of order", "out of order", "out of order", "out of order", "at last");
        assertThat(number).hasValue(5);
    }

    @Test
    void cutsAnAttemptThatHangsAndRepeatsIt() {
        // Given
        var name = named("hangs");
        var cut = new AtomicBoolean();
        var config = new TestConfig(4, 1, ofSeconds(20), ofMillis(300), ofMillis(50), ofSeconds(1));
        start(
                config,
                reaction(
                        name,
                        attempt -> attempt.number() > 1
                                ? done("not this time")
                                : Uni.createFrom()
                                        .<Outcome>nothing()
                                        .onCancellation()
                                        .invoke(() -> cut.set(true))));

        // When
        call(name, "i-1");
        var wait = waitAfter(name, 1);
        execute("update reaction set due_at = now() where name = '" + name + "'");

        // Then
        awaitStatus(name, "done: not this time");
        assertThat(wait).isPositive();
        assertThat(cut).isTrue();
        assertThat(notes(name).get(0)).contains("lifeguard.dispatch.attempt-timeout");
    }

    @Test
    void isNotDisturbedByWhatOneReactionDoes() {
        // Given
        var ways = List.<Function<Attempt, Uni<Outcome>>>of(
                attempt -> {
                    throw new IllegalStateException("thrown");
                },
                attempt -> {
                    throw new StackOverflowError("overflown");
                },
                attempt -> null,
                attempt -> Uni.createFrom().nullItem(),
                attempt -> Uni.createFrom().failure(new AssertionError("failed")),
                attempt -> Uni.createFrom().item(Outcome.done("with \u0000 in its note")),
                attempt -> Uni.createFrom().nothing());
        var bad = IntStream.range(0, ways.size())
                .mapToObj(way -> reaction(named("bad-" + way), ways.get(way)))
                .toList();
        var good = named("good");
        var all = new ArrayList<Reaction>(bad);
        all.add(reaction(good, attempt -> done("fine")));
        start(CONFIG, all.toArray(Reaction[]::new));

        // When
        for (var round = 0; round < 10; round++) {
            for (var reaction : bad) {
                call(reaction.name(), "i-" + round);
            }
            call(good, "i-" + round);
        }

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(good, "done")).isEqualTo(10));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(notes(named("bad-0"))).contains("thrown"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(notes(named("bad-1"))).contains("overflown"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(named("bad-5"), "done")).isEqualTo(10));
        assertThat(count(named("bad-2"), "open")).isEqualTo(10);
        assertThat(count(named("bad-3"), "open")).isEqualTo(10);
    }

    @Test
    void runsNoMoreAtOnceThanItsCapacity() {
        // Given
        var name = named("counted");
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var config = new TestConfig(5, 2, ofSeconds(60), ofSeconds(45), ofMillis(50), ofSeconds(10));
        start(config, reaction(name, attempt -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            return done("counted")
                    .onItem()
                    .delayIt()
                    .by(ofMillis(30))
                    .onTermination()
                    .invoke(now::decrementAndGet);
        }));

        // When
        for (var number = 0; number < 60; number++) {
            call(name, "i-" + number);
        }

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(name, "done")).isEqualTo(60));
        assertThat(most).hasValue(5);
    }

    @Test
    void fillsSeveralPlacesWithOneClaimWhereMuchIsDue() {
        // Given
        var name = named("many");
        var config = new TestConfig(20, 2, ofSeconds(60), ofSeconds(45), ofMillis(50), ofSeconds(10));
        for (var number = 0; number < 200; number++) {
            call(name, "i-" + number);
        }
        noteTimesOfClaims();

        // When
        start(config, reaction(name, attempt -> done("counted")));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(name, "done")).isEqualTo(200));
        assertThat(records.query("select count(distinct at) from claim_time where name = '" + name + "'")
                        .get(0)
                        .getLong(0))
                .isLessThan(100);
    }

    /** One claim's are the same. */
    private void noteTimesOfClaims() {
        execute("create table claim_time (name text, at timestamptz)");
        execute("""
                create function note_claim() returns trigger language plpgsql as
                    $$ begin insert into claim_time values (new.name, now()); return new; end $$""");
        execute("""
                create trigger note_claim after update on reaction for each row
                    when (old.lease_owner is null and new.lease_owner is not null) execute function note_claim()""");
    }

    @Test
    void keepsPlacesForWorkWithoutADeadline() {
        // Given
        var urgent = named("urgent");
        var ordinary = named("ordinary");
        var held = new CompletableFuture<Outcome>();
        var begun = new AtomicInteger();
        var config = new TestConfig(5, 2, ofSeconds(60), ofSeconds(45), ofMillis(50), ofSeconds(10));
        for (var number = 0; number < 10; number++) {
            call(urgent, "i-" + number, Optional.of(Instant.now().plusSeconds(300)));
            call(ordinary, "i-" + number);
        }

        // When
        start(
                config,
                reaction(urgent, attempt -> {
                    begun.incrementAndGet();
                    return Uni.createFrom().completionStage(held.copy());
                }),
                reaction(ordinary, attempt -> done("not held up")));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(ordinary, "done")).isEqualTo(10));
        assertThat(begun).hasValue(3);
        held.complete(Outcome.done("let go"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(urgent, "done")).isEqualTo(10));
    }

    @Test
    void wakesAReactionWhenTheInstanceThatItWaitsForSpeaks() {
        // Given
        var name = named("waits");
        var other = "i-replacement-" + run;
        var config = new TestConfig(4, 1, ofSeconds(60), ofSeconds(45), ofHours(1), ofSeconds(10));
        call(name, "i-1");
        var dispatcher = started(
                config,
                reaction(
                        name,
                        attempt -> attempt.number() == 1
                                ? Uni.createFrom()
                                        .item(Outcome.again(ofHours(1), "not yet")
                                                .waitingFor(new InstanceId(other)))
                                : done("woken")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(name)).containsExactly("not yet"));

        // When
        var recorded = record(happened("e-" + UUID.randomUUID(), other, List.of()));
        if (recorded.callsForWork()) {
            dispatcher.wake();
        }

        // Then
        awaitStatus(name, "done: woken");
    }

    @Test
    void runsAgainAtOnceWhenTheInstanceSpokeDuringTheAttempt() {
        // Given
        var name = named("overtaken");
        var other = "i-replacement-" + run;
        var config = new TestConfig(4, 1, ofSeconds(60), ofSeconds(45), ofHours(1), ofSeconds(10));
        call(name, "i-1");

        // When
        start(
                config,
                reaction(
                        name,
                        attempt -> attempt.number() == 1
                                ? journal.record(List.of(happened("e-" + UUID.randomUUID(), "i-1", List.of())))
                                        .replaceWith(Outcome.again(ofHours(1), "not yet")
                                                .waitingFor(new InstanceId(other)))
                                : done("woken")));

        // Then
        awaitStatus(name, "done: woken");
    }

    @Test
    void endsWhatIsSwitchedOffAsSkipped() {
        // Given
        var name = named("off");
        var attempts = new AtomicInteger();

        // When
        start(CONFIG, new TestReaction(name, false, attempt -> {
            attempts.incrementAndGet();
            return done("done");
        }));
        call(name, "i-1");

        // Then
        awaitStatus(name, "skipped: The reaction is switched off");
        assertThat(attempts).hasValue(0);
    }

    @Test
    void leavesAnUnknownReactionOpenAndAlarms() {
        // Given
        var known = named("known");
        var unknown = named("of-a-newer-version");
        var registry = new Registry(List.of(reaction(known, attempt -> done("done"))));
        start(CONFIG, reaction(known, attempt -> done("done")));

        // When
        call(unknown, "i-1");
        call(known, "i-1");
        try (var log = new LogLines("io.ecslifeguard.reactions")) {
            running.add(new UnknownReactions(registry, reactions)
                    .watch()
                    .subscribe()
                    .with(ignored -> {}));

            // Then
            awaitStatus(known, "done: done");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log.all())
                            .anyMatch(line ->
                                    line.startsWith("WARN") && line.contains("1 open reactions named " + unknown)));
            assertThat(log.all()).noneMatch(line -> line.contains("named " + known));
        }
        assertThat(count(unknown, "open")).isOne();
    }

    @Test
    void givesEachAttemptAContextInWhichSessionsKeepApart() {
        // Given
        var name = named("writes");
        execute("create table if not exists dispatched (reaction bigint primary key)");
        Queue<Object> contexts = new ConcurrentLinkedQueue<>();
        Set<String> unsafe = ConcurrentHashMap.newKeySet();
        for (var number = 0; number < 200; number++) {
            call(name, "i-" + number);
        }

        // When
        start(CONFIG, reaction(name, attempt -> {
            var context = Vertx.currentContext();
            contexts.add(context);
            if (!VertxContext.isDuplicatedContext(context)) {
                unsafe.add(String.valueOf(context));
            }
            return Panache.withTransaction(() -> Panache.getSession()
                            .chain(session -> session.createNativeQuery(
                                            "insert into dispatched values (" + attempt.reaction() + ")")
                                    .executeUpdate()))
                    .replaceWith(Outcome.done("written"));
        }));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(name, "done")).isEqualTo(200));
        assertThat(unsafe).isEmpty();
        assertThat(Set.copyOf(contexts)).hasSize(200);
        assertThat(records.query("select count(*) from dispatched").get(0).getLong(0))
                .isEqualTo(200);
        assertThat(records.query(
                                "select count(*) from attempt a join reaction r on r.id = a.reaction_id where r.name = '"
                                        + name + "'")
                        .get(0)
                        .getLong(0))
                .isEqualTo(200);
    }

    @Test
    void finishesWhatItCanAndHandsTheRestBackWhenItStops() {
        // Given
        var quick = named("quick");
        var slow = named("slow");
        var later = named("later");
        var begun = new AtomicInteger();
        var config = new TestConfig(8, 1, ofSeconds(60), ofSeconds(45), ofMillis(50), ofMillis(1500));
        var stopping = new CompletableFuture<Outcome>();
        call(quick, "i-1");
        call(slow, "i-1");
        var dispatcher = started(
                config,
                reaction(quick, attempt -> {
                    begun.incrementAndGet();
                    return Uni.createFrom().completionStage(stopping.copy());
                }),
                reaction(slow, attempt -> {
                    begun.incrementAndGet();
                    return Uni.createFrom().nothing();
                }),
                reaction(later, attempt -> done("not by us")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(begun).hasValue(2));

        // When
        var stopped = dispatcher.stop().subscribeAsCompletionStage();
        stopping.complete(Outcome.done("just in time"));
        call(later, "i-1");
        await().atMost(PATIENCE).until(stopped::isDone);

        // Then
        assertThat(status(quick)).containsExactly("done: just in time");
        assertThat(status(slow)).containsExactly("open: Handed back: the replica is stopping");
        assertThat(records.query("select 1 from reaction where name in ('%s', '%s') and lease_owner is not null"
                        .formatted(slow, later)))
                .isEmpty();
        assertThat(count(later, "open")).isOne();
    }

    private void start(TestConfig config, Reaction... known) {
        var unused = started(config, known);
    }

    private Dispatcher started(TestConfig config, Reaction... known) {
        var registry = new Registry(List.of(known));
        var runner = new AttemptRunner(
                config, registry, reactions, decoder, ownContext, json, (name, outcome, duration, result) -> {}, clock);
        var dispatcher = new Dispatcher(config, registry, reactions, runner, clock);
        running.add(dispatcher.run().subscribe().with(ignored -> {}));
        return dispatcher;
    }

    private String named(String what) {
        return what + "-" + run;
    }

    private void call(String reaction, String instance) {
        call(reaction, instance, Optional.empty());
    }

    private void call(String reaction, String instance, Optional<Instant> deadline) {
        var recorded = record(
                happened("e-" + UUID.randomUUID(), instance, List.of(new Entry.CalledFor(reaction, deadline, true))));
        assertThat(recorded.calls()).isOne();
    }

    private io.ecslifeguard.journal.Recorded record(Entry entry) {
        return journal.record(List.of(entry)).await().atMost(PATIENCE);
    }

    private Entry happened(String id, String instance, List<Entry.CalledFor> calls) {
        var body = """
                {"id":"%s","product":"ECS","name":"Instance:StateChange","level":"INFO","userId":"1690",
                 "regionId":"cn-hangzhou","content":{"resourceId":"%s","resourceType":"ALIYUN::ECS::Instance",
                 "state":"Stopped"}}""".formatted(id, instance);
        var event = (EcsEvent) decoder.decode(body, "m-" + id);
        return new Entry.Happened(event, Instant.now(), new Source("test", "m-" + id, Instant.now(), 1, body), calls);
    }

    /** Seconds from the end of the attempt of this number to the next one. */
    private double waitAfter(String name, int attempt) {
        var sql = """
                select extract(epoch from r.due_at - a.ended_at)::float8 from attempt a join reaction r on r.id = a.reaction_id
                where r.name = '%s' and a.number = %d""".formatted(name, attempt);
        await().atMost(PATIENCE).until(() -> !records.query(sql).isEmpty());
        return records.query(sql).get(0).getDouble(0);
    }

    private void awaitStatus(String name, String status) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(name)).containsExactly(status));
    }

    private List<String> status(String name) {
        return records
                .query("select status || ': ' || coalesce(note, '') from reaction where name = '" + name
                        + "' order by id")
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> notes(String name) {
        return records
                .query("select a.note from attempt a join reaction r on r.id = a.reaction_id where r.name = '" + name
                        + "' order by a.id")
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private long count(String name, String status) {
        return records.query(
                        "select count(*) from reaction where name = '%s' and status = '%s'".formatted(name, status))
                .get(0)
                .getLong(0);
    }

    private void execute(String sql) {
        var unused = records.query(sql);
    }

    private static Uni<Outcome> done(String note) {
        return Uni.createFrom().item(Outcome.done(note));
    }

    private static Reaction reaction(String name, Function<Attempt, Uni<Outcome>> work) {
        return new TestReaction(name, true, work);
    }

    private record TestReaction(String name, boolean enabled, Function<Attempt, Uni<Outcome>> work)
            implements Reaction {

        @Override
        public Uni<Outcome> attempt(Attempt attempt) {
            return work.apply(attempt);
        }
    }

    private record TestConfig(
            int capacity, int reserved, Duration lease, Duration attemptTimeout, Duration pollInterval, Duration grace)
            implements DispatchConfig {}
}
