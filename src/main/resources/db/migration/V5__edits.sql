-- Load balancers on which somebody makes edits: each takes one change at a time.
create table lane (
    name        text primary key,       -- the load balancer's id; where it is not known, the group's
    lease_owner text,
    lease_until timestamptz,
    fence       bigint      not null default 0
);

-- Edits of server groups that reactions have asked for. What is due on a lane is made together, in few calls.
create table edit (
    id            bigint generated always as identity primary key,
    reaction_id   bigint      not null references reaction (id) on delete cascade,
    key           text        not null, -- the reaction's name for it: asked for twice, it is one edit
    lane          text        not null,
    load_balancer text,
    server_group  text,                 -- null: the load balancer's default group
    kind          text        not null check (kind in ('WEIGH', 'SWAP', 'REMOVE', 'ADD')),
    step          text        not null check (step in ('WEIGH', 'SWAP', 'REMOVE', 'ADD')), -- the call that is next
    old_backends  json        not null, -- what is still to be taken out
    new_backends  json        not null, -- what is still to be put in, or the weights to set
    size          integer     not null, -- how many backends it takes of a call
    cohort        text,                 -- those that go together, since a larger call was refused
    status        text        not null default 'open' check (status in ('open', 'done', 'failed', 'dropped')),
    due_at        timestamptz not null,
    deadline      timestamptz,
    sent_at       timestamptz,          -- when the call began that has not been answered
    touched       boolean     not null default false, -- a call may have had its effect: look before it is made again
    tries         integer     not null default 0,     -- that failed
    problem       text,                 -- of the last try
    dry_run       boolean     not null default false,
    created_at    timestamptz not null default now(),
    ended_at      timestamptz,
    unique (reaction_id, key)
);
create index edit_due on edit (due_at) where status = 'open';
create index edit_by_lane on edit (lane) where status = 'open';
