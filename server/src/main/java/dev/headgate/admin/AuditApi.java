package dev.headgate.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.headgate.base.Csv;
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

            @Doc("one thing, such as key:1234, or all of a kind with its colon: key:") @Nullable
            String subject,

            @Nullable Instant from,
            @Nullable Instant to,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record AuditExport(
            @Doc("csv or jsonl") String format,
            @Nullable String actor,
            @Nullable String action,

            @Doc("one thing, such as key:1234, or all of a kind with its colon: key:") @Nullable
            String subject,

            @Nullable Instant from,
            @Nullable Instant to) {}

    record AuditView(
            String id,
            Instant at,

            @Doc("an e-mail address, token:NAME, or nobody") String actor,

            String action,
            String subject,
            @JsonRawValue String before,

            @Doc(
                    "what is now; {outcome: failed} or {outcome: unknown} of a change that broke off, of which some may be there")
            @JsonRawValue
            String after,

            String address,
            String requestId) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/audit", "audit.list", "Who changed or saw what, the newest first")
                        .needs(Permission.AUDIT_READ)
                        .watched()
                        .givesPage(AuditView.class)
                        .with(AuditFilter.class, this::list),
                Endpoint.get("/audit/export", "audit.export", "All of it, or what the filter says, as a file")
                        .needs(Permission.AUDIT_READ)
                        .watched()
                        .exports(AuditView.class)
                        .with(AuditExport.class, (call, wish) -> export(wish)));
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

    private Download export(AuditExport wish) {
        AuditLog.Filter filter = new AuditLog.Filter(
                wish.actor(), wish.action(), wish.subject(), wish.from(), wish.to(), null, Integer.MAX_VALUE);
        return switch (wish.format()) {
            case "csv" ->
                new Download(Download.CSV, "audit.csv", out -> {
                    out.accept(Csv.line(List.of(
                            "id", "at", "actor", "action", "subject", "before", "after", "address", "request_id")));
                    audit.each(filter, entry -> out.accept(line(view(entry))));
                });
            case "jsonl" ->
                new Download(
                        Download.JSON_LINES,
                        "audit.jsonl",
                        out -> audit.each(filter, entry -> out.accept(ApiJson.write(view(entry)) + "\n")));
            default -> throw new IllegalArgumentException("format: \"" + wish.format() + "\" (expected: csv or jsonl)");
        };
    }

    private static String line(AuditView entry) {
        return Csv.line(List.of(
                entry.id(),
                entry.at().toString(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.before(),
                entry.after(),
                entry.address(),
                entry.requestId()));
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
