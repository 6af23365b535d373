package io.ecslifeguard.journal;

import static io.ecslifeguard.journal.Samples.NOON;
import static io.ecslifeguard.journal.Samples.stateChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = Duration.ofMillis(800);
    /** More than there are connections. */
    private static final int TRIES = 9;

    private JournalDatabase owner;
    private JournalDatabase service;

    @BeforeEach
    void connect() {
        owner = new JournalDatabase();
        service = owner.withStatementTimeout(TIMEOUT);
    }

    @AfterEach
    void disconnect() {
        service.close();
        owner.close();
    }

    @Test
    void keepsConnectionsForOtherTablesWhileOneIsLocked() {
        // Given
        var journal = new Journal(service.database());
        var reactions = new Reactions(service.database(), service.replica("ours"));
        record(new Journal(owner.database()), "e-1", "i-1");
        // as an index that is created takes it
        var lock = owner.hold("lock table event in share mode");

        // When
        try {
            for (var attempt = 0; attempt < TRIES; attempt++) {
                assertThatThrownBy(() -> record(journal, "e-2", "i-2"))
                        .isInstanceOf(JournalUnavailable.class)
                        .hasMessageContaining("within 800 ms (lifeguard.journal.statement-timeout)");
            }

            // Then
            await(journal.ping());
            var claimed = await(reactions.claim(Set.of("restart"), 9, 9, Duration.ofMinutes(1), List.of()));
            assertThat(claimed).hasSize(1);
            assertThat(await(reactions.remember(claimed.get(0), "{}"))).isTrue();
            assertThat(waiting()).isLessThanOrEqualTo(3);
        } finally {
            lock.run();
        }

        // Then
        record(journal, "e-2", "i-2");
        assertThat(owner.value("select count(*) from event")).isEqualTo("2");
    }

    @Test
    void endsAStatementThatHoldsALockItself() {
        // Given
        var journal = new Journal(service.database());
        owner.execute("""
                create function sleep() returns trigger language plpgsql as
                    $$ begin perform pg_sleep(30); return new; end $$;
                create trigger sleep after insert on event execute function sleep()""");

        // When
        assertThatThrownBy(() -> record(journal, "e-1", "i-1")).isInstanceOf(JournalUnavailable.class);

        // Then
        owner.execute("drop trigger sleep on event");
        record(journal, "e-1", "i-1");
    }

    @Test
    void saysWhichSettingItIsWhereTheServerIsFirst() {
        // When
        var ended = service.database().run("do 'begin raise query_canceled; end'", Tuple.tuple());

        // Then
        assertThatThrownBy(() -> await(ended))
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("lifeguard.journal.statement-timeout");
    }

    private long waiting() {
        return Long.parseLong(owner.value("select count(*) from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'"));
    }

    private static void record(Journal journal, String event, String instance) {
        var unused = await(journal.record(List.of(stateChange(event, instance, "Stopped", NOON, "restart"))));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
