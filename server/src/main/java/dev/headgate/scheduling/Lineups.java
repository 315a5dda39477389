package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountDirectory;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.base.Dialect;
import dev.headgate.base.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Remembers which accounts can serve what, until the accounts change. Thread-safe. */
public final class Lineups {
    /** Models asked for come from clients, so there may be any number; more than so many begin anew. */
    private static final int MAX = 10_000;

    private final Supplier<AccountDirectory> directory;
    private final AccountHealth health;
    private final Homes homes;
    private volatile Known known;

    private record Key(GroupId group, Dialect dialect, String model) {}

    private record Known(AccountDirectory of, ConcurrentHashMap<Key, Lineup> lineups) {}

    public Lineups(Supplier<AccountDirectory> directory, AccountHealth health, Homes homes) {
        this.directory = directory;
        this.health = health;
        this.homes = homes;
        this.known = new Known(directory.get(), new ConcurrentHashMap<>());
    }

    /** All accounts as they are defined now. */
    AccountDirectory directory() {
        return directory.get();
    }

    /** The accounts of a group that serve {@code model} in a dialect. */
    @SuppressWarnings("ReferenceEquality") // a directory is swapped whole
    public Lineup of(GroupId group, Dialect dialect, String model) {
        AccountDirectory now = directory.get();
        Known seen = known;
        if (seen.of() != now || seen.lineups().size() > MAX) {
            seen = new Known(now, new ConcurrentHashMap<>());
            known = seen;
        }
        Key key = new Key(group, dialect, model);
        Lineup lineup = seen.lineups().get(key);
        if (lineup == null) {
            lineup = make(now, key);
            seen.lineups().put(key, lineup);
        }
        return lineup;
    }

    private Lineup make(AccountDirectory accounts, Key key) {
        List<Lineup.Row> rows = new ArrayList<>();
        int otherProtocol = 0;
        int notServed = 0;
        for (Account account : accounts.pool(key.group())) {
            if (account.provider().dialect() != key.dialect()) {
                otherProtocol++;
                continue;
            }
            Optional<String> upstreamModel = account.models().upstreamName(key.model());
            if (upstreamModel.isEmpty()) {
                notServed++;
                continue;
            }
            rows.add(new Lineup.Row(
                    account, upstreamModel.get(), health.pulse(account.id()), homes.tally(account.id())));
        }
        return new Lineup(rows, new Lineup.Unfit(otherProtocol, notServed));
    }
}
