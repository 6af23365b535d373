package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.NOON;
import static io.ecslifeguard.journal.Samples.interruption;
import static io.ecslifeguard.journal.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Purchases.Plan;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PurchasesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final InstanceId OLD = new InstanceId("i-old");
    private static final InstanceId NEW = new InstanceId("i-new");
    private static JournalDatabase database;

    private Purchases purchases;
    private Pools pools;

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
        database.execute("truncate event, reaction, instance, pool restart identity cascade");
        purchases = new Purchases(database.database());
        pools = new Pools(database.database());
        called("e-1");
    }

    @Test
    void keepsThePlanThatWasCommittedFirst() {
        // Given
        var first = begin(1, 1, "[1]");

        // When
        var second = begin(1, 1, "[2]");

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(await(purchases.plan(1, 2))).isEmpty();
    }

    @Test
    void keepsTheOrderThatWasCommittedFirst() {
        // Given
        var plan = begin(1, 1, "[]");
        var first = place(plan, 0, 0, "token");

        // When
        var second = await(purchases.place(plan, 0, 0, "other token", "{\"other\":1}", Duration.ZERO));

        // Then
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.token()).isEqualTo("token");
        assertThat(second.request()).isEqualTo("{\"userData\":\"c2VjcmV0\"}");
    }

    @Test
    void takesTheOrderOfTheLastRoundForTheLast() {
        // Given
        var plan = begin(1, 1, "[]");
        var unused = place(plan, 0, 0, "a");
        var next = place(plan, 0, 1, "b");

        // When
        var last = place(plan, 1, 0, "c");

        // Then
        assertThat(next.candidate()).isEqualTo(1);
        assertThat(last.token()).isEqualTo("c");
        assertThat(await(purchases.last(1, 1)).orElseThrow().token()).isEqualTo("c");
    }

    @Test
    void usesUpTheSlotOfAnOrderThatIsPlaced() {
        // Given
        var order = place(begin(1, 1, "[]"), 0, 0, "token");
        await(purchases.hasSlot(order, Duration.ofSeconds(90)));
        var withSlot = last();

        // When
        var asking = await(purchases.asking(order));

        // Then
        assertThat(withSlot.slot().orElseThrow()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
        assertThat(asking).isTrue();
        assertThat(last().slot()).isEmpty();
        assertThat(last().asks()).isEqualTo(1);
        assertThat(last().asked()).isPresent();
    }

    @Test
    void doesNotPlaceAnOrderThatIsSettled() {
        // Given
        var order = place(begin(1, 1, "[]"), 0, 0, "token");
        await(purchases.answered(order, OrderAnswer.bought(NEW, "OK", Optional.of("request"))));

        // When
        var asking = await(purchases.asking(order));
        await(purchases.answered(
                order, OrderAnswer.nothing(Order.Status.REFUSED, "Late", "Too late", Optional.empty(), Duration.ZERO)));

        // Then
        assertThat(asking).isFalse();
        assertThat(last().status()).isEqualTo(Order.Status.BOUGHT);
        assertThat(last().instance()).contains(NEW);
    }

    @Test
    void forgetsALookOnceTheOrderIsPlacedAgain() {
        // Given
        var order = place(begin(1, 1, "[]"), 0, 0, "token");
        var asked = await(purchases.asking(order));
        await(purchases.looked(order));
        var looked = last().looked();

        // When
        var again = await(purchases.asking(order));

        // Then
        assertThat(asked && again).isTrue();
        assertThat(looked).isPresent();
        assertThat(last().looked()).isEmpty();
    }

    @Test
    void knowsWhatAnotherReactionHasBought() {
        // Given
        var order = place(begin(1, 1, "[]"), 0, 0, "token");
        await(purchases.answered(order, OrderAnswer.bought(NEW, "OK", Optional.empty())));

        // When
        var byAnother = await(purchases.boughtBefore(OLD, 2, NOON.plusSeconds(60), HOUR));
        var byItself = await(purchases.boughtBefore(OLD, 1, NOON, HOUR));
        var ofAnother = await(purchases.boughtBefore(NEW, 2, NOON, HOUR));
        var longAgo = await(purchases.boughtBefore(OLD, 2, NOON.plus(Duration.ofHours(2)), HOUR));

        // Then
        assertThat(byAnother).contains(NEW);
        assertThat(byItself).isEmpty();
        assertThat(ofAnother).isEmpty();
        assertThat(longAgo).isEmpty();
    }

    @Test
    void countsTheLooksThatDoNotShowWhatWasBought() {
        // Given
        var order = place(begin(1, 1, "[]"), 0, 0, "token");
        await(purchases.answered(order, OrderAnswer.bought(NEW, "OK", Optional.empty())));
        var once = await(purchases.missing(NEW)).orElseThrow();

        // When
        var twice = await(purchases.missing(NEW)).orElseThrow();
        await(purchases.seen(NEW));
        var afterASight = await(purchases.missing(NEW)).orElseThrow();

        // Then
        assertThat(once.looks()).isEqualTo(1);
        assertThat(twice.looks()).isEqualTo(2);
        assertThat(afterASight.looks()).isEqualTo(1);
        assertThat(await(purchases.missing(OLD))).isEmpty();
    }

    @Test
    void forgetsPoolsAfterAWhile() {
        // Given
        var scarce = new Pool("ecs.g7.large", "vsw-1", true);
        await(pools.remember(scarce, "OperationDenied.NoStock", HOUR));
        await(pools.remember(scarce, "OperationDenied.NoStock", Duration.ofMinutes(1)));
        await(pools.remember(new Pool("ecs.g7.large", "vsw-2", true), "OperationDenied.NoStock", Duration.ZERO));

        // When
        var unavailable = await(pools.unavailable());

        // Then
        assertThat(unavailable).containsExactly(scarce);
        assertThat(database.value("select until > now() + interval '50 minutes' from pool where vswitch = 'vsw-1'"))
                .isEqualTo("true");
    }

    @Test
    void knowsHowAnInstanceWasWhenItWasLastSeen() {
        // Given
        database.execute("""
                insert into instance (id, type, vswitch, tags, described_at)
                values ('i-seen', 'ecs.g7.large', 'vsw-1', '{"team": "web"}', now()), ('i-heard-of', null, null, '{}', null)
                """);
        var lastSeen = new LastSeen(database.database());

        // When
        var seen = await(lastSeen.of(new InstanceId("i-seen")));

        // Then
        assertThat(seen)
                .contains(new LastSeen.Seen(Optional.of("ecs.g7.large"), Optional.of("vsw-1"), Map.of("team", "web")));
        assertThat(await(lastSeen.of(new InstanceId("i-heard-of")))).isEmpty();
    }

    @Test
    void goesWithItsReaction() {
        // Given
        var unused = place(begin(1, 1, "[]"), 0, 0, "token");

        // When
        database.execute("delete from event");

        // Then
        assertThat(database.value("select count(*) from purchase")).isEqualTo("0");
        assertThat(database.value("select count(*) from replacement")).isEqualTo("0");
    }

    private void called(String event) {
        var unused =
                await(new Journal(database.database()).record(page(interruption(event, "i-old", NOON, "evacuate"))));
    }

    private Plan begin(long reaction, int generation, String candidates) {
        return await(purchases.begin(new Plan(reaction, generation, OLD, "{}", candidates)));
    }

    private Order place(Plan plan, int round, int candidate, String token) {
        return await(
                purchases.place(plan, round, candidate, token, "{\"userData\":\"c2VjcmV0\"}", Duration.ofSeconds(30)));
    }

    private Order last() {
        return await(purchases.last(1, 1)).orElseThrow();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
