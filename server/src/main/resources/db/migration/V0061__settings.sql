-- What the console owns of the settings: one JSON object a topic. Secrets in it are sealed under the master key.
create table settings (
    topic varchar(80) not null constraint settings_pk primary key,
    value_json text not null,
    changed_at bigint not null
);
