-- Changes that are being made: written in the change's own transaction, deleted in the one that writes its audit entries. What stays
-- here for minutes belongs to a process that died, and is told in its place. Times are milliseconds since 1970, UTC.
create table audit_begun (
    id bigint not null constraint audit_begun_pk primary key,
    at bigint not null,
    actor varchar(340) not null,
    action varchar(80) not null,
    subject varchar(340) not null,
    address varchar(64) not null,
    request_id varchar(36) not null
);

-- One row: entries older than this may leave the log, others never.
create table audit_retention (before_at bigint not null);
insert into audit_retention (before_at) values (0);
