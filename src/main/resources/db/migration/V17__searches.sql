-- What is rare, or never was, is found as quickly as what is common, however long the journal is. What most events have is
-- found by their time.
create index event_by_kind on event (kind, occurred_at, seq) where kind <> 'state';
create index event_by_level on event (level, occurred_at, seq) where level <> 'INFO';
create index event_by_detail on event (lower(detail), occurred_at, seq) where detail is not null;
create index event_by_region on event (region, occurred_at, seq) where region is not null;

-- Nearly all calls are OK.
create index call_by_code on call (code, at, id) where code <> 'OK';

-- What a text is searched in.
create function searchable(id text, name text, type text, private_ips text[], public_ips text[]) returns text
    language sql immutable parallel safe
    as $$
        select lower(id || e'\n' || coalesce(name, '') || e'\n' || coalesce(type, '') || e'\n'
            || array_to_string(private_ips, e'\n') || e'\n' || array_to_string(public_ips, e'\n'))
    $$;

-- Whoever owns a database may add this extension, but some providers leave it out: then all instances are looked through.
do $$
begin
    create extension if not exists pg_trgm;
    create index instance_by_text on instance
        using gin (searchable(id, name, type, private_ips, public_ips) gin_trgm_ops);
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
    raise notice 'Without pg_trgm, searching instances for a text takes longer: %', sqlerrm;
end
$$;
