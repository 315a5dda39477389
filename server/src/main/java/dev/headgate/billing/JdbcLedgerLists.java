package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** The SQL of lists of entries and balances, a page at a time. */
final class JdbcLedgerLists {
    /** {@code reason <> 'usage'} is literally what the indexes are of, so that they serve. */
    private static final String PART = """
            select id, posted_at, debit, credit, amount_nanos, reason, note, subject from ledger_entries
            where reason <> 'usage' and (:reason = '' or reason = :reason) and posted_at >= :from
                and (posted_at, id) < (:at, :id)""";

    private static final String ORDER = " order by posted_at desc, id desc limit :rows";

    /** The console; ledger_entries_posted. */
    private static final String ALL = PART + ORDER;

    /** The console; ledger_entries_debit and ledger_entries_credit, each read no further than a page. */
    private static final String OF_BOOK = "select * from (" + PART + " and debit = :book" + ORDER
            + ") a union all select * from (" + PART + " and credit = :book" + ORDER + ") b" + ORDER;

    /** When somebody looks at a call: primary key, and ledger_entries_subject. */
    private static final String OF_CALL = """
            select id, posted_at, debit, credit, amount_nanos, reason, note, subject from ledger_entries where id = :charge
            union all
            select id, posted_at, debit, credit, amount_nanos, reason, note, subject from ledger_entries
            where subject = :call and subject <> ''
            order by posted_at, id limit 100""";

    /** The console; primary key. */
    private static final String BALANCES = """
            select book, nanos from ledger_balances where book > :after and book like 'user:%' order by book limit :rows""";

    /** The console, for the users of a page; primary key. */
    private static final String BALANCES_OF = "select book, nanos from ledger_balances where book in (<books>)";

    private JdbcLedgerLists() {}

    static List<LedgerEntry> entries(Handle handle, LedgerEntry.Filter filter) {
        UserId user = filter.user();
        LedgerEntry.Place after = filter.after();
        Instant to = filter.to();
        LedgerEntry.Place end = new LedgerEntry.Place(to == null ? Instant.ofEpochMilli(Long.MAX_VALUE) : to, "");
        LedgerEntry.Place before = after != null && after.at().isBefore(end.at()) ? after : end;
        var query = handle.createQuery(user == null ? ALL : OF_BOOK)
                .bind("reason", Objects.requireNonNullElse(filter.reason(), ""))
                .bind(
                        "from",
                        filter.from() == null ? Long.MIN_VALUE : filter.from().toEpochMilli())
                .bind("at", before.at().toEpochMilli())
                .bind("id", before.id())
                .bind("rows", filter.limit());
        if (user != null) {
            query.bind("book", Books.of(user));
        }
        return query.map((row, ctx) -> entry(row)).list();
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("posted_at")),
                row.getString("debit"),
                row.getString("credit"),
                new Money(row.getLong("amount_nanos")),
                row.getString("reason"),
                row.getString("note"),
                row.getString("subject"));
    }

    /** The charge of a call and what was done to it, oldest first. */
    static List<LedgerEntry> ofCall(Handle handle, String requestId) {
        return handle.createQuery(OF_CALL)
                .bind("charge", Charge.entryId(requestId))
                .bind("call", requestId)
                .map((row, ctx) -> entry(row))
                .list();
    }

    /** The balances after a book, in the order of their books' names. */
    static List<Ledger.UserBalance> balances(Handle handle, String after, int rows) {
        return handle.createQuery(BALANCES)
                .bind("after", after)
                .bind("rows", rows)
                .map((row, ctx) -> new Ledger.UserBalance(
                        Books.user(row.getString("book")).orElseThrow(), new Money(row.getLong("nanos"))))
                .list();
    }

    static Map<UserId, Money> balances(Handle handle, Collection<UserId> users) {
        Map<UserId, Money> found = new HashMap<>();
        users.forEach(user -> found.put(user, Money.ZERO));
        if (!users.isEmpty()) {
            handle.createQuery(BALANCES_OF)
                    .bindList("books", users.stream().map(Books::of).toList())
                    .map((row, ctx) -> Map.entry(row.getString("book"), row.getLong("nanos")))
                    .forEach(entry ->
                            Books.user(entry.getKey()).ifPresent(user -> found.put(user, new Money(entry.getValue()))));
        }
        return found;
    }
}
