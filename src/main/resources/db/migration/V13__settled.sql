-- When the calls of a lane's former holders can have had their effect at the latest; null: none is under way.
alter table lane add column settled_at timestamptz;
