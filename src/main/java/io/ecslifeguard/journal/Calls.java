package io.ecslifeguard.journal;

import io.ecslifeguard.cloud.CallLog;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The record of every cloud call with an effect. */
@ApplicationScoped
class Calls implements CallLog {

    private static final String BEGUN = """
            insert into call (reaction_id, reactions, replica, api, target, instances, request, dry_run)
            values ($1, $2, $3, $4, $5, $6, $7::text::json, $8) returning id
            """;

    private static final String ENDED = """
            update call set code = $2, message = $3, request_id = $4, http_status = $5, duration_ms = $6,
                instances = instances || $7
            where id = $1
            """;

    private final Database database;
    private final Replica replica;

    Calls(Database database, Replica replica) {
        this.database = database;
        this.replica = replica;
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

    private static String[] ids(List<InstanceId> instances) {
        return instances.stream().map(InstanceId::value).toArray(String[]::new);
    }

    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
