package dev.headgate.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.headgate.config.Doc;
import dev.headgate.identity.AuditEntry;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.Permission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log. */
final class AuditApi {

    private final AuditLog audit;

    AuditApi(AuditLog audit) {
        this.audit = audit;
    }

    record AuditFilter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable Instant from,
            @Nullable Instant to,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record AuditView(
            String id,
            Instant at,
            String actor,
            String action,
            String subject,
            @JsonRawValue String before,
            @JsonRawValue String after,
            String address,
            String requestId) {}

    List<Endpoint<?>> endpoints() {
        return List.of(Endpoint.get("/audit", "audit.list", "Who changed or saw what, the newest first")
                .needs(Permission.AUDIT_READ)
                .givesPage(AuditView.class)
                .with(AuditFilter.class, this::list));
    }

    private Object list(ApiCall call, AuditFilter filter) {
        int limit = Lists.limit(filter.limit());
        List<AuditEntry> entries = audit.list(new AuditLog.Filter(
                filter.actor(),
                filter.action(),
                filter.subject(),
                filter.from(),
                filter.to(),
                Lists.cursor(filter.cursor()),
                limit + 1));
        return Lists.page(entries, limit, AuditApi::view, entry -> Long.toString(entry.id()));
    }

    private static AuditView view(AuditEntry entry) {
        return new AuditView(
                Long.toString(entry.id()),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.before().isEmpty() ? "null" : entry.before(),
                entry.after().isEmpty() ? "null" : entry.after(),
                entry.origin().address(),
                entry.origin().requestId());
    }
}
