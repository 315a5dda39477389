package dev.headgate.billing;

import dev.headgate.store.RowBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jdbi.v3.core.Handle;

/** The SQL of the ledger, for both databases. */
final class JdbcLedgerStore {
    /** With each settled batch; primary key. */
    private static final String INSERT = """
            insert into ledger_entries (id, posted_at, debit, credit, amount_nanos, reason)
            values (?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing""";

    /** With each settled batch, once for each book it touches; primary key. */
    private static final String ADD = """
            insert into ledger_balances (book, nanos) values (?, ?)
            on conflict (book) do update set nanos = ledger_balances.nanos + excluded.nanos""";

    /** At start; the table is as long as there are users. */
    private static final String BALANCES = "select book, nanos from ledger_balances";

    /** `ledger verify`: scans all entries. */
    private static final String FROM_ENTRIES = """
            select book, sum(nanos) as nanos from (
                select credit as book, amount_nanos as nanos from ledger_entries
                union all
                select debit as book, -amount_nanos as nanos from ledger_entries) as moves
            group by book""";

    /** `ledger verify`: scans usage and its entries. */
    private static final String USAGE_WITHOUT_ENTRY = """
            select u.request_id as id from usage u
            left join ledger_entries e on e.id = 'usage:' || u.request_id
            where e.id is null or e.amount_nanos <> u.charged_nanos
            order by u.request_id limit 20""";

    /** `ledger verify`: scans entries of usage. */
    private static final String ENTRY_WITHOUT_USAGE = """
            select e.id as id from ledger_entries e
            left join usage u on u.request_id = substr(e.id, 7)
            where e.reason = 'usage' and u.request_id is null
            order by e.id limit 20""";

    /** At start; walks usage_created backwards. */
    private static final String RECENT_OUTPUT = """
            select upstream_model, output_tokens from usage
            where estimated = :no and output_tokens > 0
            order by created_at desc, request_id desc limit 5000""";

    private JdbcLedgerStore() {}

    /** What recent calls answered with. */
    static void recentOutput(Handle handle, ObjLongConsumer<String> each) {
        handle.createQuery(RECENT_OUTPUT)
                .bind("no", false)
                .map((row, ctx) -> Map.entry(row.getString("upstream_model"), row.getLong("output_tokens")))
                .forEach(answer -> each.accept(answer.getKey(), answer.getValue()));
    }

    /** Returns how many postings were new. */
    static int post(Handle handle, List<LedgerPosting> postings, long atMillis) {
        if (postings.isEmpty()) {
            return 0;
        }
        Map<String, Long> moves = new java.util.TreeMap<>(); // sorted: two batches lock the books in the same order
        int inserted = 0;
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
                    inserted++;
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
        return inserted;
    }

    static Map<String, Long> balances(Handle handle) {
        return sums(handle, BALANCES);
    }

    private static Map<String, Long> sums(Handle handle, String sql) {
        Map<String, Long> sums = new HashMap<>();
        handle.createQuery(sql)
                .map((row, ctx) -> Map.entry(row.getString("book"), row.getLong("nanos")))
                .forEach(entry -> sums.put(entry.getKey(), entry.getValue()));
        return sums;
    }

    static List<String> verify(Handle handle) {
        List<String> wrong = new ArrayList<>();
        Map<String, Long> kept = sums(handle, BALANCES);
        Map<String, Long> computed = sums(handle, FROM_ENTRIES);
        java.util.TreeSet<String> books = new java.util.TreeSet<>(kept.keySet());
        books.addAll(computed.keySet());
        long total = 0;
        for (String book : books) {
            long has = kept.getOrDefault(book, 0L);
            long should = computed.getOrDefault(book, 0L);
            total += has;
            if (has != should) {
                wrong.add("book " + book + ": balance " + has + " nanos, its entries sum to " + should);
            }
        }
        if (total != 0) {
            wrong.add("all books: sum " + total + " nanos (expected: 0)");
        }
        ids(handle, USAGE_WITHOUT_ENTRY).forEach(id -> wrong.add("call " + id + ": no entry of its charge"));
        ids(handle, ENTRY_WITHOUT_USAGE).forEach(id -> wrong.add("entry " + id + ": no such call"));
        return wrong;
    }

    private static List<String> ids(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(String.class).list();
    }
}
