-- Under which names operators did what is on record; null where nobody is asked who he is, or where it was nobody.
alter table hold add column placed_by_user text;
alter table hold add column lifted_by_user text;
alter table brake add column put_on_by_user text;
alter table brake add column released_by_user text;
alter table circuit add column closed_by_user text;
alter table quarantine add column replayed_by_user text;
