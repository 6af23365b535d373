package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.happened;
import static io.ecslifeguard.journal.Samples.interruption;
import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceEventsTest {

    private static final InstanceId INSTANCE = new InstanceId("i-1");
    private static final Duration PERIOD = Duration.ofHours(2);
    private static JournalDatabase database;

    private final Instant now = Instant.now();
    private Journal journal;
    private InstanceEvents events;

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
        events = new InstanceEvents(database.database());
    }

    @Test
    void knowsARecentInterruption() {
        // Given
        record(interruption("e-1", "i-1", now.minusSeconds(60)), interruption("e-2", "i-2", now));

        // When
        var interrupted = await(events.interruptedWithin(INSTANCE, PERIOD));
        var earlier = await(events.interruptedWithin(INSTANCE, Duration.ofSeconds(30)));

        // Then
        assertThat(interrupted.map(Instant::getEpochSecond))
                .contains(now.minusSeconds(60).getEpochSecond());
        assertThat(earlier).isEmpty();
    }

    @Test
    void knowsThatThePlatformIsAtWorkWhateverTheEnvelope() {
        // Given
        record(happened(cloudEvent("c-1", "SystemMaintenance.Reboot", "Executing", "e-1"), now, Optional.empty()));

        // When
        var work = await(events.platformAtWork(INSTANCE, PERIOD));

        // Then
        assertThat(work).contains("Instance:SystemMaintenance.Reboot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Executed", "Avoided", "Canceled", "Failed"})
    void knowsThatThePlatformHasEnded(String status) {
        // Given
        record(
                happened(
                        classic("a-1", "SystemMaintenance.Reboot", "Executing", "e-1"),
                        now.minusSeconds(60),
                        Optional.empty()),
                happened(cloudEvent("c-2", "SystemMaintenance.Reboot", status, "e-1"), now, Optional.empty()));

        // When
        var work = await(events.platformAtWork(INSTANCE, PERIOD));

        // Then
        assertThat(work).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Scheduled", "Inquiring"})
    void takesNoAnnouncementForAnEnd(String status) {
        // Given
        record(
                happened(
                        classic("a-1", "SystemMaintenance.Reboot", "Executing", "e-1"),
                        now.minusSeconds(60),
                        Optional.empty()),
                happened(classic("a-2", "SystemMaintenance.Reboot", status, "e-1"), now, Optional.empty()));

        // When
        var work = await(events.platformAtWork(INSTANCE, PERIOD));

        // Then
        assertThat(work).isPresent();
    }

    @Test
    void takesTheEndOfSomethingElseForNoEnd() {
        // Given
        record(
                happened(
                        classic("a-1", "SystemFailure.Reboot", "Executing", "e-1"),
                        now.minusSeconds(60),
                        Optional.empty()),
                happened(classic("a-2", "SystemMaintenance.Redeploy", "Executed", "e-2"), now, Optional.empty()));

        // When
        var work = await(events.platformAtWork(INSTANCE, PERIOD));

        // Then
        assertThat(work).contains("Instance:SystemFailure.Reboot:Executing");
    }

    @Test
    void readsPayloadsThatPostgresWouldNotOpen() {
        // Given
        var payload = classic("a-1", "SystemMaintenance.Reboot", "Executing", "e-1")
                .replace("\"level\"", "\"x\":\"\\u0000\",\"level\"");
        record(happened(payload, now, Optional.empty()));

        // When
        var work = await(events.platformAtWork(INSTANCE, PERIOD));

        // Then
        assertThat(work).isPresent();
    }

    @Test
    void knowsWhetherTheInstanceRanSince() {
        // Given
        record(stateChange("e-1", "i-1", "Running", now));

        // When
        var before = await(events.ranSince(INSTANCE, now.minusSeconds(1)));
        var after = await(events.ranSince(INSTANCE, now.plusSeconds(1)));

        // Then
        assertThat(before).isTrue();
        assertThat(after).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Starting, true", "Running, true", "Stopping, false", "Stopped, false"})
    void knowsWhetherTheInstanceBeganToStartSince(String state, boolean started) {
        // Given
        record(stateChange("e-1", "i-1", state, now));

        // When
        var before = await(events.startedSince(INSTANCE, now.minusSeconds(1)));
        var after = await(events.startedSince(INSTANCE, now.plusSeconds(1)));

        // Then
        assertThat(before).isEqualTo(started);
        assertThat(after).isFalse();
    }

    private static String classic(String id, String code, String status, String eventId) {
        return """
                {"id":"%s","product":"ECS","name":"Instance:%s:%s","level":"CRITICAL",
                 "content":{"eventId":"%s","instanceId":"i-1","eventType":"%s","eventStatus":"%s"}}""".formatted(id, code, status, eventId, code, status);
    }

    private static String cloudEvent(String id, String code, String status, String eventId) {
        return """
                {"specversion":"1.0","id":"%s","source":"acs.ecs","type":"ecs:Instance:%s",
                 "data":{"eventId":"%s","instanceId":"i-1","eventType":"%s","eventStatus":"%s"}}""".formatted(id, code, eventId, code, status);
    }

    private void record(Entry... entries) {
        assertThat(await(journal.record(List.of(entries)))).isNotNull();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
