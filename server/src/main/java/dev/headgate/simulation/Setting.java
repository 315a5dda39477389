package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.ModelMap;
import dev.headgate.accounts.Provider;
import dev.headgate.base.AccountId;
import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The pool that is simulated.
 *
 * @param accounts all of one group
 * @param userLimits what each user may
 */
public record Setting(List<Account> accounts, CallLimits userLimits, Quota quota, Gate gate) {
    static final GroupId GROUP = new GroupId(1);
    private static final BaseUrl NOWHERE = BaseUrl.parse("https://vendor.example");
    private static final Credential NOTHING = new Credential.ApiKey(new Secret("none"));

    public Setting {
        Check.that(!accounts.isEmpty(), "accounts", "none", "one or more");
        accounts = List.copyOf(accounts);
    }

    /**
     * What the vendor gives each account, and how well it keeps it.
     *
     * @param windowUnits what a five-hour window holds, in tenths of an uncached input token
     * @param weekUnits the same of seven days
     * @param faultsFor the time in which it fails now and then; zero: never
     */
    public record Quota(long windowUnits, long weekUnits, Duration faultsFor) {
        /** No end and no faults. */
        public static final Quota ENDLESS = new Quota(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, Duration.ZERO);
    }

    /** How the gateway is set. */
    public record Gate(Duration queueTimeout, int queueMax, int attemptsMax) {
        public static final Gate DEFAULTS = new Gate(Duration.ofSeconds(30), 1_000, 3);
    }

    /** So many accounts of so many slots, without limits of users. */
    public static Setting of(int accounts, int concurrency, Quota quota) {
        return new Setting(
                IntStream.rangeClosed(1, accounts)
                        .mapToObj(i -> account(i, concurrency))
                        .toList(),
                CallLimits.NONE,
                quota,
                Gate.DEFAULTS);
    }

    private static Account account(long id, int concurrency) {
        Account plain = new Account(
                new AccountId(id),
                "account-" + id,
                Provider.ANTHROPIC,
                NOWHERE,
                NOTHING,
                Set.of(),
                concurrency,
                1,
                1,
                ModelMap.ALL,
                AccountOptions.NONE,
                true,
                true);
        return account(plain, concurrency);
    }

    /** The same without what only the real one has: its credential, where it is, its hours. */
    private static Account account(Account like, int concurrency) {
        return new Account(
                like.id(),
                like.name(),
                like.provider(),
                NOWHERE,
                NOTHING,
                Set.of(GROUP),
                concurrency,
                like.priority(),
                like.weight(),
                like.models(),
                AccountOptions.NONE,
                true,
                true);
    }

    /**
     * Accounts as they are, in the hands of made-up vendors.
     *
     * @param concurrency slots of each; 0: as many as it has
     */
    public static Setting of(List<Account> accounts, int concurrency, Quota quota, Gate gate) {
        return new Setting(
                accounts.stream()
                        .map(one -> account(one, concurrency == 0 ? one.concurrency() : concurrency))
                        .toList(),
                CallLimits.NONE,
                quota,
                gate);
    }

    Setting limiting(CallLimits limits) {
        return new Setting(accounts, limits, quota, gate);
    }

    /** One account without limits and faults: what a prompt cache could do at best. */
    public Setting ideal() {
        return of(1, 100_000, Quota.ENDLESS);
    }
}
