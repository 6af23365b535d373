package io.ecslifeguard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the journal holds, read by SQL and so past the code under test. */
public final class Records {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** All attempts at a reaction, and what they wait for. */
    private static final Duration PATIENCE_FOR_AN_END = Duration.ofSeconds(60);

    private final Pool pool;

    public Records(Pool pool) {
        this.pool = pool;
    }

    public List<Row> query(String sql) {
        var rows = pool.query(sql).execute().await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    /** Status and note of each reaction of this name for the instance, oldest first, as {@code done: It runs again}. */
    public List<String> reactions(String name, String instance) {
        return query(
                        "select status || ': ' || coalesce(note, '') from reaction where name = '%s' and instance_id = '%s' order by id"
                                .formatted(name, instance))
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** Waits until the first reaction of this name for the instance is done. */
    public void awaitDone(String name, String instance) {
        await().atMost(PATIENCE_FOR_AN_END)
                .untilAsserted(() ->
                        assertThat(reactions(name, instance)).first().asString().startsWith("done: "));
    }

    /** The notes of all attempts at a reaction, oldest first. */
    public List<String> notes(String name, String instance) {
        return query(("select a.note from attempt a join reaction r on r.id = a.reaction_id "
                                + "where r.name = '%s' and r.instance_id = '%s' order by a.id")
                        .formatted(name, instance))
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
