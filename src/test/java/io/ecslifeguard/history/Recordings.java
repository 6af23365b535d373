package io.ecslifeguard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Journal;
import io.ecslifeguard.journal.Schema;
import io.ecslifeguard.journal.Source;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the tests put into the journal. */
@ApplicationScoped
class Recordings {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Journal journal;
    private final Schema schema;
    private final AgroalDataSource dataSource;

    Recordings(Journal journal, Schema schema, AgroalDataSource dataSource) {
        this.journal = journal;
        this.schema = schema;
        this.dataSource = dataSource;
    }

    /** Waits for the schema, and removes what earlier tests left. */
    void clear() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(schema.problem()).isEmpty());
        sql("truncate event, reaction, attempt, call, quarantine, instance, notice restart identity cascade");
    }

    void record(Entry... entries) {
        journal.record(List.of(entries)).await().atMost(PATIENCE);
    }

    void sql(String statement, Object... values) {
        try (var connection = dataSource.getConnection();
                var prepared = connection.prepareStatement(statement)) {
            for (var index = 0; index < values.length; index++) {
                prepared.setObject(index + 1, values[index]);
            }
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    static Entry.Happened state(String id, String instance, String state, Instant at, String... reactions) {
        return event("""
                {"id":"%s","product":"ECS","name":"Instance:StateChange","level":"INFO","userId":"1690","regionId":"cn-hangzhou","content":{"resourceId":"%s","resourceType":"ALIYUN::ECS::Instance","state":"%s"}}""".formatted(id, instance, state), at, reactions);
    }

    static Entry.Happened interruption(String id, String instance, Instant at, String... reactions) {
        return event("""
                {"id":"%s","product":"ECS","name":"Instance:PreemptibleInstanceInterruption","level":"WARN","regionId":"cn-beijing","content":{"instanceId":"%s","action":"delete"}}""".formatted(id, instance), at, reactions);
    }

    static Entry.Happened event(String json, Instant at, String... reactions) {
        var calls = Arrays.stream(reactions)
                .map(name -> new Entry.CalledFor(name, Optional.empty(), true))
                .toList();
        var source = new Source("ecs-events", "m-" + Integer.toHexString(json.hashCode()), NOON, 2, json);
        return new Entry.Happened((EcsEvent) new Decoder().decode(json, "m-1"), at, source, calls);
    }

    static Entry.Parked parked(String queue, String messageId, String body) {
        return new Entry.Parked("The body is not JSON", new Source(queue, messageId, NOON, 3, body));
    }
}
