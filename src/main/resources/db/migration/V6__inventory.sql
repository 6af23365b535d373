-- Where the backends are, as their groups were read last. Only as true as it is young: whoever acts on it reads again.
create table server_group (
    id            text primary key,     -- of a default group, 'default:' and the load balancer's id
    load_balancer text,
    vpc           text,                 -- the load balancer's, which tells what its backends' addresses mean
    read_at       timestamptz not null, -- when the reading began
    backends      integer     not null
);
create index server_group_by_reading on server_group (read_at);

create table backend (
    group_id    text        not null references server_group (id) on delete cascade,
    read_at     timestamptz not null,   -- the group's; of another reading, it is out of date and passed over
    server_id   text        not null,
    server_ip   text,
    port        integer,
    weight      integer     not null,
    type        text        not null,
    description text
);
create index backend_by_group on backend (group_id);
create index backend_by_server on backend (server_id);
create index backend_by_address on backend (server_ip) where server_ip is not null;

-- One row, once somebody keeps the inventory.
create table inventory (
    id             boolean primary key default true check (id),
    backend_limit  integer not null,
    began_at       timestamptz,         -- of the last complete pass
    ended_at       timestamptz,
    load_balancers integer,
    groups         integer,
    backends       integer,
    problem        text                 -- why it does not hold everything
);
