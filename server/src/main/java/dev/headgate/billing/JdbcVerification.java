package dev.headgate.billing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The SQL of `ledger verify`: each statement finds one kind of difference. All scan whole tables. */
final class JdbcVerification {
    private static final String FROM_ENTRIES = """
            select book, sum(nanos) as nanos from (
                select credit as book, amount_nanos as nanos from ledger_entries
                union all
                select debit as book, -amount_nanos as nanos from ledger_entries) as moves
            group by book""";

    /** A call's entry must be there, of its amount, and from the book of whoever pays. */
    private static final String USAGE_WITHOUT_ENTRY = """
            select u.request_id as id from usage u
            left join ledger_entries e on e.id = 'usage:' || u.request_id
            where e.id is null or e.amount_nanos <> u.charged_nanos or e.debit <> case
                when u.subscription_id <> 0 then 'subscription:' || u.subscription_id
                when u.from_balance then 'user:' || u.user_id
                else 'tracked:' || u.user_id end
            order by u.request_id limit 20""";

    private static final String ENTRY_WITHOUT_USAGE = """
            select e.id as id from ledger_entries e
            left join usage u on u.request_id = substr(e.id, 7)
            where e.reason = 'usage' and u.request_id is null and substr(e.id, 7, 13) >= :since
            order by e.id limit 20""";

    /** Calls before this millisecond have left the log; their entries and windows stay. */
    private static final String HORIZON = "select cut_at from usage_horizon where one = 1";

    private static final String OPEN_HOLDS = """
            select coalesce(sum(amount_nanos), 0) from ledger_holds where state = 'open'""";

    /** A hold's entry must be there, and its end exactly when it has ended. */
    private static final String HOLDS_AND_ENTRIES = """
            select h.id as id from ledger_holds h
            left join ledger_entries b on b.id = 'hold:' || h.id
            left join ledger_entries p on p.id = 'hold-post:' || h.id
            left join ledger_entries v on v.id = 'hold-void:' || h.id
            where b.id is null or b.amount_nanos <> h.amount_nanos
                or (h.state = 'open' and (p.id is not null or v.id is not null))
                or (h.state = 'posted' and p.id is null)
                or (h.state in ('void', 'expired') and (p.id is not null or v.id is null))
            order by h.id limit 20""";

    /** Windows whose sum isn't that of their calls; a subscription's by usage_subscription, a budget's by usage_created. */
    static final String WINDOWS = """
            select owner, owner_id, period, start_at, spent_nanos, should_nanos from (
                select w.owner, w.owner_id, w.period, w.start_at, w.spent_nanos, (
                    select coalesce(sum(u.charged_nanos), 0) from usage u
                    where u.created_at >= w.start_at and u.created_at < w.end_at and case w.owner
                        when 'key' then u.key_id when 'user' then u.user_id else u.group_id end = w.owner_id
                ) as should_nanos
                from spend_windows w
                where w.owner <> 'subscription' and w.start_at >= (select cut_at from usage_horizon where one = 1)
                union all
                select w.owner, w.owner_id, w.period, w.start_at, w.spent_nanos, (
                    select coalesce(sum(u.charged_nanos), 0) from usage u
                    where u.subscription_id = w.owner_id and u.subscription_id <> 0
                        and u.created_at >= w.start_at and u.created_at < w.end_at
                ) as should_nanos
                from spend_windows w
                where w.owner = 'subscription'
                    and w.start_at >= (select cut_at from usage_horizon where one = 1)) as windows
            where spent_nanos <> should_nanos
            order by owner, owner_id, period, start_at limit 20""";

    private static final String CODES = """
            select c.prefix || ' of batch ' || c.batch_id as id from codes c
            left join code_redemptions r on r.hash = c.hash
            group by c.hash, c.prefix, c.batch_id, c.uses having count(r.user_id) <> c.uses
            order by c.hash limit 20""";

    private JdbcVerification() {}

    static List<String> verify(Handle handle) {
        List<String> wrong = new ArrayList<>();
        Map<String, Long> kept = JdbcLedgerStore.balances(handle);
        sums(handle, kept, wrong);
        ids(handle, USAGE_WITHOUT_ENTRY).forEach(id -> wrong.add("call " + id + ": no entry of its charge"));
        long horizon = handle.createQuery(HORIZON).mapTo(long.class).one();
        handle.createQuery(ENTRY_WITHOUT_USAGE)
                .bind("since", firstId(horizon))
                .mapTo(String.class)
                .forEach(id -> wrong.add("entry " + id + ": no such call"));
        long open = handle.createQuery(OPEN_HOLDS).mapTo(long.class).one();
        long held = kept.getOrDefault(Books.HELD, 0L);
        if (open != held) {
            wrong.add("holds: " + open + " nanos are open, the book has " + held);
        }
        ids(handle, HOLDS_AND_ENTRIES).forEach(id -> wrong.add("hold " + id + ": its entries are not as its state"));
        wrong.addAll(JdbcSpendStore.differences(handle));
        ids(handle, CODES).forEach(id -> wrong.add("code " + id + ": its uses are not as its redemptions"));
        return wrong;
    }

    private static void sums(Handle handle, Map<String, Long> kept, List<String> wrong) {
        Map<String, Long> computed = new HashMap<>();
        handle.createQuery(FROM_ENTRIES)
                .map((row, ctx) -> Map.entry(row.getString("book"), row.getLong("nanos")))
                .forEach(entry -> computed.put(entry.getKey(), entry.getValue()));
        TreeSet<String> books = new TreeSet<>(kept.keySet());
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
    }

    /** The front of the first request id of that millisecond: a UUIDv7 begins with its time. */
    private static String firstId(long millis) {
        return String.format(Locale.ROOT, "%08x-%04x", millis >>> 16, millis & 0xFFFF);
    }

    private static List<String> ids(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(String.class).list();
    }
}
