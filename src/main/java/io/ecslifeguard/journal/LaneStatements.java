package io.ecslifeguard.journal;

/** The statements of the lanes. Urgency is the deadline, and for edits without one five minutes after they were asked for. */
final class LaneStatements {

    /**
     * A lane that was given back has no call under way. Of one that was not, the holder may be dead with a call on its way,
     * the last attempt of which began before the end of the lease: when that can have had its effect at the latest is kept,
     * also for those who take the lane after the next holder. A replica that takes its own lane again has stopped by now.
     *
     * <p>A statement of a lease that has ended may still stand in the database, and must not keep other lanes waiting.
     */
    static final String CLAIM = """
            with due as (
                select lane as name, min(coalesce(deadline, created_at + interval '5 minutes')) as urgent_at
                from edit where status = 'open' and due_at <= now() group by lane
            ), known as (
                select d.name, d.urgent_at from due d join lane l using (name)
                where d.name <> all ($4) and (l.lease_until is null or l.lease_until < now() or l.lease_owner = $1)
                order by d.urgent_at, d.name limit $2 for update of l skip locked
            ), free as (
                select name from (
                    select name, urgent_at from known
                    union all
                    select d.name, d.urgent_at from due d
                    where d.name <> all ($4) and not exists (select from lane l where l.name = d.name)
                ) as either
                order by urgent_at, name limit $2
            )
            insert into lane as held (name, lease_owner, lease_until, fence)
            select name, $1, now() + $3 * interval '1 millisecond', 1 from free order by name
            on conflict (name) do update set
                lease_owner = excluded.lease_owner, lease_until = excluded.lease_until, fence = held.fence + 1,
                settled_at = case when held.lease_until is null then held.settled_at else greatest(held.settled_at,
                    least(held.lease_until, now()) + $5 * interval '1 millisecond') end
            where held.lease_until is null or held.lease_until < now() or held.lease_owner = excluded.lease_owner
            returning name, fence
            """;

    /** Prolongs the lease: a part of a {@code with}, without rows where it has passed to another replica. */
    private static final String HELD = """
            held as (
                update lane set lease_until = now() + $4 * interval '1 millisecond'
                where name = $1 and lease_owner = $2 and fence = $3
                returning settled_at
            )
            """;

    static final String RENEW = """
            with %s
            select 1 from held
            """.formatted(HELD);

    /**
     * A group into which a call of a former holder may still put servers is left alone until that is settled, but for
     * weights: a look would show too little, the same call again might come before the late one, and after a removal that
     * overtook it the server would be in again. Weights need not wait, since after them comes a removal, which does.
     * Everything else may meet a late call: taking out and setting to weight 0 end the same in any order and however often,
     * and of two calls at once the load balancer refuses one as busy. Not even an edit whose reaction has ended is dropped
     * before, since the group is known by its edit.
     */
    static final String HEAPS = """
            with %s, doubtful as (
                select e.id, e.server_group, h.settled_at
                from held h join edit e on e.lane = $1
                where h.settled_at > now() and e.status = 'open' and e.sent_at is not null and e.step in ('SWAP', 'ADD')
            ), dropped as (
                update edit e
                set status = 'dropped', problem = 'The reaction that asked for it has ended', ended_at = now()
                from reaction r
                where r.id = e.reaction_id and r.status <> 'open' and e.lane = $1 and e.status = 'open'
                    and exists (select from held) and not exists (select from doubtful d where d.id = e.id)
                returning 1
            )
            , heap as (
                select e.server_group, e.step, e.cohort, e.touched and e.step in ('SWAP', 'ADD') as is_unclear,
                    sum(e.size)::int as size, min(e.due_at) as due_at, min(e.deadline) as deadline
                from edit e join reaction r on r.id = e.reaction_id
                where e.lane = $1 and e.status = 'open' and e.due_at <= now()
                    and (r.status = 'open' or exists (select from doubtful d where d.id = e.id))
                    and exists (select from held)
                group by 1, 2, 3, 4
            )
            select h.server_group, h.step, h.cohort, h.is_unclear, h.size,
                (extract(epoch from now() - h.due_at) * 1000)::bigint,
                (extract(epoch from h.deadline - now()) * 1000)::bigint,
                case when h.step in ('SWAP', 'ADD') then (
                    select coalesce(sum(w.size), 0)::int from edit w join reaction r on r.id = w.reaction_id
                    where w.lane = $1 and w.kind = 'WEIGH' and w.created_at > now() - interval '15 minutes'
                        and w.server_group is not distinct from h.server_group and r.status = 'open'
                        and not exists (
                            select from edit o where o.reaction_id = w.reaction_id and o.lane = $1
                                and o.server_group is not distinct from w.server_group and o.kind in ('SWAP', 'ADD'))
                ) else 0 end,
                case when h.step = 'WEIGH' then 0 else (
                    select coalesce(ceil(extract(epoch from max(d.settled_at) - now()) * 1000), 0)::bigint from doubtful d
                    where d.server_group is not distinct from h.server_group
                ) end
            from heap h
            """.formatted(HELD);

