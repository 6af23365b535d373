-- What is bought in the place of an instance that is being reclaimed. A replacement that dies before it takes over is
-- replaced by the next generation.
create table replacement (
    reaction_id bigint      not null references reaction (id) on delete cascade,
    generation  integer     not null,
    interrupted text        not null,   -- the instance whose place is taken
    source      json        not null,   -- from what its orders are made; may hold user data, and is shown to nobody
    candidates  json        not null,   -- what may be bought, in this order
    began_at    timestamptz not null default now(),
    primary key (reaction_id, generation)
);
create index replacement_by_interrupted on replacement (interrupted, began_at);

-- An order for one candidate. It is committed before it is placed, and is placed again only as it stands here.
create table purchase (
    id            bigint generated always as identity primary key,
    reaction_id   bigint      not null,
    generation    integer     not null,
    round         integer     not null, -- how often all candidates were without stock before
    candidate     integer     not null,
    token         text        not null unique,
    request       json        not null, -- may hold user data, and is shown to nobody
    status        text        not null default 'open'
        check (status in ('open', 'bought', 'unavailable', 'refused', 'denied', 'dry run')),
    not_before    timestamptz not null default now(),
    slot_at       timestamptz,          -- when the quota lets it be placed
    asks          integer     not null default 0,
    asked_at      timestamptz,          -- for the first time
    last_asked_at timestamptz,
    looked_at     timestamptz,          -- when no instance of it was to be seen
    answered_at   timestamptz,
    code          text,                 -- of the last answer
    message       text,
    request_id    text,
    instance_id   text,                 -- that was bought
    missing       integer     not null default 0, -- looks in a row that did not show it
    missing_since timestamptz,
    unique (reaction_id, generation, round, candidate),
    foreign key (reaction_id, generation) references replacement (reaction_id, generation) on delete cascade
);
create index purchase_by_instance on purchase (instance_id) where instance_id is not null;

-- What was reclaimed or without stock a short while ago, and is asked for last.
create table pool (
    type    text        not null,
    vswitch text        not null,
    spot    boolean     not null,
    why     text        not null,
    until   timestamptz not null,
    primary key (type, vswitch, spot)
);
