package dev.headgate.app;

import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.Groups;
import dev.headgate.accounts.Vault;
import dev.headgate.admin.AdminServer;
import dev.headgate.admin.Features;
import dev.headgate.admin.Vitals;
import dev.headgate.base.IdSource;
import dev.headgate.billing.Billing;
import dev.headgate.gateway.RelayConfig;
import dev.headgate.http.ConsoleDoor;
import dev.headgate.http.RequestMemory;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.GroupRights;
import dev.headgate.identity.Identity;
import dev.headgate.identity.Keys;
import dev.headgate.identity.People;
import dev.headgate.identity.RememberedAnswers;
import dev.headgate.identity.ServiceTokens;
import dev.headgate.identity.Users;
import dev.headgate.pages.Pages;
import dev.headgate.scheduling.WaitingRooms;
import dev.headgate.settings.Settings;
import dev.headgate.signin.SignInWays;
import dev.headgate.simulation.Setting;
import dev.headgate.store.Store;
import dev.headgate.tariff.Tariffs;
import dev.headgate.usage.RequestLog;
import dev.headgate.usage.UsageBook;
import dev.headgate.web.Console;
import dev.headgate.web.StaticFiles;
import java.util.function.BooleanSupplier;

/** Wires what only the API needs. */
final class ControlPlane {
    private ControlPlane() {}

    /** What the data plane and the API share. */
    record Shared(
            Store store,
            IdSource ids,
            Vault vault,
            Edges edges,
            Identity identity,
            People people,
            SignInWays ways,
            Pages pages,
            Settings settings,
            BooleanSupplier secure,
            Accounts accounts,
            AccountUpkeep upkeep,
            Billing billing,
            Tariffs tariffs,
            Runnable pricesChanged,
            UsageBook usage,
            Vitals vitals,
            WaitingRooms.Parts waiting,
            ThisNode node,
            RequestMemory memory) {}

    static ConsoleDoor start(Shared with, Outward outward, FirstStart firstStart, HeadgateConfig config) {
        Store store = with.store();
        Edges edges = with.edges();
        AdminServer api = AdminServer.of(
                new Features(
                        firstStart,
                        with.people(),
                        with.ways(),
                        new ServiceTokens(store, with.ids(), edges.random(), edges.clock()),
                        new AuditLog(store, with.ids(), edges.clock()),
                        new RememberedAnswers(store, edges.clock(), with.vault().keyFor("idempotency")),
                        new Users(store, with.identity(), with.ids(), edges.clock()),
                        new Keys(store, with.identity(), with.ids(), edges.clock()),
                        new GroupRights(store, with.identity()),
                        new Features.Pool(
                                with.accounts(),
                                with.upkeep().care(),
                                with.upkeep().transfer(),
                                with.upkeep().signIns(),
                                with.upkeep().history(),
                                with.upkeep().past()),
                        new Groups(store, with.accounts(), with.ids(), edges.clock()),
                        with.billing(),
                        new Features.Prices(with.tariffs(), with.pricesChanged(), new ConfiguredTable(config.prices())),
                        outward.features(),
                        edges.random(),
                        with.usage(),
                        new RequestLog(store),
                        with.pages(),
                        with.vitals(),
                        scheduling(with.waiting(), config),
                        with.node(),
                        edges.clock(),
                        with.settings(),
                        new Features.Told(config.server().publicUrl(), with.secure())),
                with.memory());
        return new Console(StaticFiles.builtIn(), api, with.pages()::frameOrigins, edges.random(), with.memory());
    }

    private static Features.Scheduling scheduling(WaitingRooms.Parts waiting, HeadgateConfig config) {
        RelayConfig gate = config.gateway();
        return new Features.Scheduling(
                waiting.lineups(),
                waiting.picker(),
                config.scheduling(),
                new Setting.Gate(gate.queueTimeout(), gate.queueMax(), gate.attemptsMax()),
                waiting.clock());
    }
}
