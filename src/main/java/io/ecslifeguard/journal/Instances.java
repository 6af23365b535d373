package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the cloud shows of the fleet, beside what events tell of it. All times are the database's. */
@ApplicationScoped
public class Instances {

    /** Events of so shortly before a description began may not have been in it yet. */
    private static final Duration CLOUD_LAG = Duration.ofSeconds(5);

    private static final String SHOWN = """
            insert into instance as old (id, state, state_at, created_at, described_at, account, region, zone, name, type,
                    image, charge_type, spot_strategy, vpc, vswitch, private_ips, public_ips, tags, locks)
            select distinct on (id) id, state, $2::timestamptz - $3 * interval '1 millisecond', created_at,
                $2::timestamptz, account, region, zone, name, type, image, charge_type, spot_strategy, vpc, vswitch,
                private_ips, public_ips, tags, locks
            from jsonb_to_recordset($1::text::jsonb) as shown (id text, state text, created_at timestamptz, account text,
                region text, zone text, name text, type text, image text, charge_type text, spot_strategy text, vpc text,
                vswitch text, private_ips text[], public_ips text[], tags jsonb, locks text[])
            order by id
            on conflict (id) do update set
                -- the same state keeps the time since which it is known; a release that an event told is final
                state = case when excluded.state_at > coalesce(old.state_at, '-infinity')
                        and (old.released_at is null or old.missing_since is not null)
                    then excluded.state else old.state end,
                state_at = case when excluded.state_at > coalesce(old.state_at, '-infinity')
                        and (old.released_at is null or old.missing_since is not null)
                        and excluded.state is distinct from old.state
                    then excluded.state_at else old.state_at end,
                created_at = coalesce(old.created_at, excluded.created_at),
                released_at = case when old.missing_since is null then old.released_at end,
                missing_since = null,
                described_at = excluded.described_at,
                account = coalesce(excluded.account, old.account),
                region = excluded.region,
                zone = coalesce(excluded.zone, old.zone),
                name = coalesce(excluded.name, old.name),
                type = coalesce(excluded.type, old.type),
                image = coalesce(excluded.image, old.image),
                charge_type = coalesce(excluded.charge_type, old.charge_type),
                spot_strategy = coalesce(excluded.spot_strategy, old.spot_strategy),
                vpc = coalesce(excluded.vpc, old.vpc),
                vswitch = coalesce(excluded.vswitch, old.vswitch),
                private_ips = excluded.private_ips,
                public_ips = excluded.public_ips,
                tags = excluded.tags,
                locks = excluded.locks
            where old.described_at is null or old.described_at <= excluded.described_at
            """;

    // An instance of which nobody knows the account is ours where our own credentials have seen it.
    private static final String NOT_SHOWN = """
            select id from instance
            where released_at is null and coalesce(described_at, '-infinity') < $1 and first_seen_at < $1
                and coalesce(created_at, '-infinity') < $1 and coalesce(last_event_at, '-infinity') < $1
                and region = $2 and (account = $3::text or (account is null or $3::text is null)
                    and described_at is not null)
            order by id
            """;

    private static final String MISSING = """
            update instance as i set
                missing_since = case when anew then $2::timestamptz else missing_since end,
                released_at = case when again then missing_since end,
                state = case when again then 'Deleted' else state end,
                state_at = case when again then greatest(state_at, missing_since) else state_at end
            from (
                select id, missing_since is null or last_event_at >= missing_since,
                    missing_since <= $2::timestamptz - $3 * interval '1 millisecond'
                from instance where id = any($1) order by id for update
            ) as seen (seen_id, seen_anew, seen_long), lateral (
                select coalesce(seen_anew, false), coalesce(seen_long and not coalesce(seen_anew, false), false)
            ) as decided (anew, again)
            where i.id = seen_id and released_at is null and coalesce(described_at, '-infinity') < $2
                and coalesce(last_event_at, '-infinity') < $2
            returning id, again
            """;

    private static final String KNOWN = "select from instance where id = $1";

    private static final String NAMED =
            "select id from instance where name = $1 and released_at is null order by id limit 5";

    private final Database database;

    Instances(Database database) {
        this.database = database;
    }

    /** The database's time: when a description begins. */
    public Uni<Instant> now() {
        return database.run("select now()", Tuple.tuple())
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /** Whether anything has told of an instance of this id. */
    public Uni<Boolean> isKnown(InstanceId instance) {
        return database.run(KNOWN, Tuple.of(instance.value())).map(rows -> rows.size() > 0);
    }

    /** The first few instances of this name that are not released. */
    public Uni<List<InstanceId>> named(String name) {
        return database.run(NAMED, Tuple.of(name))
                .map(rows -> stream(rows).map(Instances::id).toList());
    }

    /**
     * Commits what the cloud shows. Their state counts where no event told of a later one.
     *
     * @param began when the description began: what happened later is not in it
     */
    public Uni<Void> shown(List<ShownInstance> instances, Instant began) {
        if (instances.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = new JsonArray();
        instances.forEach(instance -> rows.add(instance.json()));
        return database.run(SHOWN, Tuple.of(rows.encode(), began.atOffset(UTC), CLOUD_LAG.toMillis()))
                // it may deadlock with a page of events; the events do not give way
                .onFailure(Journal::lostARace)
                .retry()
                .atMost(5)
                .replaceWithVoid();
    }

    /** Those that a complete description which began then should have shown and did not. */
    public Uni<List<InstanceId>> notShownSince(Instant began, String region, Optional<String> account) {
        return database.run(NOT_SHOWN, Tuple.of(began.atOffset(UTC), region, account.orElse(null)))
                .map(rows -> stream(rows).map(Instances::id).toList());
    }

    /**
     * Commits that a complete description which began then did not show these. One that the complete description before
     * did not show either, and of which no event was heard since, counts as released.
     *
     * @param apart how long before this one the other description must have begun
     * @return those that count as released from now on
     */
    public Uni<List<InstanceId>> missing(Collection<InstanceId> ids, Instant began, Duration apart) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var values = ids.stream().map(InstanceId::value).toArray(String[]::new);
        return database.run(MISSING, Tuple.of(values, began.atOffset(UTC), apart.toMillis()))
                .map(rows -> stream(rows)
                        .filter(row -> row.getBoolean("again"))
                        .map(Instances::id)
                        .toList());
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static InstanceId id(Row row) {
        return new InstanceId(row.getString("id"));
    }
}
