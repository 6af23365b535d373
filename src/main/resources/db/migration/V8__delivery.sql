-- How notices reach operators. Several of them are told in one message; which ones is committed before it is sent, so
-- that a message that is sent again after a crash is the same one.
create table destination (
    name     text primary key,          -- as in the settings; its address is a secret and is not kept
    sender   text,                      -- who sends to it at present: one at a time, for all replicas
    until    timestamptz,
    due_at   timestamptz not null default now(), -- no message before
    failures integer     not null default 0      -- in a row
);

create table notification (
    id          uuid primary key default gen_random_uuid(), -- by which a receiver tells a repetition
    destination text        not null,
    more        integer     not null,   -- how many notices waited for the message after it
    composed_at timestamptz not null default now(),
    attempts    integer     not null default 0,
    sent_at     timestamptz,
    failed_at   timestamptz,            -- when it was given up
    problem     text
);
create index notification_unsent on notification (destination, composed_at)
    where sent_at is null and failed_at is null;

create table delivery (
    notice_id   bigint      not null references notice (id) on delete cascade,
    destination text        not null,
    instance_id text,                   -- that of the notice
    message_id  uuid references notification (id),
    wanted_at   timestamptz not null default now(),
    sent_at     timestamptz,
    failed_at   timestamptz,            -- when it was given up
    problem     text,
    primary key (notice_id, destination)
);
create index delivery_waiting on delivery (destination, notice_id) where message_id is null and failed_at is null;
create index delivery_by_message on delivery (message_id);
create index delivery_by_instance on delivery (destination, instance_id, sent_at)
    where instance_id is not null and sent_at is not null;

-- Notices with who heard of them, to be read.
create view told_notice as
select n.id, n.kind, n.instance_id, n.reaction_id, n.text, n.created_at, (
        select json_agg(json_strip_nulls(json_build_object(
            'destination', d.destination,
            'message', d.message_id,
            'sentAt', to_char(d.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'failedAt', to_char(d.failed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'problem', d.problem)) order by d.destination)::text
        from delivery d where d.notice_id = n.id) as deliveries
from notice n;
