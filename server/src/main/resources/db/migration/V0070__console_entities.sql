-- What the console keeps of users, keys and groups beside what the data plane needs. Times are milliseconds since 1970, UTC; 0 = never.
alter table users add column created_at bigint default 0 not null;
alter table users add column deleted_at bigint default 0 not null;
alter table users add column note varchar(2000) default '' not null;

-- old_hash: the text a key had before it was rotated, good until old_until; empty without one
alter table api_keys add column used_at bigint default 0 not null;
alter table api_keys add column used_from varchar(64) default '' not null;
alter table api_keys add column deleted_at bigint default 0 not null;
alter table api_keys add column old_hash varchar(64) default '' not null;
alter table api_keys add column old_until bigint default 0 not null;
create index api_keys_by_user on api_keys (user_id, id);
create index api_keys_by_group on api_keys (group_id, id);
create index api_keys_old_hash on api_keys (old_hash);

-- opened: users may make keys in the group by themselves
alter table groups add column opened boolean default false not null;
alter table groups add column note varchar(2000) default '' not null;
alter table groups add column deleted_at bigint default 0 not null;
