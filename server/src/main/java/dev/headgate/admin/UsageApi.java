package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.usage.Dimension;
import dev.headgate.usage.ReportQuery;
import dev.headgate.usage.ReportRow;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageSums;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Usage in sums: tokens, list cost, charges, upstream cost and margin, broken down as wanted. */
final class UsageApi {
    private static final int ROWS_MAX = 10_000;
    private static final Set<Dimension> OWN =
            EnumSet.of(Dimension.HOUR, Dimension.DAY, Dimension.KEY, Dimension.GROUP, Dimension.MODEL);

    private final UsageBook book;

    UsageApi(UsageBook book) {
        this.book = book;
    }

    record ReportFilter(
            @Doc(
                    "what to break down by, separated by commas: hour or day, user, key, group, account, model; absent = one row")
            @Nullable
            String by,

            @Doc("an hour or day that began before it is left out") @Nullable
            Instant from,

            @Doc("the hour or day in which it lies is in it") @Nullable
            Instant to,

            @Nullable String userId,
            @Nullable String keyId,
            @Nullable String groupId,
            @Nullable String accountId,
            @Nullable String model,
            @Doc("1 - 10000, 1000 unless given") @Nullable Integer limit) {}

    record OwnReportFilter(
            @Doc("hour or day, key, group, model, separated by commas; absent = one row") @Nullable
            String by,

            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String keyId,
            @Nullable String model,
            @Doc("1 - 10000, 1000 unless given") @Nullable Integer limit) {}

    record OwnUsageRow(
            @Doc("what the row is about: ids, a model's name, or the first instant of the hour or day, by dimension")
            Map<String, String> ids,

            @Doc("the same in people's words") Map<String, String> names,
            long calls,
            long errors,
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            long reasoningTokens,
            long listCostNanos,
            long chargedNanos) {}

    record UsageRow(
            @Doc("what the row is about: ids, a model's name, or the first instant of the hour or day, by dimension")
            Map<String, String> ids,

            @Doc("the same in people's words") Map<String, String> names,
            long calls,
            long errors,
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            long reasoningTokens,
            long listCostNanos,
            long chargedNanos,
            @Doc("what vendors are expected to bill") long upstreamCostNanos,
            @Doc("charged less upstream cost") long marginNanos) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/usage", "usage.report", "Usage in sums; by time, then the largest charge first")
                        .needs(Permission.USAGE_READ)
                        .givesPage(UsageRow.class)
                        .with(ReportFilter.class, this::report),
                Endpoint.get("/me/usage", "me.usage.report", "One's own usage in sums")
                        .needs(Permission.OWN)
                        .givesPage(OwnUsageRow.class)
                        .with(OwnReportFilter.class, this::ownReport));
    }

    private static Set<Dimension> dimensions(@Nullable String by, Set<Dimension> allowed) {
        Set<Dimension> wanted = EnumSet.noneOf(Dimension.class);
        if (by != null && !by.isBlank()) {
            for (String word : by.split(",", -1)) {
                Dimension dimension = Dimension.of(word.strip());
                if (!allowed.contains(dimension)) {
                    throw new IllegalArgumentException(
                            "by: \"" + word + "\" (expected: hour or day, key, group and model)");
                }
                wanted.add(dimension);
            }
        }
        return wanted;
    }

    private static int limit(@Nullable Integer wanted) {
        int limit = wanted == null ? 1_000 : wanted;
        if (limit < 1 || limit > ROWS_MAX) {
            throw ApiFault.invalid(List.of(new ApiFault.Field("limit", limit + " (expected: 1 - " + ROWS_MAX + ")")));
        }
        return limit;
    }

    private static void put(Map<Dimension, String> only, Dimension dimension, @Nullable String value) {
        if (value != null) {
            only.put(dimension, value);
        }
    }

    private Object report(ApiCall call, ReportFilter input) {
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        put(only, Dimension.USER, input.userId());
        put(only, Dimension.KEY, input.keyId());
        put(only, Dimension.GROUP, input.groupId());
        put(only, Dimension.ACCOUNT, input.accountId());
        put(only, Dimension.MODEL, input.model());
        Set<Dimension> by = dimensions(input.by(), EnumSet.allOf(Dimension.class));
        return Lists.whole(
                book.report(new ReportQuery(by, input.from(), input.to(), only, limit(input.limit()))), UsageApi::row);
    }

    private Object ownReport(ApiCall call, OwnReportFilter input) {
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        only.put(Dimension.USER, call.person().person().user().id().toString());
        put(only, Dimension.KEY, input.keyId());
        put(only, Dimension.MODEL, input.model());
        Set<Dimension> by = dimensions(input.by(), OWN);
        return Lists.whole(
                book.report(new ReportQuery(by, input.from(), input.to(), only, limit(input.limit()))),
                UsageApi::ownRow);
    }

    private static Map<String, String> words(Map<Dimension, String> values) {
        Map<String, String> words = new LinkedHashMap<>();
        values.forEach((dimension, value) -> words.put(dimension.id(), value));
        return words;
    }

    private static UsageRow row(ReportRow row) {
        UsageSums sums = row.sums();
        return new UsageRow(
                words(row.ids()),
                words(row.names()),
                sums.calls(),
                sums.errors(),
                sums.input(),
                sums.output(),
                sums.cacheRead(),
                sums.cacheWrite(),
                sums.reasoning(),
                sums.listNanos(),
                sums.chargedNanos(),
                sums.upstreamNanos(),
                sums.marginNanos());
    }

    private static OwnUsageRow ownRow(ReportRow row) {
        UsageSums sums = row.sums();
        return new OwnUsageRow(
                words(row.ids()),
                words(row.names()),
                sums.calls(),
                sums.errors(),
                sums.input(),
                sums.output(),
                sums.cacheRead(),
                sums.cacheWrite(),
                sums.reasoning(),
                sums.listNanos(),
                sums.chargedNanos());
    }
}
