-- What a message in quarantine was understood as when it was read anew.
alter table quarantine add column event_seq bigint references event (seq) on delete set null;
create index quarantine_by_event on quarantine (event_seq) where event_seq is not null;
