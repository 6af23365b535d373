package io.ecslifeguard.journal;

import static java.time.ZoneOffset.UTC;

import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceStateChanged;
import io.ecslifeguard.event.OtherEvent;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.event.SystemEvent;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The one statement that takes a page of messages into the journal.
 *
 * <p>Rows are written in the order of their keys, so that pages which are written at the same time wait for each other
 * instead of deadlocking. An event that is known already calls for nothing.
 */
final class PageStatement {

    static final String SQL = """
            with incoming as materialized (
                select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::timestamptz[], $5::text[], $6::text[],
                        $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
                        $14::text[], $15::text[], $16::text[], $17::int[], $18::text[], $19::text[], $20::text[],
                        $21::text[], $22::text[], $23::text[], $33::text[])
                    as t (key, occurred_at, occurred_text, enqueued_at, kind, name, detail, level, product, account,
                        region, instance_id, event_id, envelope, queue, message_id, dequeue_count, payload, state,
                        instance_name, instance_type, private_ip, public_ip, system_event_id)
            ), wanted as materialized (
                select * from unnest($24::text[], $25::text[], $26::timestamptz[], $34::bool[], $35::text[])
                    as t (key, reaction, deadline, enabled, traceparent)
            ), fresh as (
                insert into event (key, occurred_at, occurred_text, enqueued_at, kind, name, detail, level, product,
                        account, region, instance_id, event_id, system_event_id, envelope, queue, message_id, dequeue_count,
                        payload)
                select key, occurred_at, occurred_text, enqueued_at, kind, name, detail, level, product, account, region,
                        instance_id, event_id, system_event_id, envelope, queue, message_id, dequeue_count, payload::json
                from incoming order by key
                on conflict (key) do nothing
                returning seq, key
            ), told as materialized (
                select i.*, f.seq from fresh f join incoming i using (key)
            ), seen as (
                insert into instance as old (id, state, state_at, created_at, released_at, last_event_at, account, region,
                        name, type, private_ips, public_ips)
                select instance_id,
                    (array_agg(state order by occurred_at desc, seq desc) filter (where state is not null))[1],
                    max(occurred_at) filter (where state is not null),
                    min(occurred_at) filter (where state in ('Created', 'Pending')),
                    min(occurred_at) filter (where state = 'Deleted'),
                    max(occurred_at), max(account), max(region),
                    (array_agg(instance_name order by occurred_at desc) filter (where instance_name is not null))[1],
                    (array_agg(instance_type order by occurred_at desc) filter (where instance_type is not null))[1],
                    coalesce(array_agg(distinct private_ip) filter (where private_ip is not null), '{}'),
                    coalesce(array_agg(distinct public_ip) filter (where public_ip is not null), '{}')
                from told where instance_id is not null group by instance_id order by instance_id
                on conflict (id) do update set
                    state = case when excluded.state_at >= coalesce(old.state_at, '-infinity') then excluded.state
                        else old.state end,
                    state_at = greatest(old.state_at, excluded.state_at),
                    created_at = least(old.created_at, excluded.created_at),
                    released_at = coalesce(excluded.released_at, old.released_at),
                    last_event_at = greatest(old.last_event_at, excluded.last_event_at),
                    account = coalesce(excluded.account, old.account),
                    region = coalesce(excluded.region, old.region),
                    name = case when excluded.last_event_at >= coalesce(old.last_event_at, '-infinity')
                        then coalesce(excluded.name, old.name) else coalesce(old.name, excluded.name) end,
                    type = case when excluded.last_event_at >= coalesce(old.last_event_at, '-infinity')
                        then coalesce(excluded.type, old.type) else coalesce(old.type, excluded.type) end,
                    private_ips = case when excluded.private_ips = '{}' or old.private_ips <> '{}'
                            and excluded.last_event_at < old.last_event_at
                        then old.private_ips else excluded.private_ips end,
                    public_ips = case when excluded.public_ips = '{}' or old.public_ips <> '{}'
                            and excluded.last_event_at < old.last_event_at
                        then old.public_ips else excluded.public_ips end
            ), called as (
                insert into reaction as open (name, event_seq, instance_id, deadline, waits_for, status, note,
                        finished_at, traceparent)
                select distinct on (w.reaction, coalesce(t.instance_id, t.key))
                    w.reaction, t.seq, t.instance_id, w.deadline, t.instance_id,
                    case when w.enabled then 'open' else 'skipped' end,
                    case when not w.enabled then '%s' end, case when not w.enabled then now() end,
                    w.traceparent
                from wanted w join told t using (key)
                order by w.reaction, coalesce(t.instance_id, t.key), t.occurred_at desc, t.seq desc
                on conflict (name, instance_id) where status = 'open' and instance_id is not null
                do update set called_again = excluded.event_seq, woken = true,
                    due_at = case when open.lease_until is null then least(open.due_at, now()) else open.due_at end
                returning status
            ), woken as (
                update reaction r set woken = true,
                    due_at = case when lease_until is null then least(due_at, now()) else due_at end
                from (
                    select distinct waiting.id, t.instance_id from told t
                        -- by the index for each event, however many wait
                        cross join lateral (select id, name, instance_id from reaction
                            where status = 'open' and waits_for = t.instance_id offset 0) waiting
                    -- of one that is on its way, the next event tells more
                    where (t.state is null or t.state not in ('Created', 'Pending', 'Starting'))
                        -- a row may be changed only once in a statement, and what is called for is woken already
                        and not exists (select 1 from wanted w join told c using (key)
                            where w.reaction = waiting.name and c.instance_id = waiting.instance_id)
                ) due
                where r.id = due.id and r.status = 'open' and r.waits_for = due.instance_id
                returning 1
            ), parked as (
                insert into quarantine (queue, message_id, enqueued_at, dequeue_count, body, reason)
                select * from unnest($27::text[], $28::text[], $29::timestamptz[], $30::int[], $31::bytea[], $32::text[])
                on conflict (queue, message_id) do nothing
                returning 1
            )
            select (select coalesce(array_agg(key), '{}') from fresh),
                (select count(*)::int from called where status = 'open'), (select count(*)::int from woken),
                (select count(*)::int from parked)
            """.formatted(Reactions.SWITCHED_OFF);

