-- The log in partitions of a month (UTC), so that old months are dropped instead of deleted row by row. A repeated delivery carries
-- the same time, so the key with the time in it is as good as one without.
alter table usage rename to usage_before;
alter table usage_before rename constraint usage_pk to usage_before_pk;
drop index usage_created;
drop index usage_subscription;
create table usage (like usage_before including defaults) partition by range (created_at);
alter table usage add constraint usage_pk primary key (request_id, created_at);
create index usage_created on usage (created_at, request_id);
create index usage_subscription on usage (subscription_id, created_at) where subscription_id <> 0;

alter table usage_attempts rename to usage_attempts_before;
alter table usage_attempts_before rename constraint usage_attempts_pk to usage_attempts_before_pk;
create table usage_attempts (like usage_attempts_before including defaults) partition by range (created_at);
alter table usage_attempts add constraint usage_attempts_pk primary key (request_id, ordinal, created_at);

do $$
declare
    month timestamp;
    from_millis bigint;
    to_millis bigint;
begin
    for month in
        select distinct date_trunc('month', to_timestamp(created_at / 1000.0) at time zone 'UTC') from usage_before
        union
        select distinct date_trunc('month', to_timestamp(created_at / 1000.0) at time zone 'UTC') from usage_attempts_before
    loop
        from_millis := extract(epoch from month) * 1000;
        to_millis := extract(epoch from month + interval '1 month') * 1000;
        execute format('create table usage_%s partition of usage for values from (%s) to (%s)',
            to_char(month, 'YYYY_MM'), from_millis, to_millis);
        execute format('create table usage_attempts_%s partition of usage_attempts for values from (%s) to (%s)',
            to_char(month, 'YYYY_MM'), from_millis, to_millis);
    end loop;
end $$;

insert into usage select * from usage_before;
drop table usage_before;
insert into usage_attempts select * from usage_attempts_before;
drop table usage_attempts_before;
