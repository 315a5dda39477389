-- Letters on their way, and those that were given up (dead). Times are milliseconds since 1970, UTC. The text is sealed.
create table mail_outbox (
    id bigint not null constraint mail_outbox_pk primary key,
    recipient varchar(320) not null,
    subject varchar(300) not null,
    sealed_text text not null,
    dead boolean not null,
    tries int not null,
    next_try_at bigint not null,
    created_at bigint not null,
    error varchar(500) not null
);
create index mail_outbox_due on mail_outbox (dead, next_try_at);
