package io.ecslifeguard.journal;

import io.ecslifeguard.cloud.CallLog;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** The record of every cloud call with an effect. */
@ApplicationScoped
class Calls implements CallLog {

    private static final String BEGUN = """
            with begun as (
                insert into call (reaction_id, reactions, replica, api, target, instances, request, dry_run)
                values ($1, $2, $3, $4, $5, $6, $7::text::json, $8) returning id
            ), first as (
                select r.name, cast(1000 * extract(epoch from clock_timestamp() - coalesce(e.occurred_at, r.created_at))
                    as bigint) as millis
                from reaction r left join event e on e.seq = r.event_seq
                where r.id = any ($2) and not exists (select from call c where c.reactions @> array[r.id])
            )
            select begun.id, first.name, first.millis from begun left join first on true
            """;

    private static final String ENDED = """
            update call set code = $2, message = $3, request_id = $4, http_status = $5, duration_ms = $6,
                instances = instances || $7
            where id = $1
            """;

    private static final String TRACEPARENTS = """
            select traceparent from reaction where id = any ($1) and traceparent is not null order by id
            """;

    private final Database database;
    private final Replica replica;
    private final FirstActions firstActions;

    Calls(Database database, Replica replica, FirstActions firstActions) {
        this.database = database;
        this.replica = replica;
        this.firstActions = firstActions;
    }

    @Override
    public Uni<Long> begun(Intent intent) {
        var parameters = Tuple.tuple()
                .addLong(intent.reactions().size() == 1 ? intent.reactions().get(0) : null)
                .addArrayOfLong(intent.reactions().toArray(Long[]::new))
                .addString(replica.name())
                .addString(intent.api())
                .addString(intent.target())
                .addArrayOfString(ids(intent.instances()))
                .addString(intent.request())
                .addBoolean(intent.dryRun());
        return database.run(BEGUN, parameters)
                .invoke(this::tell)
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Override
    public Uni<Void> ended(long call, Result result) {
        var parameters = Tuple.tuple()
                .addLong(call)
                .addString(storable(result.code()))
                .addString(result.message().map(Calls::storable).orElse(null))
                .addString(result.requestId().map(Calls::storable).orElse(null))
                .addInteger(result.httpStatus().orElse(null))
                .addLong(result.duration().toMillis())
                .addArrayOfString(ids(result.made()));
        return database.run(ENDED, parameters).replaceWithVoid();
    }

    @Override
    public Uni<List<String>> traceparents(List<Long> reactions) {
        return database.run(TRACEPARENTS, Tuple.tuple().addArrayOfLong(reactions.toArray(Long[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    private void tell(RowSet<Row> rows) {
        for (var row : rows) {
            if (row.getString(1) != null) {
                firstActions.taken(row.getString(1), Duration.ofMillis(Math.max(0, row.getLong(2))));
            }
        }
    }

    private static String[] ids(List<InstanceId> instances) {
        return instances.stream().map(InstanceId::value).toArray(String[]::new);
    }

    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
