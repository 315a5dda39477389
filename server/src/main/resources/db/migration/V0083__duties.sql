-- What one of several gateways on a store does for all of them, and until when it is that one's. Milliseconds since 1970, UTC.
create table duties (
    name varchar(40) not null constraint duties_pk primary key,
    node varchar(36) not null,
    until_at bigint not null
);
