-- What lists are asked for and few rows are: disabled users and keys, people who may do more than users.
create index users_disabled on users (id) where not enabled and deleted_at = 0;
create index api_keys_disabled on api_keys (id) where not enabled and deleted_at = 0;
create index logins_by_role on logins (role, user_id);
-- How many keys a group has, counted from this alone.
create index api_keys_in_group on api_keys (group_id) where deleted_at = 0;
