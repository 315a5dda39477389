-- Gateways that share a PostgreSQL store, each written by itself every few seconds. Times are milliseconds since 1970, UTC.
create table nodes (
    id varchar(36) not null constraint nodes_pk primary key,
    host varchar(255) not null,
    process_id bigint not null,
    version varchar(100) not null,
    started_at bigint not null,
    address varchar(300) not null,
    ready boolean not null,
    seen_at bigint not null
);
