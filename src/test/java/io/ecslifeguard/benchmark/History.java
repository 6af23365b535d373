package io.ecslifeguard.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Fills a journal with a history as the service would have written it, by SQL and so in a reasonable time. */
final class History {

    static final int INSTANCES = 100_000;

    /** What others add has this number or a higher one. */
    static final long FIRST_OF_OTHERS = 1_000_000_000;

    private static final long STEP = 1_000_000;

    private static final String EVENTS = """
        insert into event (seq, key, occurred_at, occurred_text, enqueued_at, recorded_at, kind, name, detail, level,
            product, account, region, instance_id, event_id, system_event_id, envelope, queue, message_id, dequeue_count,
            payload) overriding system value
        select n, id || '/' || name || '/' || detail, at, to_char(at, 'YYYYMMDD"T"HH24MISS.MS+0000'), at, at, kind, name,
            detail, level, 'ECS', '1234567890123456', 'cn-hangzhou', instance, id,
            case kind when 'system' then 'e-bp1' || n end, 'RULE', 'ecs-events', 'history-' || n, 1,
            json_build_object('ver', '1.0', 'id', id, 'product', 'ECS', 'resourceId',
                'acs:ecs:cn-hangzhou:1234567890123456:instance/' || instance, 'level', level, 'name', name, 'userId',
                '1234567890123456', 'eventTime', to_char(at, 'YYYYMMDD"T"HH24MISS.MS+0000'), 'regionId', 'cn-hangzhou',
                'content', json_build_object('instanceId', instance, 'resourceType', 'ALIYUN::ECS::Instance', 'state',
                detail))
        from (select n, upper(md5(n::text)::uuid::text) as id, now() - interval '400 days' + n * interval '3 s' as at,
                'i-bp1' || lpad((n * 7919 %% %1$d)::text, 17, '0') as instance,
                (array['state', 'interruption', 'system'])[1 + n %% 3] as kind,
                (array['Instance:StateChange', 'Instance:PreemptibleInstanceInterruption',
                    'Instance:SystemMaintenance.Reboot:' || (array['Scheduled', 'Executing', 'Executed'])[1 + n / 3 %% 3]]
                    )[1 + n %% 3] as name,
                (array[(array['Stopping', 'Stopped', 'Starting', 'Running'])[1 + n / 3 %% 4], 'delete',
                    (array['Scheduled', 'Executing', 'Executed'])[1 + n / 3 %% 3]])[1 + n %% 3] as detail,
                (array['INFO', 'WARN', 'CRITICAL'])[1 + n %% 3] as level
            from generate_series(%2$d::bigint, %3$d::bigint) n) told\
        """;

    private static final String INSTANCE = """
        insert into instance (id, state, state_at, created_at, first_seen_at, last_event_at, described_at, account, region,
            zone, name, type, charge_type, private_ips, tags)
        select 'i-bp1' || lpad(n::text, 17, '0'), (array['Running', 'Stopped'])[1 + (n %% 50 = 0)::int],
            now(), now() - interval '400 days', now() - interval '400 days' + n * interval '1 s', now(), now(),
            '1234567890123456', 'cn-hangzhou', 'cn-hangzhou-h', 'web-' || n, 'ecs.g7.large', 'PostPaid',
            array['10.' || n / 65536 || '.' || n / 256 %% 256 || '.' || n %% 256], '{"ecs-lifeguard/restart": "on"}'
        from generate_series(0, %1$d - 1) n on conflict do nothing\
        """;

    /** One event in ten calls for a reaction. */
    private static final String REACTIONS = """
        insert into reaction (id, name, event_seq, instance_id, status, attempts, due_at, waits_for, fence, note, memory,
            created_at, finished_at) overriding system value
        select seq, case kind when 'interruption' then 'evacuate' else 'restart' end, seq, instance_id,
            (array['done', 'done', 'done', 'skipped', 'done', 'failed', 'done', 'done'])[1 + seq / 10 %% 8], 2, recorded_at,
            null, 2, 'It runs again', '{"starts": 1}', recorded_at, recorded_at + interval '40 s'
        from event where seq between %2$d and %3$d and seq %% 10 = 1\
        """;

