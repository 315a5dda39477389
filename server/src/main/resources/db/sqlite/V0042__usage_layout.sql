-- SQLite has no partitions: the log stays one table, and old rows are deleted in small pieces by usage_created.
select 1;
