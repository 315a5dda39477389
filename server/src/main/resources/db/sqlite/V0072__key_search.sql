-- Keys are found by how their name begins, or by their own text.
create index api_keys_by_name on api_keys (name, id);
create index api_keys_by_prefix on api_keys (prefix, id);

-- Users are found by a part of their address: the scan reads this alone.
create index users_by_email on users (email, id);
