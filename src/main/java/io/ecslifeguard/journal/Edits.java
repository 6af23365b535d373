package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The edits of server groups that reactions ask for; the lanes make them, in any replica. */
@ApplicationScoped
public class Edits {

    private static final String QUEUE = """
            insert into edit as known (reaction_id, key, lane, load_balancer, server_group, kind, step, old_backends,
                    new_backends, size, due_at, deadline)
            select distinct on (reaction_id, key) reaction_id, key, lane, load_balancer, server_group, kind, step,
                old_backends::json, new_backends::json,
                greatest(1, json_array_length(old_backends::json), json_array_length(new_backends::json)), due_at, deadline
            from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                    $9::text[], $10::timestamptz[], $11::timestamptz[])
                as t (reaction_id, key, lane, load_balancer, server_group, kind, step, old_backends, new_backends, due_at,
                    deadline)
            order by reaction_id, key
            on conflict (reaction_id, key) do update set
                lane = excluded.lane, load_balancer = excluded.load_balancer, server_group = excluded.server_group,
                kind = excluded.kind, step = excluded.step, old_backends = excluded.old_backends,
                new_backends = excluded.new_backends, size = excluded.size, cohort = null, status = 'open',
                due_at = excluded.due_at, deadline = excluded.deadline, sent_at = null, tries = 0, problem = null,
                ended_at = null
            where known.status = 'dropped'
            """;

    private static final String OF = """
            select key, status, ended_at, problem, tries, dry_run from edit where reaction_id = $1 order by id
            """;

    private static final String WITHDRAW = """
            update edit set status = 'dropped', problem = 'Taken back by the reaction', ended_at = now()
            where reaction_id = $1 and key = any ($2) and status = 'open' and sent_at is null
            """;

    private final Database database;
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();

    Edits(Database database) {
        this.database = database;
    }

    /**
     * Commits that these edits are to be made, and tells this process' lanes. One that was asked for already stays as it
     * is; one that was dropped is asked for anew.
     */
    public Uni<Void> queue(List<Edit> edits) {
        if (edits.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var parameters = Tuple.tuple()
                .addArrayOfLong(edits.stream().map(Edit::reaction).toArray(Long[]::new))
                .addArrayOfString(texts(edits, Edit::key))
                .addArrayOfString(texts(edits, Edit::lane))
                .addArrayOfString(texts(edits, edit -> edit.loadBalancer().orElse(null)))
                .addArrayOfString(texts(edits, edit -> edit.serverGroup().orElse(null)))
                .addArrayOfString(texts(edits, edit -> edit.kind().name()))
                .addArrayOfString(texts(edits, edit -> edit.firstStep().name()))
                .addArrayOfString(texts(edits, Edit::oldBackends))
                .addArrayOfString(texts(edits, Edit::newBackends))
                .addArrayOfOffsetDateTime(
                        edits.stream().map(edit -> edit.dueAt().atOffset(UTC)).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(edits.stream()
                        .map(edit -> edit.deadline().map(at -> at.atOffset(UTC)).orElse(null))
                        .toArray(OffsetDateTime[]::new));
        return database.run(QUEUE, parameters)
                .invoke(() -> tell(edits.stream().map(Edit::lane).collect(toSet())))
                .replaceWithVoid();
    }

    /** All edits that a reaction has asked for, in that order. */
    public Uni<List<EditState>> of(long reaction) {
        return database.run(OF, Tuple.of(reaction))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Edits::state)
                        .toList());
    }

    /** Drops those of these edits that are open and not being made at this moment. */
    public Uni<Void> withdraw(long reaction, Collection<String> keys) {
        var parameters = Tuple.tuple().addLong(reaction).addArrayOfString(keys.toArray(String[]::new));
        return database.run(WITHDRAW, parameters).replaceWithVoid();
    }

    /** From now on {@code listener} hears the names of lanes for which this process has queued edits. */
    public void whenQueued(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    private void tell(Set<String> lanes) {
        listeners.forEach(listener -> listener.accept(lanes));
    }

    private static EditState state(Row row) {
        return new EditState(
                row.getString(0),
                EditState.Status.of(row.getString(1)),
                Optional.ofNullable(row.getOffsetDateTime(2)).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString(3)),
                row.getInteger(4),
                row.getBoolean(5));
    }

    private static String[] texts(List<Edit> edits, Function<Edit, String> field) {
        return edits.stream().map(field).toArray(String[]::new);
    }
}
