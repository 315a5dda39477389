package dev.headgate.billing;

import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.Handle;

/**
 * A server's money without the server: calls reserve, end, and are settled in batches later, as the journal does it; it can crash
 * at any instant and begin anew on the same database.
 */
final class MoneyScene implements AutoCloseable {
    static final UserId USER = new UserId(7);
    static final KeyId KEY = new KeyId(2);
    static final GroupId GROUP = new GroupId(3);

    private static final String USAGE = """
            insert into usage (request_id, created_at, user_id, key_id, group_id, account_id, protocol, model,
                upstream_model, stream, status, error_code, input_tokens, output_tokens, cache_read_tokens,
                cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, list_cost_nanos, charged_nanos,
                from_balance, subscription_id, estimated, price_version, first_byte_ms, duration_ms, attempts, trace)
            values (:id, :at, :user, :key, :group, 1, 'p', 'm', 'm', :no, 200, '', 1, 1, 0, 0, 0, 0, 0, :charged,
                :fromBalance, :subscription, :no, 'v', 1, 1, 0, '')
            on conflict do nothing""";

    /** The hour's sums, which settlement keeps beside the log. */
    private static final String SUMS = """
            insert into usage_hourly (hour_start, user_id, key_id, group_id, account_id, model, calls, errors, input_tokens,
                output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos,
                upstream_cost_nanos)
            values (:at - :at % 3600000, :user, :key, :group, 1, 'm', 1, 0, 1, 1, 0, 0, 0, 0, :charged, 0)
            on conflict (hour_start, key_id, account_id, model, user_id, group_id) do update
                set charged_nanos = usage_hourly.charged_nanos + excluded.charged_nanos""";

    private static final String POOL_SUMS = """
            insert into usage_hourly_pools (hour_start, group_id, account_id, model, calls, errors, input_tokens,
                output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos,
                upstream_cost_nanos)
            values (:at - :at % 3600000, :group, 1, 'm', 1, 0, 1, 1, 0, 0, 0, 0, :charged, 0)
            on conflict (hour_start, group_id, account_id, model) do update
                set charged_nanos = usage_hourly_pools.charged_nanos + excluded.charged_nanos""";

    final ManualClock clock;
    final Store store;
    final List<MoneyEvent> events = new ArrayList<>();

    /** Records of ended calls that no transaction has taken yet; they outlive a crash. */
    final List<Charge> journal = new ArrayList<>();

    private final IdSource ids;
    private Billing billing;
    private int calls;

    MoneyScene(Store store, ManualClock clock) {
        this.store = store;
        this.clock = clock;
        this.ids = new IdSource(clock, new Random(1));
        this.billing = begin();
        anyMonth(store);
    }

    /** PostgreSQL keeps a partition for each month; a scene's calls may be of any. */
    static void anyMonth(Store store) {
        if (store.postgresql()) {
            store.write(handle -> handle.execute("create table if not exists usage_any partition of usage default"));
        }
    }

    private Billing begin() {
        Billing begun = new Billing(store, ids, clock);
        begun.listen((handle, event) -> events.add(event));
        return begun;
    }

    /** Another process on the same database. */
    Billing beside() {
        return new Billing(store, ids, clock);
    }

    Billing billing() {
        return billing;
    }

    /** What was in memory is gone; the journal is settled before money is loaded. */
    void crash() {
        billing = begin();
        billing.open();
        settle(journal.size());
        billing.loadMoney();
    }

    /** One call in flight. */
    record Call(String id, Claim claim, Reservation reservation) {}

    Funded ask(Claim.Policy policy, long usual, long most) {
        return billing.funding()
                .reserve(new Claim(
                        USER, KEY, GROUP, policy, new Estimate(new Money(usual), new Money(most)), clock.instant()));
    }

    Call call(Claim.Policy policy, long usual, long most) {
        return tryCall(policy, usual, most).orElseThrow(() -> new AssertionError(ask(policy, usual, most)));
    }

    /** The same where a refusal is an answer. */
    Optional<Call> tryCall(Claim.Policy policy, long usual, long most) {
        return switch (ask(policy, usual, most)) {
            case Funded.Reserved reserved ->
                Optional.of(new Call(
                        "call-" + ++calls,
                        new Claim(
                                USER,
                                KEY,
                                GROUP,
                                policy,
                                new Estimate(new Money(usual), new Money(most)),
                                clock.instant()),
                        reserved.reservation()));
            case Funded.Refused refused -> Optional.empty();
        };
    }

    /** A call that costs so much, from its beginning to its record. */
    void spend(Claim.Policy policy, long nanos) {
        end(call(policy, nanos, nanos), nanos);
    }

    void end(Call call, long nanos) {
        journal.add(new Charge(
                call.id(),
                call.claim().user(),
                call.claim().key(),
                call.claim().group(),
                call.reservation().subscription(),
                call.reservation().fromBalance(),
                new Money(nanos),
                call.claim().at()));
        call.reservation().settle(new Money(nanos));
    }

    /** Settles the oldest records, and those of the batch before once more, as a settlement whose answer was lost does. */
    void settle(int count) {
        List<Charge> batch = List.copyOf(journal.subList(0, Math.min(count, journal.size())));
        deliver(batch);
        journal.subList(0, batch.size()).clear();
    }

    void deliver(List<Charge> batch) {
        store.write(handle -> {
            List<Charge> inserted =
                    batch.stream().filter(charge -> insert(handle, charge)).toList();
            billing.settle(handle, inserted);
            return 0;
        });
    }

    private static boolean insert(Handle handle, Charge charge) {
        SubscriptionId subscription = charge.subscription();
        boolean fresh = handle.createUpdate(USAGE)
                        .bind("id", charge.requestId())
                        .bind("at", charge.at().toEpochMilli())
                        .bind("user", charge.user().value())
                        .bind("key", charge.key().value())
                        .bind("group", charge.group().value())
                        .bind("charged", charge.amount().nanos())
                        .bind("fromBalance", charge.fromBalance())
                        .bind("subscription", subscription == null ? 0 : subscription.value())
                        .bind("no", false)
                        .execute()
                > 0;
        if (fresh) {
            long at = charge.at().toEpochMilli();
            handle.createUpdate(SUMS)
                    .bind("at", at)
                    .bind("user", charge.user().value())
                    .bind("key", charge.key().value())
                    .bind("group", charge.group().value())
                    .bind("charged", charge.amount().nanos())
                    .execute();
            handle.createUpdate(POOL_SUMS)
                    .bind("at", at)
                    .bind("group", charge.group().value())
                    .bind("charged", charge.amount().nanos())
                    .execute();
        }
        return fresh;
    }

    /** What is wrong once all is settled. */
    List<String> differences() {
        settle(journal.size());
        List<String> wrong = new ArrayList<>(billing.verify());
        wrong.addAll(billing.memoryDifferences());
        return wrong;
    }

    static Instant at(String text) {
        return Instant.parse(text);
    }

    @Override
    public void close() {
        store.close();
    }
}
