package dev.headgate.admin;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Ledger;
import dev.headgate.billing.LedgerEntry;
import dev.headgate.billing.Written;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Users;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger: what was done with money, and doing it. Each movement carries its caller's id, so that repeating it moves nothing. */
final class LedgerApi {
    @SuppressWarnings("UnusedVariable") // read by annotations
    private static final String IDEMPOTENT =
            "the caller's own id of this movement, at most 100 characters; repeated with it, nothing is moved again";

    private final Billing billing;
    private final Users users;

    LedgerApi(Billing billing, Users users) {
        this.billing = billing;
        this.users = users;
    }

    record EntryFilter(
            @Nullable String userId,

            @Doc("grant, top-up, adjustment, refund, code, plan …") @Nullable
            String reason,

            @Nullable Instant from,
            @Nullable Instant to,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record OwnEntryFilter(
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record EntryView(
            String id,
            Instant at,
            @Doc("the book it was taken from") String debit,
            @Doc("the book it was given to") String credit,
            long amountNanos,
            String reason,
            @Doc("why, in the words of whoever made it") String note,

            @Doc("what it is about, e.g. the request id of a refunded call")
            String subject) {
        static EntryView of(LedgerEntry entry) {
            return new EntryView(
                    entry.id(),
                    entry.at(),
                    entry.debit(),
                    entry.credit(),
                    entry.amount().nanos(),
                    entry.reason(),
                    entry.note(),
                    entry.subject());
        }
    }

    record OwnEntryView(
            String id,
            Instant at,
            @Doc("what it did to one's balance") long changeNanos,
            String reason,
            String note) {}

    record Movement(
            @Doc(IDEMPOTENT) String id,

            @Doc("more than 0; an adjustment may be below 0 as well")
            long amountNanos,

            @Doc("why, kept with the entry") String note) {}

    record Refund(
            @Doc(IDEMPOTENT) String id,

            @Doc("absent = all that is left of the charge") @Nullable
            Long amountNanos,

            @Doc("why, kept with the entry") String note) {}

    record Moved(
            @Doc("false when it had been done before with that id")
            boolean done,

            @Doc("what the user can spend now, absent for a refund") @Nullable
            Long balanceNanos) {}

    record BalanceView(
            @Doc("what can be spent now: the balance less what calls in flight hold")
            long availableNanos,

            @Doc("the balance without them") long settledNanos) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(
                                "/ledger",
                                "ledger.list",
                                "What was done with money but for charges of calls, newest first")
                        .needs(Permission.MONEY_READ)
                        .givesPage(EntryView.class)
                        .with(EntryFilter.class, this::list),
                Endpoint.get("/users/{id}/balance", "users.balance", "A user's balance")
                        .needs(Permission.MONEY_READ)
                        .gives(BalanceView.class)
                        .by(call -> balance(known(call))),
                Endpoint.post("/users/{id}/top-up", "ledger.top-up", "A user paid money in")
                        .needs(Permission.MONEY_WRITE)
                        .tells(Moved.class)
                        .with(Movement.class, (call, input) -> move(call, input, "top-up", Ledger::topUp)),
                Endpoint.post("/users/{id}/grant", "ledger.grant", "Give a user money")
                        .needs(Permission.MONEY_WRITE)
                        .tells(Moved.class)
                        .with(Movement.class, (call, input) -> move(call, input, "grant", Ledger::grant)),
                Endpoint.post("/users/{id}/adjust", "ledger.adjust", "Correct a user's balance, up or down")
                        .needs(Permission.MONEY_WRITE)
                        .tells(Moved.class)
                        .with(Movement.class, (call, input) -> move(call, input, "adjust", Ledger::adjust)),
                Endpoint.post(
                                "/requests/{id}/refund",
                                "ledger.refund",
                                "Give back what a call was charged with, or a part")
                        .needs(Permission.MONEY_WRITE)
                        .tells(Moved.class)
                        .with(Refund.class, this::refund),
                Endpoint.get("/me/balance", "me.balance.show", "One's own balance")
                        .needs(Permission.OWN)
                        .gives(BalanceView.class)
                        .by(call -> balance(me(call))),
                Endpoint.get("/me/ledger", "me.ledger.list", "What was done with one's own money, newest first")
                        .needs(Permission.OWN)
                        .givesPage(OwnEntryView.class)
                        .with(OwnEntryFilter.class, this::listOwn));
    }

    private static UserId me(ApiCall call) {
        return call.person().person().user().id();
    }

    private UserId known(ApiCall call) {
        return users.find(new UserId(call.id()))
                .orElseThrow(() -> ApiFault.notFound("user"))
                .user()
                .id();
    }

    private BalanceView balance(UserId user) {
        return new BalanceView(
                billing.balances().available(user).nanos(),
                billing.ledger().balance(user).nanos());
    }

    private interface Move {
        Written on(Ledger ledger, String id, UserId user, Money amount, String note);
    }

    static String id(String text) {
        if (text.isBlank() || text.length() > 100) {
            throw ApiFault.invalid(
                    List.of(new ApiFault.Field("id", text.length() + " characters (expected: 1 - 100)")));
        }
        return text;
    }

    private Object move(ApiCall call, Movement input, String what, Move move) {
        UserId user = known(call);
        Written written = move.on(billing.ledger(), id(input.id()), user, new Money(input.amountNanos()), input.note());
        if (written == Written.DONE) {
            call.changed("ledger." + what, "user:" + user, null, input);
        }
        return new Moved(
                written == Written.DONE, billing.balances().available(user).nanos());
    }

    private Object refund(ApiCall call, Refund input) {
        Money amount = input.amountNanos() == null ? null : new Money(input.amountNanos());
        Written written = billing.ledger().refund(id(input.id()), call.named("id"), amount, input.note());
        if (written == Written.DONE) {
            call.changed("ledger.refund", "request:" + call.named("id"), null, input);
        }
        return new Moved(written == Written.DONE, null);
    }

    private static LedgerEntry.@Nullable Place place(@Nullable String cursor) {
        return cursor == null ? null : LedgerEntry.Place.parse(cursor);
    }

    private Object list(ApiCall call, EntryFilter input) {
        int limit = Lists.limit(input.limit());
        List<LedgerEntry> entries = billing.ledger()
                .entries(new LedgerEntry.Filter(
                        input.userId() == null ? null : new UserId(Lists.id("user_id", input.userId())),
                        input.reason(),
                        input.from(),
                        input.to(),
                        place(input.cursor()),
                        limit + 1));
        return Lists.page(entries, limit, EntryView::of, entry -> entry.place().text());
    }

    private Object listOwn(ApiCall call, OwnEntryFilter input) {
        int limit = Lists.limit(input.limit());
        UserId me = me(call);
        List<LedgerEntry> entries = billing.ledger()
                .entries(new LedgerEntry.Filter(me, null, null, null, place(input.cursor()), limit + 1));
        return Lists.page(
                entries,
                limit,
                entry -> new OwnEntryView(
                        entry.id(), entry.at(), entry.changeFor(me).nanos(), entry.reason(), entry.note()),
                entry -> entry.place().text());
    }
}
