package dev.headgate.admin;

import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.AccountTransfer;
import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.Groups;
import dev.headgate.accounts.PastStates;
import dev.headgate.accounts.QuotaHistory;
import dev.headgate.accounts.SignIns;
import dev.headgate.alerts.Alerts;
import dev.headgate.announcements.Announcements;
import dev.headgate.billing.Billing;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.GroupRights;
import dev.headgate.identity.Keys;
import dev.headgate.identity.People;
import dev.headgate.identity.RememberedAnswers;
import dev.headgate.identity.ServiceTokens;
import dev.headgate.identity.Users;
import dev.headgate.pages.Pages;
import dev.headgate.scheduling.AccountPicker;
import dev.headgate.scheduling.Lineups;
import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.settings.Settings;
import dev.headgate.signin.SignInWays;
import dev.headgate.simulation.Setting;
import dev.headgate.tariff.TableSource;
import dev.headgate.tariff.Tariffs;
import dev.headgate.usage.RequestLog;
import dev.headgate.usage.UsageBook;
import dev.headgate.webhooks.Webhooks;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the API shows and changes. */
public record Features(
        Setup setup,
        People people,
        SignInWays ways,
        ServiceTokens tokens,
        AuditLog audit,
        RememberedAnswers remembered,
        Users users,
        Keys keys,
        GroupRights rights,
        Pool pool,
        Groups groups,
        Billing billing,
        Prices prices,
        Outside outside,
        SecureRandom random,
        UsageBook usage,
        RequestLog requests,
        Pages pages,
        Vitals vitals,
        Scheduling scheduling,
        NodeCare node,
        InstantSource clock,
        Settings settings,
        Told told) {

    /**
     * What the settings file and the API say together of how users reach Headgate.
     *
     * @param publicUrl as the file says it; null = it says nothing
     * @param secure whether users reach Headgate over TLS
     */
    public record Told(@Nullable String publicUrl, BooleanSupplier secure) {}

    /** Accounts and what works on them. */
    public record Pool(
            Accounts accounts,
            AccountCare care,
            AccountTransfer transfer,
            SignIns signIns,
            QuotaHistory history,
            PastStates past) {}

    /** What tells others of what happens here. */
    public record Outside(Webhooks webhooks, Alerts alerts, Announcements announcements) {}

    /**
     * What chooses accounts.
     *
     * @param gate how the queue is set
     */
    public record Scheduling(
            Lineups lineups, AccountPicker picker, SchedulingConfig config, Setting.Gate gate, InstantSource clock) {}

    /**
     * Prices, and what lets the data plane take over new ones at once.
     *
     * @param changed blocks while it reads them
     * @param newer where a newer table of the vendors' is had
     */
    public record Prices(Tariffs tariffs, Runnable changed, TableSource newer) {}
}
