-- The audit log is only ever added to; entries leave it at the age that audit_retention says.
create function audit_entries_stay() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.at < (select before_at from audit_retention) then
            return old;
        end if;
    end if;
    raise exception 'audit entries are never changed and leave at their age only';
end $$;

create trigger audit_entries_stay before update or delete on audit_entries
    for each row execute function audit_entries_stay();

create trigger audit_entries_not_truncated before truncate on audit_entries
    for each statement execute function audit_entries_stay();
