package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.store.RowBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.jdbi.v3.core.Handle;

/** The SQL of the ledger, for both databases. */
final class JdbcLedgerStore {
    /** With each settled batch; primary key. */
    private static final String INSERT = """
            insert into ledger_entries (id, posted_at, debit, credit, amount_nanos, reason)
            values (?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing""";

    /** An operation's entry; primary key. */
    private static final String INSERT_NOTED = """
            insert into ledger_entries (id, posted_at, debit, credit, amount_nanos, reason, note, subject)
            values (:id, :at, :debit, :credit, :amount, :reason, :note, :subject)
            on conflict (id) do nothing""";

    /** When an operation's id is there already; primary key. */
    private static final String FIND = """
            select id, debit, credit, amount_nanos, reason from ledger_entries where id = :id""";

    /** With each settled batch, once for each book it touches; primary key. */
    private static final String ADD = """
            insert into ledger_balances (book, nanos) values (?, ?)
            on conflict (book) do update set nanos = ledger_balances.nanos + excluded.nanos""";

    /** At start; the table is as long as there are users. */
    private static final String BALANCES = "select book, nanos from ledger_balances";

    /** An operation that must not overdraw; primary key. */
    private static final String BALANCE = "select nanos from ledger_balances where book = :book";

    /** A refund; ledger_entries_subject. */
    private static final String REFUNDED = """
            select coalesce(sum(amount_nanos), 0) from ledger_entries where subject = :subject and reason = 'refund'""";

    /** A refund; primary key. */
    private static final String CALL = """
            select user_id, charged_nanos, from_balance, subscription_id from usage where request_id = :id""";

    /** At start; walks usage_created backwards. */
    private static final String RECENT_OUTPUT = """
            select upstream_model, output_tokens from usage
            where estimated = :no and output_tokens > 0 and user_id <> 0
            order by created_at desc, request_id desc limit 5000""";

    private JdbcLedgerStore() {}

    /** Posts what isn't there yet. */
    static void post(Handle handle, List<LedgerPosting> postings, long atMillis) {
        if (postings.isEmpty()) {
            return;
        }
        Map<String, Long> moves = new TreeMap<>(); // sorted: two batches lock the books in the same order
        try (RowBatch batch = new RowBatch(handle, INSERT)) {
            for (LedgerPosting posting : postings) {
                batch.text(posting.id())
                        .number(atMillis)
                        .text(posting.debit())
                        .text(posting.credit())
                        .number(posting.amount().nanos())
                        .text(posting.reason())
                        .add();
            }
            int[] counts = batch.execute();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    LedgerPosting posting = postings.get(i);
                    moves.merge(posting.debit(), -posting.amount().nanos(), Math::addExact);
                    moves.merge(posting.credit(), posting.amount().nanos(), Math::addExact);
                }
            }
        }
        try (RowBatch sums = new RowBatch(handle, ADD)) {
            moves.forEach((book, nanos) -> sums.text(book).number(nanos).add());
            sums.execute();
        }
    }

    /** Posts an operation's entry; says whether it was there already, and refuses the id when that was another entry. */
    static Written post(Handle handle, LedgerPosting.Noted noted, long atMillis) {
        LedgerPosting posting = noted.posting();
        int count = handle.createUpdate(INSERT_NOTED)
                .bind("id", posting.id())
                .bind("at", atMillis)
                .bind("debit", posting.debit())
                .bind("credit", posting.credit())
                .bind("amount", posting.amount().nanos())
                .bind("reason", posting.reason())
                .bind("note", noted.note())
                .bind("subject", noted.subject())
                .execute();
        if (count == 0) {
            LedgerPosting before = find(handle, posting.id()).orElseThrow();
            if (!before.equals(posting)) {
                throw new IllegalArgumentException("id: \"" + posting.id() + "\" was used for " + before.amount()
                        + " USD from " + before.debit() + " to " + before.credit() + " (expected: an id of its own)");
            }
            return Written.EXISTS;
        }
        try (RowBatch sums = new RowBatch(handle, ADD)) {
            long nanos = posting.amount().nanos();
            sums.text(posting.debit()).number(-nanos).add();
            sums.text(posting.credit()).number(nanos).add();
            sums.execute();
        }
        return Written.DONE;
    }

    static Optional<LedgerPosting> find(Handle handle, String id) {
        return handle.createQuery(FIND)
                .bind("id", id)
                .map((row, ctx) -> new LedgerPosting(
                        row.getString("id"),
                        row.getString("debit"),
                        row.getString("credit"),
                        new Money(row.getLong("amount_nanos")),
                        row.getString("reason")))
                .findOne();
    }

    static Map<String, Long> balances(Handle handle) {
        Map<String, Long> sums = new HashMap<>();
        handle.createQuery(BALANCES)
                .map((row, ctx) -> Map.entry(row.getString("book"), row.getLong("nanos")))
                .forEach(entry -> sums.put(entry.getKey(), entry.getValue()));
        return sums;
    }

    static Money balance(Handle handle, String book) {
        return new Money(handle.createQuery(BALANCE)
                .bind("book", book)
                .mapTo(long.class)
                .findOne()
                .orElse(0L));
    }

    static Money refunded(Handle handle, String requestId) {
        return new Money(handle.createQuery(REFUNDED)
                .bind("subject", requestId)
                .mapTo(long.class)
                .one());
    }

    /** What a call was charged with, and to which book; empty for the book when it was only tracked. */
    record Call(Money charged, String book) {}

    static Optional<Call> call(Handle handle, String requestId) {
        return handle.createQuery(CALL)
                .bind("id", requestId)
                .map((row, ctx) -> {
                    long subscription = row.getLong("subscription_id");
                    String book = subscription != 0
                            ? Books.of(new dev.headgate.base.SubscriptionId(subscription))
                            : row.getBoolean("from_balance")
                                    ? Books.of(new dev.headgate.base.UserId(row.getLong("user_id")))
                                    : "";
                    return new Call(new Money(row.getLong("charged_nanos")), book);
                })
                .findOne();
    }

    /** What recent calls answered with. */
    static void recentOutput(Handle handle, ObjLongConsumer<String> each) {
        handle.createQuery(RECENT_OUTPUT)
                .bind("no", false)
                .map((row, ctx) -> Map.entry(row.getString("upstream_model"), row.getLong("output_tokens")))
                .forEach(answer -> each.accept(answer.getKey(), answer.getValue()));
    }
}
