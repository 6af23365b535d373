-- What was decided and done is found as quickly where it is rare, or never was, however long the journal is.
create index reaction_by_name on reaction (name, created_at, id);
-- What most reactions come to is found by their time.
create index reaction_by_status on reaction (status, created_at, id) where status <> 'done';
create index call_by_api on call (api, at, id);
