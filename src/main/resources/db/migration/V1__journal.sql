-- Everything that the service knows. Times are the database's own unless a column says otherwise.

create table event (
    seq           bigint generated always as identity primary key,
    key           text        not null unique,
    occurred_at   timestamptz not null, -- as the event tells; where that is missing or absurd, when it was enqueued
    occurred_text text,                 -- as the event tells, untouched
    enqueued_at   timestamptz not null,
    recorded_at   timestamptz not null default now(),
    kind          text        not null,
    name          text        not null,
    detail        text,
    level         text        not null,
    product       text        not null,
    account       text,
    region        text,
    instance_id   text,
    event_id      text,
    system_event_id text,               -- of an operation-and-maintenance event: the same through all its statuses
    envelope      text        not null,
    queue         text        not null,
    message_id    text        not null,
    dequeue_count integer     not null,
    payload       json        not null  -- json and not jsonb: it takes \u0000 and 1e999999, and gives back what came
);
create index event_by_time on event (occurred_at, seq);
create index event_by_instance on event (instance_id, occurred_at, seq) where instance_id is not null;
create index event_by_name on event (name, occurred_at, seq);

create table instance (
    id             text primary key,
    state          text,
    state_at       timestamptz,
    created_at     timestamptz,
    released_at    timestamptz,
    first_seen_at  timestamptz not null default now(),
    last_event_at  timestamptz,
    described_at   timestamptz,         -- when the cloud last showed it
    missing_since  timestamptz,         -- since when the cloud has not shown it any more
    account        text,
    region         text,
    zone           text,
    name           text,
    type           text,
    image          text,
    charge_type    text,
    spot_strategy  text,
    vpc            text,
    vswitch        text,
    private_ips    text[]      not null default '{}',
    public_ips     text[]      not null default '{}',
    tags           jsonb       not null default '{}',
    locks          text[]      not null default '{}'
);
create index instance_by_first_seen on instance (first_seen_at, id);

create table reaction (
    id           bigint generated always as identity primary key,
    name         text        not null,
    event_seq    bigint      not null references event (seq) on delete cascade,
    instance_id  text,
    status       text        not null default 'open' check (status in ('open', 'done', 'skipped', 'failed')),
    attempts     integer     not null default 0,
    errors       integer     not null default 0, -- attempts in a row that failed
    due_at       timestamptz not null default now(),
    deadline     timestamptz,
    waits_for    text,                  -- the instance whose next event makes it due at once
    woken        boolean     not null default false, -- such an event came since the attempt under way was claimed
    called_again bigint,                -- the last event that called for it since then
    lease_owner  text,
    lease_until  timestamptz,
    fence        bigint      not null default 0,
    note         text,
    memory       json,
    created_at   timestamptz not null default now(),
    finished_at  timestamptz
);
create unique index reaction_one_open on reaction (name, instance_id) where status = 'open' and instance_id is not null;
create index reaction_due on reaction (due_at) where status = 'open';
create index reaction_urgent on reaction (deadline) where status = 'open' and deadline is not null;
create index reaction_waiting on reaction (waits_for) where status = 'open';
create index reaction_by_instance on reaction (instance_id, id);
create index reaction_by_time on reaction (created_at, id);
create index reaction_by_event on reaction (event_seq);

create table attempt (
    id          bigint generated always as identity primary key,
    reaction_id bigint      not null references reaction (id) on delete cascade,
    number      integer     not null,
    started_at  timestamptz not null,
    ended_at    timestamptz not null default now(),
    replica     text        not null,
    outcome     text        not null,
    note        text        not null
);
create index attempt_by_reaction on attempt (reaction_id, id);

create table call (
    id          bigint generated always as identity primary key,
    reaction_id bigint references reaction (id) on delete cascade,
    at          timestamptz not null default now(),
    replica     text        not null,
    api         text        not null,
    target      text        not null,
    instances   text[]      not null,
    request     json        not null,
    dry_run     boolean     not null,
    code        text,                   -- null while no answer is known
    message     text,
    request_id  text,
    http_status integer,
    duration_ms bigint
);
create index call_by_time on call (at, id);
create index call_by_reaction on call (reaction_id);
create index call_by_instance on call using gin (instances);

create table quarantine (
    id            bigint generated always as identity primary key,
    queue         text        not null,
    message_id    text        not null,
    enqueued_at   timestamptz not null,
    received_at   timestamptz not null default now(),
    dequeue_count integer     not null,
    body          bytea       not null,
    reason        text        not null,
    replayed_at   timestamptz,
    unique (queue, message_id)
);
create index quarantine_by_time on quarantine (received_at, id);

-- Work that one replica does for all.
create table lease (
    name  text primary key,
    owner text        not null,
    until timestamptz not null
);

-- Instances that are not to be started for a while, because somebody works on them.
create table hold (
    id          bigint generated always as identity primary key,
    instance_id text,                   -- null: the whole fleet
    reason      text        not null,
    until       timestamptz not null,
    created_at  timestamptz not null default now(),
    lifted_at   timestamptz             -- when it was ended early
);
create index hold_by_end on hold (until) where lifted_at is null;
