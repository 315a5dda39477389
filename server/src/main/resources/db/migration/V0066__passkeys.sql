-- Passkeys (WebAuthn) and the challenges they answer, each once. Times are milliseconds since 1970, UTC.
create table passkeys (
    id bigint not null constraint passkeys_pk primary key,
    credential_id varchar(1400) not null constraint passkeys_credential unique,
    user_id bigint not null constraint passkeys_user references users (id),
    name varchar(100) not null,
    credential text not null,
    sign_count bigint not null,
    verifies_user boolean not null,
    backup_eligible boolean not null,
    backed_up boolean not null,
    created_at bigint not null,
    used_at bigint not null
);
create index passkeys_by_user on passkeys (user_id);

create table passkey_challenges (
    hash varchar(64) not null constraint passkey_challenges_pk primary key,
    purpose varchar(20) not null,
    user_id bigint not null,
    expires_at bigint not null
);
create index passkey_challenges_by_end on passkey_challenges (expires_at);
