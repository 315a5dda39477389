-- One's own requests, the newest first, however many others have.
create index usage_by_user on usage (user_id, created_at, request_id);