    static final String SEND = """
            with %s, wanted as materialized (
                select e.id,
                    sum(e.size) over (order by coalesce(e.deadline, e.created_at + interval '5 minutes'), e.id) as size
                from edit e join reaction r on r.id = e.reaction_id
                where e.lane = $1 and e.status = 'open' and e.due_at <= now() and r.status = 'open'
                    and e.server_group is not distinct from $5 and e.step = $6 and e.cohort is not distinct from $7
                    and not (e.touched and e.step in ('SWAP', 'ADD'))
                    and exists (select from held)
            )
            update edit e set sent_at = now(), touched = true
            from wanted w where w.id = e.id and w.size <= $8 and e.status = 'open'
            returning e.id, e.reaction_id, e.step, e.load_balancer, e.server_group, e.old_backends::text,
                e.new_backends::text, e.cohort, e.tries
            """.formatted(HELD);

    static final String UNCLEAR = """
            with %s
            select e.id, e.reaction_id, e.step, e.load_balancer, e.server_group, e.old_backends::text,
                e.new_backends::text, e.cohort, e.tries
            from edit e
            where e.lane = $1 and e.status = 'open' and e.due_at <= now() and e.server_group is not distinct from $5
                and e.touched and e.step in ('SWAP', 'ADD') and exists (select from held)
            order by e.id
            """.formatted(HELD);

    static final String RECORD = """
            with told as materialized (
                select * from unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[],
                        $10::bool[], $11::bool[], $12::bool[], $13::bool[], $14::text[], $15::text[])
                    as t (id, status, step, cohort, problem, pause, has_failed, is_answered, is_touched, dry_run,
                        old_backends, new_backends)
            ), recorded as (
                update edit e
                set status = t.status, step = t.step, cohort = t.cohort,
                    problem = case when t.status = 'open' then coalesce(t.problem, e.problem) else t.problem end,
                    due_at = now() + t.pause * interval '1 millisecond',
                    sent_at = case when t.is_answered then null else e.sent_at end, touched = t.is_touched,
                    tries = e.tries + t.has_failed::int, dry_run = e.dry_run or t.dry_run,
                    old_backends = t.old_backends::json, new_backends = t.new_backends::json,
                    ended_at = case when t.status = 'open' then null else now() end
                from told t join edit before using (id)
                where e.id = t.id and e.status = 'open' and exists (
                    select from lane where name = $1 and lease_owner = $2 and fence = $3)
                returning e.reaction_id, t.problem is not null and before.problem is null
                    -- after weight 0 nothing is to be done before the drain time is over
                    or t.status <> 'open' and e.kind <> 'WEIGH' as is_news
            ), woken as (
                update reaction set woken = true,
                    due_at = case when lease_until is null then least(due_at, now()) else due_at end
                where status = 'open' and id in (select reaction_id from recorded where is_news)
                returning 1
            )
            select (select count(*)::int from recorded)
            """;

    static final String GIVE_BACK = """
            update lane set lease_owner = null, lease_until = null where name = $1 and lease_owner = $2 and fence = $3
            """;

    private LaneStatements() {}
}
