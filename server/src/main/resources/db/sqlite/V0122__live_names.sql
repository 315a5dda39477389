-- Keys are found by how their name begins, in one state or any, from this alone; removed ones are none of them.
drop index api_keys_by_name;
create index api_keys_live_names on api_keys (name, enabled, id) where deleted_at = 0;
