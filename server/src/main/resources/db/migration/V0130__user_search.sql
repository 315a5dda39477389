-- What users are found by: their address and how they want to be called, in small letters, as this program makes them of any script
-- (databases differ in that). Empty where it isn't made yet: it is, at the next start.
alter table users add column search text default '' not null;
create index users_unsearchable on users (id) where search = '';
-- A part of the text is looked for from the newest user on; the walk reads this alone, for which SQLite wants deleted_at in it too.
drop index users_by_email;
create index users_search on users (id, enabled, deleted_at, search) where deleted_at = 0 and search <> '';
-- Names of keys that very many begin with: the newest are found sooner by walking keys than by the names.
create index api_keys_newest_names on api_keys (id, enabled, deleted_at, name) where deleted_at = 0 and name <> '';
