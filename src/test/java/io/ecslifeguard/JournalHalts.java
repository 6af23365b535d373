package io.ecslifeguard;

import static org.awaitility.Awaitility.await;

import io.ecslifeguard.dev.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Has commits of the journal wait, each at a place and for an instance, until it is said what becomes of them. */
final class JournalHalts implements AutoCloseable {

    /** What is committed on the way of an evacuation, as a trigger sees it. */
    static final Map<String, String> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("groups remembered", "update on reaction when old.memory is null and new.memory is not null");
        PLACES.put("weights wanted", "insert on edit when new.kind = 'WEIGH'");
        PLACES.put(
                "weights sent",
                "update on edit when old.sent_at is null and new.sent_at is not null" + " and new.kind = 'WEIGH'");
        PLACES.put("weights set", "update on edit when new.status = 'done' and new.kind = 'WEIGH'");
        PLACES.put("generation begun", "insert on replacement when true");
        PLACES.put("order placed", "insert on purchase when true");
        PLACES.put("order asked", "update on purchase when new.asks > old.asks");
        PLACES.put("call begun", "insert on call when new.api = 'ECS RunInstances'");
        PLACES.put("call ended", "update on call when new.api = 'ECS RunInstances'");
        PLACES.put("order answered", "update on purchase when new.status = 'bought'");
        PLACES.put("swap wanted", "insert on edit when new.kind = 'SWAP'");
        PLACES.put(
                "swap sent",
                "update on edit when old.sent_at is null and new.sent_at is not null" + " and new.kind = 'SWAP'");
        PLACES.put("swap made", "update on edit when new.status = 'done' and new.kind = 'SWAP'");
        PLACES.put("evacuation ended", "update on reaction when new.status = 'done'");
    }

    private final CrashScene scene;
    private final Map<Long, Boolean> halts = new LinkedHashMap<>();
    private final Connection keeper;

    /** The schema must be there. */
    JournalHalts(CrashScene scene, String jdbcUrl) throws SQLException {
        this.scene = scene;
        keeper = DriverManager.getConnection(jdbcUrl, EmbeddedPostgres.USER, "any");
        scene.execute("""
                create table halt (id bigint primary key, place text, instance text);
                create function halt() returns trigger language plpgsql as $$
                    declare
                        told jsonb = to_jsonb(new);
                        lock bigint;
                    begin
                        select h.id into lock from halt h join reaction r on r.instance_id = h.instance
                        where h.place = tg_argv[0] and r.id = coalesce(told ->> 'reaction_id', told ->> 'id')::bigint;
                        if found then perform pg_advisory_xact_lock(lock); end if;
                        return new;
                    end $$""");
        var number = 0;
        for (var place : PLACES.entrySet()) {
            var parts = place.getValue().split(" when ", 2);
            scene.execute("create trigger halt_%d before %s for each row when (%s) execute function halt('%s')"
                    .formatted(++number, parts[0], parts[1], place.getKey()));
        }
    }

    /** Has the next commit at this place wait. */
    void add(String place, String instance, boolean isCommitted) {
        var id = halts.size() + 1L;
        halts.put(id, isCommitted);
        scene.execute("insert into halt values (%d, '%s', '%s')".formatted(id, place, instance));
        keep("select pg_advisory_lock(" + id + ")");
    }

    void awaitAll() {
        await().atMost(CrashScene.PATIENCE)
                .until(() -> scene.number("select count(distinct objid) from pg_locks"
                                + " where locktype = 'advisory' and not granted")
                        == halts.size());
    }

    /** Whoever waited is dead: what it has sent is committed, or never comes about. */
    void decide() {
        scene.execute("delete from halt");
        halts.forEach((id, isCommitted) -> {
            if (!isCommitted) {
                scene.execute("select pg_terminate_backend(pid) from pg_locks"
                        + " where locktype = 'advisory' and not granted and objid = " + id);
                await().atMost(CrashScene.PATIENCE)
                        .until(() -> scene.number("select count(*) from pg_locks"
                                        + " where locktype = 'advisory' and not granted and objid = " + id)
                                == 0);
            }
            keep("select pg_advisory_unlock(" + id + ")");
        });
        await().atMost(CrashScene.PATIENCE)
                .until(() -> scene.number("select count(*) from pg_locks where locktype = 'advisory'") == 0);
    }

    private void keep(String sql) {
        try (var statement = keeper.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        keeper.close();
    }
}