    private final List<Entry.Happened> happened;
    private final List<Entry.Parked> parked;

    PageStatement(List<Entry> page) {
        var byKey = new LinkedHashMap<String, Entry.Happened>();
        var notUnderstood = new ArrayList<Entry.Parked>();
        for (var entry : page) {
            if (entry instanceof Entry.Happened event) {
                // The same event twice in a page: the first one counts.
                byKey.putIfAbsent(event.event().header().key(), event);
            } else if (entry instanceof Entry.Parked message) {
                notUnderstood.add(message);
            }
        }
        happened = byKey.values().stream()
                .sorted(Comparator.comparing(event -> event.event().header().key()))
                .toList();
        parked = notUnderstood;
    }

    Tuple parameters() {
        var values = Tuple.tuple();
        eventColumns(values);
        calledForColumns(values);
        parkedColumns(values);
        values.addArrayOfString(texts(entry ->
                entry.event() instanceof SystemEvent event ? event.eventId().orElse(null) : null));
        values.addArrayOfBoolean(happened.stream()
                .flatMap(entry -> entry.calls().stream().map(Entry.CalledFor::enabled))
                .toArray(Boolean[]::new));
        values.addArrayOfString(happened.stream()
                .flatMap(entry -> entry.calls().stream())
                .map(call -> call.traceparent().orElse(null))
                .toArray(String[]::new));
        return values;
    }

    static Recorded read(RowSet<Row> rows) {
        var row = rows.iterator().next();
        return new Recorded(Set.of(row.getArrayOfStrings(0)), row.getInteger(1), row.getInteger(2), row.getInteger(3));
    }

