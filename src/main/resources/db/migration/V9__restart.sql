-- Starts that were asked for: by these an instance's restarts are counted, across stops, replicas and crashes.
create table start (
    id          bigint generated always as identity primary key,
    reaction_id bigint      not null references reaction (id) on delete cascade,
    number      integer     not null,       -- of the reaction's starts
    instance_id text        not null,
    asked_at    timestamptz not null default now(),
    refused     boolean     not null default false, -- certainly without an effect: it does not count
    unique (reaction_id, number)
);
create index start_by_instance on start (instance_id, asked_at);

-- Instances that were restarted too often, and are left alone for a while.
create table circuit (
    id          bigint generated always as identity primary key,
    instance_id text        not null,
    reaction_id bigint      not null references reaction (id) on delete cascade, -- that opened it
    reason      text        not null,
    opened_at   timestamptz not null default now(),
    until       timestamptz not null,
    closed_at   timestamptz,
    closed_by   text check (closed_by in ('time', 'hand'))
);
create unique index circuit_one_open on circuit (instance_id) where closed_at is null;
create index circuit_by_instance on circuit (instance_id, id);

-- Times in which nothing was restarted, since much of the fleet had stopped.
create table brake (
    id             bigint generated always as identity primary key,
    reason         text        not null,
    stopped        integer,                 -- how many had stopped, of how many; null where a hand put it on
    fleet          integer,
    since          timestamptz not null default now(),
    until          timestamptz not null,
    released_at    timestamptz,
    released_by    text check (released_by in ('time', 'hand')),
    release_reason text
);
create unique index brake_one_on on brake ((true)) where released_at is null;
create index brake_by_release on brake (released_at);

create index event_stopped on event (occurred_at) where kind = 'state' and detail = 'Stopped';
