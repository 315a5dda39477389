package dev.headgate.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.usage.RequestLog;
import dev.headgate.usage.RequestRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finished calls: everybody's for those who run Headgate, and one's own, which tell of accounts only how many were tried. */
final class RequestsApi {
    private final RequestLog log;
    private final RequestMoney money;

    RequestsApi(RequestLog log, RequestMoney money) {
        this.log = log;
        this.money = money;
    }

    record RequestFilter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String userId,
            @Nullable String keyId,
            @Nullable String groupId,
            @Nullable String accountId,
            @Nullable String model,
            @Nullable String errorCode,
            @Nullable Integer status,

            @Doc("whether the call ended with an error") @Nullable
            Boolean failed,

            @Nullable Boolean estimated,

            @Doc("calls that took at least so long") @Nullable
            Integer slowerThanMs,

            @Doc("calls that were charged at least so much") @Nullable
            Long dearerThanNanos,

            @Doc("next_cursor of the page before; a page may hold less than limit and yet have one") @Nullable
            String cursor,

            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record OwnRequestFilter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String keyId,
            @Nullable String model,

            @Doc("whether the call ended with an error") @Nullable
            Boolean failed,

            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record Tokens(
            @Doc("neither read from nor written to a cache") long input,
            long output,
            long cacheRead,
            @Doc("written to a cache of five minutes") long cacheWrite5m,
            @Doc("written to a cache of an hour") long cacheWrite1h,
            @Doc("the part of output that was thinking") long reasoning) {
        static Tokens of(TokenUsage tokens) {
            return new Tokens(
                    tokens.input(),
                    tokens.output(),
                    tokens.cacheRead(),
                    tokens.cacheWrite5m(),
                    tokens.cacheWrite1h(),
                    tokens.reasoning());
        }
    }

    record OwnRequestView(
            String requestId,
            Instant createdAt,
            String keyId,
            String key,
            String group,
            String protocol,
            String model,
            boolean stream,
            int status,
            @Doc("empty for a success") String errorCode,
            Tokens tokens,
            long listCostNanos,
            long chargedNanos,

            @Doc("whether tokens were estimated, since the vendor told none")
            boolean estimated,

            String priceVersion,
            @Doc("-1 when no byte came") int firstByteMs,
            int durationMs,
            @Doc("accounts that were tried") int attempts) {}

    record RequestView(
            String requestId,
            Instant createdAt,
            String userId,
            String user,
            String keyId,
            String key,
            String groupId,
            String group,
            String accountId,
            String account,
            String protocol,
            String model,
            String upstreamModel,
            boolean stream,
            int status,
            @Doc("empty for a success") String errorCode,
            Tokens tokens,
            long listCostNanos,
            long chargedNanos,

            @Doc("whether the charge was taken from the user's balance")
            boolean fromBalance,

            @Doc("the subscription it was taken from") @Nullable
            String subscriptionId,

            @Doc("what all attempts together are expected to cost")
            long upstreamCostNanos,

            boolean estimated,
            String priceVersion,
            int firstByteMs,
            int durationMs,
            int attempts) {}

    record AttemptView(
            String accountId,
            String account,
            String outcome,
            int status,
            Tokens tokens,
            long upstreamCostNanos,
            int durationMs) {}

