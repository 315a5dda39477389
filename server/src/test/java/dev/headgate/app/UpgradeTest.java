package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.Store;
import dev.headgate.testkit.TestPostgres;
import dev.headgate.usage.Dimension;
import dev.headgate.usage.ReportQuery;
import dev.headgate.usage.UsageBook;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was filled by an earlier version: its books still balance after the upgrade, and its sums are those of its log. */
class UpgradeTest {
    /** The last one before the sums; what follows computes them from the log, and from one another. */
    private static final String BEFORE_SUMS = "40";

    private static final String CALL = """
            insert into usage (request_id, created_at, user_id, key_id, group_id, account_id, protocol, model, upstream_model,
                stream, status, error_code, input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens,
                cache_write_1h_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, from_balance, estimated,
                price_version, first_byte_ms, duration_ms, attempts, trace, upstream_cost_nanos)
            values (:id, :at, :user, :key, :group, :account, 'p', :model, 'm', :yes, 200, :error, 1, 2, 3, 4, 5, 6, 70,
                :charged, :yes, :no, 'v', 1, 1, 2, '{}', 70)""";

    private static final String ATTEMPT = """
            insert into usage_attempts (request_id, ordinal, account_id, outcome, status, input_tokens, output_tokens,
                cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, upstream_cost_nanos,
                duration_ms)
            values (:id, :ordinal, :account, 'success', 200, 1, 2, 3, 4, 5, 6, :cost, 1)""";

    private static final String ENTRY = """
            insert into ledger_entries (id, posted_at, debit, credit, amount_nanos, reason)
            values (:id, :at, :debit, 'revenue', :amount, 'usage')""";

    private static final String BALANCE = """
            insert into ledger_balances (book, nanos) values (:book, :nanos)
            on conflict (book) do update set nanos = ledger_balances.nanos + excluded.nanos""";

    @Test
    void onSqlite(@TempDir Path folder) {
        upgrade("sqlite:" + folder.resolve("old.db"), "jdbc:sqlite:" + folder.resolve("old.db"), "sqlite");
    }

    @Test
    @Tag("slow")
    void onPostgresql() {
        String url = TestPostgres.freshDatabase();
        upgrade(url, "jdbc:" + url.replace("postgres@", "") + "?user=postgres", "postgresql");
    }

    /** Numbers of migrations go by feature: one that is new may be lower than the last one that a store has. */
    @Test
    void aLowerNumberThatIsNewIsApplied(@TempDir Path folder) {
        String url = "sqlite:" + folder.resolve("gap.db");
        try (Store store = Store.open(url)) {
            store.write(handle -> {
                handle.execute("drop table account_pauses");
                handle.execute("drop table directory_version");
                return handle.execute("delete from flyway_schema_history where version = '0011'");
            });
        }
        try (Store store = Store.open(url)) {
            assertThat(store.<Integer>read(handle -> handle.createQuery("select count(*) from account_pauses")
                            .mapTo(Integer.class)
                            .one()))
                    .isZero();
        }
    }

    private static void upgrade(String url, String jdbc, String dialect) {
        Flyway.configure()
                .dataSource(jdbc, null, null)
                .locations("classpath:db/migration", "classpath:db/" + dialect)
                .target(BEFORE_SUMS)
                .load()
                .migrate();
        Jdbi.create(jdbc).useTransaction(handle -> {
            for (int i = 0; i < 500; i++) {
                call(handle, i);
            }
        });

        try (Store store = Store.open(url)) {
            UsageBook book = new UsageBook(store, (handle, inserted) -> {});
            assertThat(book.verify()).isEmpty();
            assertThat(BooksContract.billing(store, InstantSource.system()).verify())
                    .isEmpty();
            for (Set<Dimension> by : List.of(Set.of(Dimension.MODEL), Set.of(Dimension.KEY), Set.of(Dimension.HOUR))) {
                long calls = book.report(new ReportQuery(by, null, null, Map.of(), 0)).stream()
                        .mapToLong(row -> row.sums().calls())
                        .sum();
                assertThat(calls).as("by %s", by).isEqualTo(500);
            }
        }
    }

    private static void call(Handle handle, int number) {
        String id = String.format("0190%04x-0000-7000-8000-000000000000", number);
        long at = 1_764_000_000_000L + number * 1_234_567L;
        handle.createUpdate(CALL)
                .bind("id", id)
                .bind("at", at)
                .bind("user", number % 7)
                .bind("key", number % 11)
                .bind("group", number % 3)
                .bind("account", number % 4)
                .bind("model", "model-" + number % 5)
                .bind("error", number % 9 == 0 ? "overloaded" : "")
                .bind("charged", 100 + number)
                .bind("yes", true)
                .bind("no", false)
                .execute();
        for (int ordinal = 0; ordinal < 2; ordinal++) {
            handle.createUpdate(ATTEMPT)
                    .bind("id", id)
                    .bind("ordinal", ordinal)
                    .bind("account", (number + ordinal + 3) % 4)
                    .bind("cost", ordinal * 70)
                    .execute();
        }
        handle.createUpdate(ENTRY)
                .bind("id", "usage:" + id)
                .bind("at", at)
                .bind("debit", "user:" + number % 7)
                .bind("amount", 100 + number)
                .execute();
        for (String book : List.of("revenue", "user:" + number % 7)) {
            handle.createUpdate(BALANCE)
                    .bind("book", book)
                    .bind("nanos", book.equals("revenue") ? 100L + number : -100L - number)
                    .execute();
        }
    }
}
