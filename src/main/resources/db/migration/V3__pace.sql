-- The next free slot of each API: all replicas reserve theirs here, so that together they stay under the quota.
create table pace (
    api     text primary key,
    next_at timestamptz not null
);

-- A call may be made for several reactions at once. reaction_id says which, where it is one; a call of several stays until
-- the last of them is deleted. Rows of before, and of a replica that is not updated yet, have reaction_id alone.
alter table call add column reactions bigint[] not null default '{}';
create index call_by_reactions on call using gin (reactions);
