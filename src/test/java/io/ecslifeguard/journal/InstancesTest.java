package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.NOON;
import static io.ecslifeguard.journal.Samples.page;
import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstancesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Optional<String> ACCOUNT = Optional.of("1690");
    private static JournalDatabase database;

    private Journal journal;
    private Instances instances;

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
        database.execute("truncate event, reaction, attempt, call, quarantine, instance restart identity cascade");
        journal = new Journal(database.database());
        instances = new Instances(database.database());
    }

    @Test
    void keepsWhatTheCloudShows() {
        // When
        show(NOON, shown("i-1", "Running"));

        // Then
        var row = database.query("select row_to_json(i)::text from instance i")
                .get(0)
                .getString(0);
        assertThat(row)
                .contains(
                        "\"id\":\"i-1\"", "\"state\":\"Running\"", "\"account\":\"1690\"", "\"zone\":\"cn-hangzhou-h\"")
                .contains(
                        "\"name\":\"web\\u0001😀\"",
                        "\"type\":\"ecs.g7.large\"",
                        "\"image\":\"img\"",
                        "\"vpc\":\"vpc-1\"")
                .contains("\"charge_type\":\"PostPaid\"", "\"spot_strategy\":\"NoSpot\"", "\"vswitch\":\"vsw-1\"")
                .contains("\"private_ips\":[\"10.0.0.1\"]", "\"public_ips\":[\"47.1.1.1\"]", "\"team\": \"a\"")
                .contains("\"locks\":[\"financial\"]");
        assertThat(value("created_at = '2026-11-01T00:00:00Z'")).isEqualTo("true");
        assertThat(value("described_at = '2026-11-23T12:00:00Z'")).isEqualTo("true");
    }

    @Test
    void takesTheStateThatEventsHaveMissed() {
        // Given
        record(stateChange("e-1", "i-1", "Running", NOON.minusSeconds(60)));

        // When
        show(NOON, shown("i-1", "Stopped"));

        // Then
        assertThat(value("state")).isEqualTo("Stopped");
        assertThat(value("state_at <= '2026-11-23T12:00:00Z'")).isEqualTo("true");
    }

    @Test
    void anEventOfAfterTheDescriptionBeganWins() {
        // Given
        record(stateChange("e-1", "i-1", "Stopped", NOON.plusSeconds(1)));

        // When
        show(NOON, shown("i-1", "Running"));

        // Then
        assertThat(value("state")).isEqualTo("Stopped");
        assertThat(value("type")).isEqualTo("ecs.g7.large");
    }

    @Test
    void anEventThatArrivesAfterTheDescriptionAndOccurredAfterItBeganWins() {
        // Given
        show(NOON, shown("i-1", "Running"));

        // When
        record(stateChange("e-1", "i-1", "Stopping", NOON.plusSeconds(1)));

        // Then
        assertThat(value("state")).isEqualTo("Stopping");
    }

    @Test
    void theSameStateKeepsItsTime() {
        // Given
        record(stateChange("e-1", "i-1", "Running", NOON.minusSeconds(60)));

        // When
        show(NOON, shown("i-1", "Running"));

        // Then
        assertThat(value("state_at = '2026-11-23T11:59:00Z'")).isEqualTo("true");
    }

    @Test
    void aReleaseThatAnEventToldIsFinal() {
        // Given
        record(stateChange("e-1", "i-1", "Deleted", NOON.minusSeconds(60)));

        // When
        show(NOON, shown("i-1", "Stopped"));

        // Then
        assertThat(value("state")).isEqualTo("Deleted");
        assertThat(value("released_at is not null")).isEqualTo("true");
    }

    @Test
    void countsAsReleasedWhatTwoDescriptionsInARowDidNotShow() {
        // Given
        show(NOON, shown("i-1", "Running"));
        var first = passWithout("i-1", pass(1));

        // When
        var second = passWithout("i-1", pass(2));

        // Then
        assertThat(first).isEmpty();
        assertThat(second).containsExactly(new InstanceId("i-1"));
        assertThat(value("released_at = missing_since")).isEqualTo("true");
        assertThat(value("state")).isEqualTo("Deleted");
        assertThat(value("type")).isEqualTo("ecs.g7.large");
        assertThat(suspects(pass(3))).isEmpty();
    }

    @Test
    void countsNothingAsReleasedThatOneDescriptionDidNotShow() {
        // Given
        show(NOON, shown("i-1", "Running"));

        // When
        miss(pass(1));

        // Then
        assertThat(value("released_at is null and missing_since is not null")).isEqualTo("true");
        assertThat(value("state")).isEqualTo("Running");
    }

    @Test
    void countsTwoDescriptionsThatFollowEachOtherTooSoonAsOne() {
        // Given
        show(NOON, shown("i-1", "Running"));
        miss(pass(1));

        // When
        var released = passWithout("i-1", pass(1).plusSeconds(149));

        // Then
        assertThat(released).isEmpty();
        assertThat(value("missing_since = '2026-11-23T12:05:00Z'")).isEqualTo("true");
    }

    @Test
    void beginsAnewWhereItWasShownInBetween() {
        // Given
        show(NOON, shown("i-1", "Running"));
        miss(pass(1));
        show(pass(2), shown("i-1", "Running"));

        // When
        var released = passWithout("i-1", pass(3));

        // Then
        assertThat(released).isEmpty();
        assertThat(value("released_at")).isNull();
    }

    @Test
    void beginsAnewWhereAnEventWasHeardInBetween() {
        // Given
        show(NOON, shown("i-1", "Running"));
        miss(pass(1));
        record(stateChange("e-1", "i-1", "Stopped", pass(1).plusSeconds(1)));

        // When
        var released = passWithout("i-1", pass(2));

        // Then
        assertThat(released).isEmpty();
        assertThat(value("released_at")).isNull();
    }

    @Test
    void takesBackTheReleaseOfWhatIsShownAfterAll() {
        // Given
        show(NOON, shown("i-1", "Running"));
        miss(pass(1));
        miss(pass(2));

        // When
        show(pass(3), shown("i-1", "Stopped"));

        // Then
        assertThat(value("released_at is null and missing_since is null")).isEqualTo("true");
        assertThat(value("state")).isEqualTo("Stopped");
    }

    @Test
    void suspectsNothingThatCameUpAfterTheDescriptionBegan() {
        // Given
        show(NOON, shown("i-1", "Running"));
        database.execute("update instance set first_seen_at = now(), described_at = null");

        // When
        var suspects = suspects(get(instances.now()).minusSeconds(60));

        // Then
        assertThat(suspects).isEmpty();
    }

    @Test
    void suspectsNothingOfAnotherRegionOrAccount() {
        // Given
        show(NOON, shown("i-1", "Running"));
        database.execute("update instance set first_seen_at = described_at");

        // When
        var region = get(instances.notShownSince(pass(1), "cn-beijing", ACCOUNT));
        var account = get(instances.notShownSince(pass(1), "cn-hangzhou", Optional.of("2000")));
        var ours = get(instances.notShownSince(pass(1), "cn-hangzhou", ACCOUNT));

        // Then
        assertThat(region).isEmpty();
        assertThat(account).isEmpty();
        assertThat(ours).containsExactly(new InstanceId("i-1"));
    }

    @Test
    void suspectsWhatOnlyEventsToldOfWhereItIsKnownToBeOurs() {
        // Given
        record(stateChange("e-1", "i-1", "Running", NOON));
        database.execute("update instance set first_seen_at = last_event_at");

        // When
        var known = get(instances.notShownSince(pass(1), "cn-hangzhou", ACCOUNT));
        var unknown = get(instances.notShownSince(pass(1), "cn-hangzhou", Optional.empty()));

        // Then
        assertThat(known).containsExactly(new InstanceId("i-1"));
        assertThat(unknown).isEmpty();
    }

    private static Instant pass(int number) {
        return NOON.plusSeconds(300L * number);
    }

    private List<InstanceId> suspects(Instant began) {
        return get(instances.notShownSince(began, "cn-hangzhou", ACCOUNT));
    }

    private List<InstanceId> passWithout(String id, Instant began) {
        return get(instances.missing(List.of(new InstanceId(id)), began, Duration.ofSeconds(150)));
    }

    private void miss(Instant began) {
        var unused = passWithout("i-1", began);
    }

    private void show(Instant began, ShownInstance... shown) {
        var unused = instances.shown(List.of(shown), began).await().atMost(PATIENCE);
    }

    private void record(Entry entry) {
        var unused = get(journal.record(page(entry)));
    }

    private static String value(String column) {
        return database.value("select " + column + " from instance where id = 'i-1'");
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static ShownInstance shown(String id, String state) {
        return new ShownInstance(
                new InstanceId(id),
                state,
                Optional.of(Instant.parse("2026-11-01T00:00:00Z")),
                ACCOUNT,
                "cn-hangzhou",
                Optional.of("cn-hangzhou-h"),
                Optional.of("web\u0001😀"),
                Optional.of("ecs.g7.large"),
                Optional.of("img"),
                Optional.of("PostPaid"),
                Optional.of("NoSpot"),
                Optional.of("vpc-1"),
                Optional.of("vsw-1"),
                List.of("10.0.0.1"),
                List.of("47.1.1.1"),
                Map.of("team", "a"),
                List.of("financial"));
    }
}
