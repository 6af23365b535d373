-- The next free slot of each API: all replicas reserve theirs here, so that together they stay under the quota.
create table pace (
    api     text primary key,
    next_at timestamptz not null
);
