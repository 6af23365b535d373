package io.ecslifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.journal.Inventory.Place;
import io.ecslifeguard.journal.InventoryGroup.Member;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration AGE = Duration.ofMinutes(15);
    private static JournalDatabase database;

    private Inventory inventory;

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
        database.execute("truncate server_group, backend, inventory");
        inventory = new Inventory(database.database());
    }

    @Test
    void knowsWhereAServerIsByItsIdAndByItsAddress() {
        // Given
        var began = get(inventory.begin(100));
        write(group("rsp-1", instance("i-1", 80), instance("i-1", 8080), instance("i-2", 80)), began);
        write(group("rsp-2", instance("i-2", 80)), began);
        write(group("default:lb-1", networkInterface("eni-1", "10.0.0.1")), began);

        // When
        var known = get(inventory.of(List.of("i-1"), List.of("10.0.0.9", "10.0.0.1")));

        // Then
        assertThat(known.places())
                .containsExactly(
                        new Place("default:lb-1", Optional.of("lb-1"), Optional.of("vpc-1")),
                        new Place("rsp-1", Optional.of("lb-1"), Optional.of("vpc-1")));
        assertThat(get(inventory.of(List.of("i-3", "eni-1"), List.of())).places())
                .extracting(Place::id)
                .containsExactly("default:lb-1");
        assertThat(get(inventory.of(List.of("i-3"), List.of())).places()).isEmpty();
    }

    @Test
    void replacesTheMembersByThoseOfANewerReading() {
        // Given
        var began = get(inventory.begin(100));
        write(group("rsp-1", instance("i-1", 80)), began);

        // When
        write(group("rsp-1", instance("i-2", 80)), began.plusSeconds(2));
        write(group("rsp-1", instance("i-3", 80)), began.plusSeconds(1));

        // Then
        assertThat(database.query("select server_id from backend"))
                .extracting(row -> row.getString(0))
                .containsExactly("i-2");
    }

    @Test
    void keepsWhatAReadingDoesNotTell() {
        // Given
        var began = get(inventory.begin(100));
        write(group("rsp-1", instance("i-1", 80)), began);

        // When
        write(
                new InventoryGroup("rsp-1", Optional.empty(), Optional.empty(), List.of(instance("i-1", 80))),
                began.plusSeconds(1));

        // Then
        assertThat(get(inventory.of(List.of("i-1"), List.of())).places())
                .containsExactly(new Place("rsp-1", Optional.of("lb-1"), Optional.of("vpc-1")));
    }

    @Test
    void passesOverWhatAReadingLeftThatWasWrittenAtTheSameTime() {
        // Given
        var began = get(inventory.begin(100));
        write(group("rsp-1", instance("i-1", 80)), began);
        database.execute("insert into backend values ('rsp-1', '" + began.minusSeconds(1)
                + "', 'i-2', null, 80, 100, 'ecs', null)");

        // When
        var left = get(inventory.of(List.of("i-2"), List.of()));
        write(group("rsp-1", instance("i-1", 80)), began.plusSeconds(1));

        // Then
        assertThat(left.places()).isEmpty();
        assertThat(get(inventory.of(List.of("i-1"), List.of())).places()).hasSize(1);
        assertThat(database.value("select count(*) from backend")).isEqualTo("1");
    }

    @Test
    void forgetsWhatACompletePassDidNotRead() {
        // Given
        var before = get(inventory.begin(100));
        write(group("rsp-1", instance("i-1", 80)), before);
        write(group("rsp-2", instance("i-1", 80)), before);
        var began = get(inventory.begin(100));
        write(group("rsp-2", instance("i-1", 80), instance("i-2", 80)), get(inventory.now()));

        // When
        var unused = get(inventory.complete(began, 7));

        // Then
        assertThat(get(inventory.of(List.of("i-1"), List.of())).places())
                .extracting(Place::id)
                .containsExactly("rsp-2");
        var state = get(inventory.state());
        assertThat(state.began()).contains(began);
        assertThat(state.ended()).isPresent();
        assertThat(state).extracting(InventoryState::loadBalancers).isEqualTo(7);
        assertThat(state).extracting(InventoryState::groups).isEqualTo(1);
        assertThat(state).extracting(InventoryState::backends).isEqualTo(2);
    }

    @Test
    void isCompleteAfterACompletePassUntilThatIsTooOld() {
        // Given
        var none = get(inventory.state());
        var began = get(inventory.begin(100));
        var underWay = get(inventory.state());

        // When
        var unused = get(inventory.complete(began, 0));

        // Then
        assertThat(none.isComplete(AGE)).isFalse();
        assertThat(underWay.isComplete(AGE)).isFalse();
        assertThat(get(inventory.state()).isComplete(AGE)).isTrue();
        database.execute("update inventory set began_at = began_at - interval '16 minutes'");
        assertThat(get(inventory.state()).isComplete(AGE)).isFalse();
    }

    @Test
    void keepsNoMoreThanItsLimitAndSaysSo() {
        // Given
        var began = get(inventory.begin(3));
        var room = get(inventory.read(group("rsp-1", instance("i-1", 80), instance("i-2", 80)), began));
        var completed = get(inventory.complete(began, 1));

        // When
        var tooMany = get(inventory.read(group("rsp-2", instance("i-1", 80), instance("i-2", 80)), began));
        var again = get(inventory.read(
                group("rsp-1", instance("i-3", 80), instance("i-4", 80), instance("i-5", 80)), began.plusSeconds(1)));

        // Then
        assertThat(room).isTrue();
        assertThat(tooMany).isFalse();
        assertThat(again).as("what replaces others needs no room beside them").isTrue();
        assertThat(database.value("select count(*) from backend")).isEqualTo("3");
        var state = get(inventory.state());
        assertThat(state.isComplete(AGE)).isFalse();
        assertThat(state.problem().orElseThrow()).contains("more than 3 backends", "inventory-limit");
    }

    @Test
    void makesRoomForTheNextPass() {
        // Given
        write(group("rsp-gone", instance("i-1", 80)), get(inventory.begin(1)));
        var began = get(inventory.begin(1));
        var full = get(inventory.read(group("rsp-1", instance("i-1", 80)), began));

        // When
        var stopped = get(inventory.incomplete(began, "too many"));

        // Then
        assertThat(full).isFalse();
        assertThat(get(inventory.state()).problem()).contains("too many");
        assertThat(get(inventory.read(group("rsp-1", instance("i-1", 80)), get(inventory.begin(1)))))
                .isTrue();
    }

    @Test
    void keepsNothingWhileNobodyMakesPasses() {
        // When
        write(group("rsp-1", instance("i-1", 80)), Instant.now());

        // Then
        assertThat(database.value("select count(*) from server_group")).isEqualTo("0");
        assertThat(get(inventory.of(List.of("i-1"), List.of())).state().began()).isEmpty();
    }

    private void write(InventoryGroup group, Instant readAt) {
        var unused = get(inventory.read(group, readAt));
    }

    private static InventoryGroup group(String id, Member... members) {
        return new InventoryGroup(id, Optional.of("lb-1"), Optional.of("vpc-1"), List.of(members));
    }

    private static Member instance(String id, int port) {
        return new Member(id, Optional.empty(), Optional.of(port), 100, "ecs", Optional.of("a\u0000b"));
    }

    private static Member networkInterface(String id, String address) {
        return new Member(id, Optional.of(address), Optional.empty(), 100, "eni", Optional.empty());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
