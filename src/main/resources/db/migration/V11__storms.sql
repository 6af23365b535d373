-- Reactions that are attempted one after the other when many are due: what they ask for can be done together then.
alter table reaction add column batch text collate "C";
-- A row is changed several times an attempt; with room beside it, most of that leaves the indexes as they are.
alter table reaction set (fillfactor = 60);

-- Which instances are about to leave a group, and so which replacements are still to come into it.
create index edit_weighed on edit (lane, created_at) where kind = 'WEIGH';