    record RequestDetail(
            RequestView request,
            List<AttemptView> tries,

            @Doc("how the charge comes about; absent when nothing was produced, or without a price")
            RequestMoney.@Nullable Sheet sheet,

            @Doc("what the books say of it, oldest first; empty without the permission money:read")
            List<LedgerApi.EntryView> entries,

            @Doc("why which account was chosen, and how long each stage took") @JsonRawValue
            String trace) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/requests", "requests.list", "Finished calls, the newest first")
                        .needs(Permission.REQUESTS_READ)
                        .givesPage(RequestView.class)
                        .with(RequestFilter.class, this::list),
                Endpoint.get("/requests/{id}", "requests.show", "One call with its attempts and its decision trace")
                        .needs(Permission.REQUESTS_READ)
                        .watched()
                        .gives(RequestDetail.class)
                        .by(this::show),
                Endpoint.get("/me/requests", "me.requests.list", "One's own finished calls, the newest first")
                        .needs(Permission.OWN)
                        .givesPage(OwnRequestView.class)
                        .with(OwnRequestFilter.class, this::listOwn),
                Endpoint.get("/me/requests/{id}", "me.requests.show", "One of one's own finished calls")
                        .needs(Permission.OWN)
                        .gives(OwnRequestView.class)
                        .by(this::showOwn));
    }

    private static @Nullable Long id(String field, @Nullable String text) {
        return text == null ? null : (Long) Lists.id(field, text);
    }

    private Object list(ApiCall call, RequestFilter input) {
        Long user = id("user_id", input.userId());
        Long key = id("key_id", input.keyId());
        Long group = id("group_id", input.groupId());
        Long account = id("account_id", input.accountId());
        RequestLog.Filter filter = new RequestLog.Filter(
                input.from(),
                input.to(),
                user == null ? null : new UserId(user),
                key == null ? null : new KeyId(key),
                group == null ? null : new GroupId(group),
                account == null ? null : new AccountId(account),
                input.model(),
                input.errorCode(),
                input.status(),
                input.failed(),
                input.estimated(),
                input.slowerThanMs(),
                input.dearerThanNanos());
        RequestLog.Found found = log.list(filter, place(input.cursor()), Lists.limit(input.limit()));
        return new AdminApi.Page<>(found.rows().stream().map(RequestsApi::view).toList(), cursor(found.next()));
    }

    private Object listOwn(ApiCall call, OwnRequestFilter input) {
        Long key = id("key_id", input.keyId());
        RequestLog.Filter filter = new RequestLog.Filter(
                input.from(),
                input.to(),
                call.person().person().user().id(),
                key == null ? null : new KeyId(key),
                null,
                null,
                input.model(),
                null,
                null,
                input.failed(),
                null,
                null,
                null);
        RequestLog.Found found = log.list(filter, place(input.cursor()), Lists.limit(input.limit()));
        return new AdminApi.Page<>(found.rows().stream().map(RequestsApi::own).toList(), cursor(found.next()));
    }

    private static RequestLog.Place place(@Nullable String cursor) {
        if (cursor == null) {
            return RequestLog.Place.NEWEST;
        }
        int dash = cursor.indexOf('-');
        if (dash < 1) {
            throw Lists.badCursor(cursor);
        }
        try {
            return new RequestLog.Place(Long.parseLong(cursor.substring(0, dash)), cursor.substring(dash + 1));
        } catch (NumberFormatException e) {
            throw Lists.badCursor(cursor);
        }
    }

    private static @Nullable String cursor(RequestLog.@Nullable Place next) {
        return next == null ? null : next.atMillis() + "-" + next.requestId();
    }

    private @Nullable Object show(ApiCall call) {
        RequestRow row = log.find(call.named("id")).orElseThrow(() -> ApiFault.notFound("request"));
        List<AttemptView> tries = row.tries().stream()
                .map(one -> new AttemptView(
                        Long.toString(one.account().id()),
                        one.account().name(),
                        one.outcome(),
                        one.status(),
                        Tokens.of(one.tokens()),
                        one.upstreamCost().nanos(),
                        one.durationMillis()))
                .toList();
        boolean mayMoney = call.actor().may(Permission.MONEY_READ);
        return new RequestDetail(
                view(row),
                tries,
                money.sheet(row.requestId()),
                mayMoney ? money.entries(row.requestId()) : List.of(),
                row.trace().isEmpty() ? "null" : row.trace());
    }

    private @Nullable Object showOwn(ApiCall call) {
        return log.find(call.named("id"))
                .filter(row ->
                        row.user().id() == call.person().person().user().id().value())
                .map(RequestsApi::own)
                .orElseThrow(() -> ApiFault.notFound("request"));
    }

    private static OwnRequestView own(RequestRow row) {
        return new OwnRequestView(
                row.requestId(),
                row.createdAt(),
                Long.toString(row.key().id()),
                row.key().name(),
                row.group().name(),
                row.protocol(),
                row.model(),
                row.stream(),
                row.status(),
                row.errorCode(),
                Tokens.of(row.tokens()),
                row.listCost().nanos(),
                row.charged().nanos(),
                row.estimated(),
                row.priceVersion(),
                row.firstByteMillis(),
                row.durationMillis(),
                row.attempts());
    }

    private static RequestView view(RequestRow row) {
        return new RequestView(
                row.requestId(),
                row.createdAt(),
                Long.toString(row.user().id()),
                row.user().name(),
                Long.toString(row.key().id()),
                row.key().name(),
                Long.toString(row.group().id()),
                row.group().name(),
                Long.toString(row.account().id()),
                row.account().name(),
                row.protocol(),
                row.model(),
                row.upstreamModel(),
                row.stream(),
                row.status(),
                row.errorCode(),
                Tokens.of(row.tokens()),
                row.listCost().nanos(),
                row.charged().nanos(),
                row.fromBalance(),
                row.subscription() == 0 ? null : Long.toString(row.subscription()),
                row.upstreamCost().nanos(),
                row.estimated(),
                row.priceVersion(),
                row.firstByteMillis(),
                row.durationMillis(),
                row.attempts());
    }
}
