-- What a reaction came to, in numbers: to be counted and compared where the note is to be read.
alter table reaction add column result json;
