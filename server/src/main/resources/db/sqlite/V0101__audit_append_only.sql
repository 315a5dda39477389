-- The audit log is only ever added to; entries leave it at the age that audit_retention says.
create trigger audit_entries_stay before update on audit_entries
begin
    select raise(abort, 'audit entries are never changed');
end;

create trigger audit_entries_leave before delete on audit_entries
when old.at >= (select before_at from audit_retention)
begin
    select raise(abort, 'audit entries leave at their age only');
end;
