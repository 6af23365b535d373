-- What an operator should hear of. A notice calls for the reaction that tells it, in the statement that records it.
create table notice (
    id          bigint generated always as identity primary key,
    key         text unique,            -- of one that is told once however often it is found: what it is about
    kind        text        not null,
    instance_id text,
    reaction_id bigint references reaction (id) on delete cascade, -- that found it
    text        text        not null,
    created_at  timestamptz not null default now()
);
create index notice_by_time on notice (created_at, id);
create index notice_by_instance on notice (instance_id, created_at, id) where instance_id is not null;
create index notice_by_reaction on notice (reaction_id) where reaction_id is not null;

-- A reaction is called for by an event or by a notice.
alter table reaction
    alter column event_seq drop not null,
    add column notice_id bigint references notice (id) on delete cascade,
    add constraint reaction_called_for check (num_nonnulls(event_seq, notice_id) = 1);
create index reaction_by_notice on reaction (notice_id) where notice_id is not null;