    private static final String ATTEMPTS = """
        insert into attempt (reaction_id, number, started_at, ended_at, replica, outcome, note)
        select id, number, created_at + number * interval '15 s', created_at + number * interval '16 s', 'lifeguard-0',
            case number when 1 then 'again' else status end, 'Looked at'
        from reaction, generate_series(1, 2) number where id between %2$d and %3$d\
        """;

    private static final String CALLS = """
        insert into call (reaction_id, reactions, at, replica, api, target, instances, request, dry_run, code, request_id,
            http_status, duration_ms)
        select id, array[id], created_at + interval '15 s', 'lifeguard-0', 'ECS StartInstance', instance_id, array[instance_id],
            json_build_object('InstanceId', instance_id), false, 'OK', md5(id::text), 200, 80
        from reaction where id between %2$d and %3$d\
        """;

    private static final String NOTICES = """
        insert into notice (kind, instance_id, reaction_id, text, created_at)
        select 'given_up', instance_id, id, 'It does not start', created_at + interval '60 s'
        from reaction where id between %2$d and %3$d and id %% 1000 = 1\
        """;

    private static final String QUARANTINE = """
        insert into quarantine (queue, message_id, enqueued_at, received_at, dequeue_count, body, reason)
        select 'ecs-events', 'odd-' || seq, recorded_at, recorded_at, 1, convert_to('odd', 'UTF8'), 'The body is not JSON'
        from event where seq between %2$d and %3$d and seq %% 1000 = 3\
        """;

    private static final String INDEXES = """
        select indexdef, schemaname || '.' || indexname from pg_indexes i where schemaname = 'public'
            and tablename in ('event', 'reaction', 'attempt', 'call')
            and not exists (select 1 from pg_constraint c where c.conname = i.indexname)\
        """;

    private final Ledger database;
    private long size;

    History(Ledger database) {
        this.database = database;
        // Higher than any number that is given here.
        execute("alter table event alter column seq restart with " + FIRST_OF_OTHERS);
        execute("alter table reaction alter column id restart with " + FIRST_OF_OTHERS);
    }

    static String instance(int number) {
        return "i-bp1%017d".formatted(number);
    }

    /** Adds events, with what they brought about, until there are so many of them here. */
    void growTo(long events) {
        if (events <= size) {
            return;
        }
        Progress.tell("a history of %,d events is made".formatted(events));
        var indexes = database.query(INDEXES, row -> List.of(row.getString(1), row.getString(2)));
        execute("alter table event drop constraint event_key_key");
        indexes.forEach(index -> execute("drop index " + index.get(1)));
        execute(INSTANCE.formatted(INSTANCES));
        for (; size < events; size = Math.min(events, size + STEP)) {
            // What intake has added meanwhile has higher numbers still.
            load(size + 1, Math.min(events, size + STEP));
        }
        indexes.forEach(index -> execute("set maintenance_work_mem = '512MB'; " + index.get(0)));
        execute("set maintenance_work_mem = '512MB'; alter table event add constraint event_key_key unique (key)");
        execute("vacuum (analyze)");
        execute("checkpoint");
    }

    private void load(long first, long last) {
        var statements =
                new ArrayList<>(List.of("set synchronous_commit = off", "set session_replication_role = replica"));
        for (var insert : List.of(EVENTS, REACTIONS, ATTEMPTS, CALLS, NOTICES, QUARANTINE)) {
            statements.add(insert.formatted(INSTANCES, first, last));
        }
        execute(String.join(";\n", statements));
    }

    private void execute(String sql) {
        database.execute(sql);
    }
}
