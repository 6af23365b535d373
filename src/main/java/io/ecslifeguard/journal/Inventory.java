package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Which backends are in which groups of load balancers, as far as these have been read. It answers "where is this
 * instance" without asking the cloud; what it says is to be confirmed by a read. All times are the database's.
 */
@ApplicationScoped
public class Inventory {

    // A member belongs to the reading whose time it bears. So two readings of one group that are written at the same
    // time, and do not see each other's rows, leave no mixture: the newer one's time is the group's.
    private static final String READ = """
            with room as (
                select backend_limit, $6::integer
                    + (select coalesce(sum(backends), 0) from server_group where id <> $1) <= backend_limit as enough
                from inventory
            ), too_many as (
                update inventory as i
                set problem = 'there are more than ' || r.backend_limit || ' backends (lifeguard.fleet.inventory-limit)'
                from room as r where not r.enough
            ), written as (
                insert into server_group as old (id, load_balancer, vpc, read_at, backends)
                select $1, $2, $3, $4, $6 from room where enough
                on conflict (id) do update set
                    load_balancer = coalesce(excluded.load_balancer, old.load_balancer),
                    vpc = coalesce(excluded.vpc, old.vpc),
                    read_at = excluded.read_at,
                    backends = excluded.backends
                where old.read_at < excluded.read_at
                returning id, read_at
            ), before as (
                delete from backend as b using written as w where b.group_id = $1 and b.read_at <> w.read_at
            ), now_in as (
                insert into backend (group_id, read_at, server_id, server_ip, port, weight, type, description)
                select w.id, w.read_at, server_id, server_ip, port, weight, type, description
                from written as w, jsonb_to_recordset($5::text::jsonb) as told (server_id text, server_ip text,
                    port integer, weight integer, type text, description text)
            )
            select coalesce((select enough from room), true)
            """;

    private static final String STATE = """
            select i.began_at, i.ended_at, i.load_balancers, i.groups, i.backends, i.problem, now() as at""";

    private static final String OF = STATE + """
            , p.id, p.load_balancer, p.vpc
            from (select) as nothing left join inventory as i on true left join lateral (
                select distinct g.id, g.load_balancer, g.vpc
                from backend as b join server_group as g on g.id = b.group_id and g.read_at = b.read_at
                where b.server_id = any($1) or b.server_ip = any($2)
            ) as p on true
            order by p.id
            """;

    private static final String STATE_ALONE = STATE + " from (select) as nothing left join inventory as i on true";

    private static final String BEGIN = """
            insert into inventory (backend_limit) values ($1)
            on conflict (id) do update set backend_limit = excluded.backend_limit
            returning now()
            """;

    private static final String COMPLETE = """
            with gone as (delete from server_group where read_at < $1)
            update inventory set began_at = $1, ended_at = now(), load_balancers = $2, problem = null,
                groups = (select count(*) from server_group where read_at >= $1),
                backends = (select coalesce(sum(backends), 0) from server_group where read_at >= $1)
            """;

    // What it has not read makes room for the next pass: of an inventory with gaps, nobody takes a miss for an answer.
    private static final String INCOMPLETE = """
            with gone as (delete from server_group where read_at < $1)
            update inventory set problem = $2
            """;

    private final Database database;

    Inventory(Database database) {
        this.database = database;
    }

    /** The database's time: when a reading begins. */
    public Uni<Instant> now() {
        return database.run("select now()", Tuple.tuple())
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /**
     * Commits the members of a group in place of those before, unless those are of a newer reading. Nothing is kept
     * while nobody makes passes, since nobody would take out what is gone.
     *
     * @param readAt when the reading began
     * @return false where there is no room for them: from then on the inventory is incomplete
     */
    public Uni<Boolean> read(InventoryGroup group, Instant readAt) {
        var members = new JsonArray();
        group.members().forEach(member -> members.add(member.json()));
        return database.run(
                        READ,
                        Tuple.of(
                                group.id(),
                                group.loadBalancer().orElse(null),
                                group.vpc().orElse(null),
                                readAt.atOffset(UTC),
                                members.encode(),
                                group.members().size()))
                // it may meet the end of a pass, which takes out many groups
                .onFailure(Journal::lostARace)
                .retry()
                .atMost(5)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Where a server is, with what that is worth.
     *
     * @param serverIds under which it may be a member
     * @param addresses by which network interfaces of it may be members
     */
    public Uni<Known> of(List<String> serverIds, List<String> addresses) {
        return database.run(OF, Tuple.of(serverIds.toArray(String[]::new), addresses.toArray(String[]::new)))
                .map(rows -> {
                    var all = StreamSupport.stream(rows.spliterator(), false).toList();
                    var places = all.stream()
                            .filter(row -> row.getString("id") != null)
                            .map(Inventory::place)
                            .toList();
                    return new Known(InventoryState.of(all.get(0)), places);
                });
    }

    /** How complete and how old it is. */
    public Uni<InventoryState> state() {
        return database.run(STATE_ALONE, Tuple.tuple())
                .map(rows -> InventoryState.of(rows.iterator().next()));
    }

    /**
     * Begins a pass over all groups.
     *
     * @param limit how many backends are kept at most
     * @return when it began
     */
    public Uni<Instant> begin(int limit) {
        return database.run(BEGIN, Tuple.of(limit))
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /** Commits that a pass which began then has read everything there is: groups that were not read are gone. */
    public Uni<Void> complete(Instant began, int loadBalancers) {
        return database.run(COMPLETE, Tuple.of(began.atOffset(UTC), loadBalancers))
                .replaceWithVoid();
    }

    /** Commits that a pass which began then had to leave groups out. */
    public Uni<Void> incomplete(Instant began, String problem) {
        return database.run(INCOMPLETE, Tuple.of(began.atOffset(UTC), problem)).replaceWithVoid();
    }

    /**
     * What it knows of a server.
     *
     * @param places the groups that it was in when they were read
     */
    public record Known(InventoryState state, List<Place> places) {

        public Known {
            places = List.copyOf(places);
        }
    }

    /**
     * A group.
     *
     * @param id as in {@link InventoryGroup}
     */
    public record Place(String id, Optional<String> loadBalancer, Optional<String> vpc) {}

    private static Place place(Row row) {
        return new Place(
                row.getString("id"),
                Optional.ofNullable(row.getString("load_balancer")),
                Optional.ofNullable(row.getString("vpc")));
    }
}
