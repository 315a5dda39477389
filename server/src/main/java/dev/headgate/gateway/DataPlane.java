package dev.headgate.gateway;

import dev.headgate.accounts.AccessTokens;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.Accounts;
import dev.headgate.base.IdSource;
import dev.headgate.base.Ticker;
import dev.headgate.billing.Balances;
import dev.headgate.billing.Funding;
import dev.headgate.billing.UsualOutput;
import dev.headgate.http.RequestMemory;
import dev.headgate.identity.Identity;
import dev.headgate.identity.KeyUses;
import dev.headgate.limits.Limits;
import dev.headgate.observe.Metrics;
import dev.headgate.pricing.PriceBoard;
import dev.headgate.scheduling.AccountPicker;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Lineups;
import dev.headgate.scheduling.WaitingRooms;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageJournal;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What all event loops share. Every part is thread-safe and answers the hot path from memory.
 *
 * @param accepting whether new calls are taken: not while shutting down
 */
public record DataPlane(
        Identity identity,
        KeyUses keyUses,
        Accounts accounts,
        AccountHealth health,
        Homes homes,
        Lineups lineups,
        AccountPicker picker,
        WaitingRooms rooms,
        AccessTokens credentials,
        Limits limits,
        Balances balances,
        Funding funding,
        UsualOutput usualOutput,
        PriceBoard prices,
        UsageJournal journal,
        UsageBook usage,
        Metrics metrics,
        RequestMemory memory,
        IdSource ids,
        InstantSource clock,
        Ticker ticker,
        RandomGenerator random,
        BooleanSupplier accepting,
        BooleanSupplier ready) {}
