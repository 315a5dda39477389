-- The subscription a call is charged to, 0 = none.
alter table usage add column subscription_id bigint not null default 0;