    private void eventColumns(Tuple values) {
        values.addArrayOfString(headers(Header::key));
        values.addArrayOfOffsetDateTime(times(Entry.Happened::occurredAt));
        values.addArrayOfString(headers(header -> header.occurredAtText().orElse(null)));
        values.addArrayOfOffsetDateTime(times(entry -> entry.source().enqueuedAt()));
        values.addArrayOfString(texts(entry -> kind(entry.event())));
        values.addArrayOfString(headers(Header::name));
        values.addArrayOfString(texts(entry -> entry.event().detail().orElse(null)));
        values.addArrayOfString(headers(header -> header.level().name()));
        values.addArrayOfString(headers(Header::product));
        values.addArrayOfString(headers(header -> header.account().orElse(null)));
        values.addArrayOfString(headers(header -> header.region().orElse(null)));
        values.addArrayOfString(
                headers(header -> header.instance().map(InstanceId::value).orElse(null)));
        values.addArrayOfString(headers(header -> header.id().orElse(null)));
        values.addArrayOfString(headers(header -> header.envelope().name()));
        values.addArrayOfString(texts(entry -> entry.source().queue()));
        values.addArrayOfString(texts(entry -> entry.source().messageId()));
        values.addArrayOfInteger(
                happened.stream().map(entry -> entry.source().dequeueCount()).toArray(Integer[]::new));
        values.addArrayOfString(headers(Header::payload));
        values.addArrayOfString(texts(
                entry -> stateChange(entry).map(change -> change.state().name()).orElse(null)));
        values.addArrayOfString(headers(header -> header.instanceName().orElse(null)));
        values.addArrayOfString(fact(InstanceStateChanged.Facts::instanceType));
        values.addArrayOfString(fact(InstanceStateChanged.Facts::privateIpAddress));
        values.addArrayOfString(fact(InstanceStateChanged.Facts::publicIpAddress));
    }

    private void calledForColumns(Tuple values) {
        var keys = new ArrayList<String>();
        var names = new ArrayList<String>();
        var deadlines = new ArrayList<OffsetDateTime>();
        for (var entry : happened) {
            for (var call : entry.calls()) {
                keys.add(entry.event().header().key());
                names.add(call.reaction());
                deadlines.add(call.deadline().map(PageStatement::at).orElse(null));
            }
        }
        values.addArrayOfString(keys.toArray(String[]::new));
        values.addArrayOfString(names.toArray(String[]::new));
        values.addArrayOfOffsetDateTime(deadlines.toArray(OffsetDateTime[]::new));
    }

    private void parkedColumns(Tuple values) {
        values.addArrayOfString(
                parked.stream().map(message -> message.source().queue()).toArray(String[]::new));
        values.addArrayOfString(
                parked.stream().map(message -> message.source().messageId()).toArray(String[]::new));
        values.addArrayOfOffsetDateTime(parked.stream()
                .map(message -> at(message.source().enqueuedAt()))
                .toArray(OffsetDateTime[]::new));
        values.addArrayOfInteger(
                parked.stream().map(message -> message.source().dequeueCount()).toArray(Integer[]::new));
        values.addValue(parked.stream()
                .map(message -> Buffer.buffer(message.source().body()).getDelegate())
                .toArray(io.vertx.core.buffer.Buffer[]::new));
        values.addArrayOfString(
                parked.stream().map(message -> storable(message.reason())).toArray(String[]::new));
    }

    private String[] headers(Function<Header, String> field) {
        return texts(entry -> field.apply(entry.event().header()));
    }

    private String[] texts(Function<Entry.Happened, String> field) {
        return happened.stream().map(field).toArray(String[]::new);
    }

    private OffsetDateTime[] times(Function<Entry.Happened, Instant> field) {
        return happened.stream().map(field).map(PageStatement::at).toArray(OffsetDateTime[]::new);
    }

    private String[] fact(Function<InstanceStateChanged.Facts, Optional<String>> fact) {
        return texts(entry ->
                stateChange(entry).flatMap(change -> fact.apply(change.facts())).orElse(null));
    }

    private static Optional<InstanceStateChanged> stateChange(Entry.Happened entry) {
        return entry.event() instanceof InstanceStateChanged change ? Optional.of(change) : Optional.empty();
    }

    private static String kind(EcsEvent event) {
        if (event instanceof InstanceStateChanged) {
            return "state";
        }
        if (event instanceof SpotInterruption) {
            return "interruption";
        }
        if (event instanceof SystemEvent) {
            return "system";
        }
        if (event instanceof OtherEvent) {
            return "other";
        }
        throw new IllegalStateException(
                "No kind is known for " + event.getClass().getName());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(UTC);
    }

    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
