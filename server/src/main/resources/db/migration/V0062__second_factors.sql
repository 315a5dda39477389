-- Codes of an authenticator app, recovery codes, and sign-ins that wait for one of them. Times are milliseconds since 1970, UTC.
-- confirmed_at = 0: shown to its user, not yet in force. last_step: the time step of the last code that was taken.
create table totp_secrets (
    user_id bigint not null constraint totp_secrets_pk primary key constraint totp_secrets_user references users (id),
    sealed varchar(400) not null,
    created_at bigint not null,
    confirmed_at bigint not null,
    last_step bigint not null,
    failures int not null,
    failed_at bigint not null
);

create table recovery_codes (
    user_id bigint not null constraint recovery_codes_user references users (id),
    hash varchar(64) not null,
    constraint recovery_codes_pk primary key (user_id, hash)
);

create table half_sessions (
    hash varchar(64) not null constraint half_sessions_pk primary key,
    user_id bigint not null constraint half_sessions_user references users (id),
    expires_at bigint not null,
    tries int not null
);
create index half_sessions_by_end on half_sessions (expires_at);
