-- What keys and users may use. 0 = no limit, but for spending, in nano-dollars, where -1 = no limit. Lists have one entry a line;
-- an empty list allows everything. expires_at: 0 = never.
alter table users add column rpm bigint default 0 not null;
alter table users add column tpm bigint default 0 not null;
alter table users add column spend_5h bigint default -1 not null;
alter table users add column spend_day bigint default -1 not null;
alter table users add column spend_week bigint default -1 not null;
alter table users add column spend_month bigint default -1 not null;
alter table users add column share int default 1 not null;

alter table api_keys add column concurrency int default 0 not null;
alter table api_keys add column rpm bigint default 0 not null;
alter table api_keys add column tpm bigint default 0 not null;
alter table api_keys add column spend_5h bigint default -1 not null;
alter table api_keys add column spend_day bigint default -1 not null;
alter table api_keys add column spend_week bigint default -1 not null;
alter table api_keys add column spend_month bigint default -1 not null;
alter table api_keys add column models text default '' not null;
alter table api_keys add column expires_at bigint default 0 not null;
alter table api_keys add column addresses text default '' not null;
alter table api_keys add column clients text default '' not null;
