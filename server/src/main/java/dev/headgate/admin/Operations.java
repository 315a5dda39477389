package dev.headgate.admin;

import java.util.ArrayList;
import java.util.List;

/** All operations of the API, in the order of its file. A new resource gets its line here. */
final class Operations {
    private Operations() {}

    static List<Endpoint<?>> of(Features features) {
        List<Endpoint<?>> all = new ArrayList<>();
        GroupNames groups = new GroupNames(features.pool());
        UserIds users = new UserIds(features.users());
        all.addAll(new SetupApi(features.setup()).endpoints());
        SessionStart start = new SessionStart(features.people(), features.ways(), features.told());
        all.addAll(new SessionApi(features.people(), features.ways(), start).endpoints());
        all.addAll(new FactorsApi(features.people(), features.ways(), start).endpoints());
        all.addAll(new RegistrationApi(features.ways(), start).endpoints());
        all.addAll(new InvitationsApi(features.ways(), start).endpoints());
        all.addAll(new RecoveryApi(features.ways()).endpoints());
        all.addAll(new PasskeysApi(features.people(), features.ways(), start).endpoints());
        all.addAll(new ExternalApi(features.ways(), start, groups).endpoints());
        all.addAll(new ProvidersApi(features.ways(), groups).endpoints());
        all.addAll(new SettingsApi(features.settings(), features.told()).endpoints());
        all.addAll(new MailApi(features.ways()).endpoints());
        all.addAll(new UsersApi(features.users(), features.people(), features.billing()).endpoints());
        all.addAll(new UserGroupsApi(features.users(), features.rights(), groups).endpoints());
        all.addAll(new KeysApi(features.keys(), groups).endpoints());
        all.addAll(new MeKeysApi(features.keys(), features.groups(), groups, features.billing(), features.rights())
                .endpoints());
        all.addAll(new GroupsApi(features.groups(), features.pool()).endpoints());
        all.addAll(new ProxiesApi(features.pool(), features.groups()).endpoints());
        all.addAll(new AccountsApi(features.pool(), groups).endpoints());
        all.addAll(new QuotasApi(features.pool(), features.clock()).endpoints());
        all.addAll(new AccountTransferApi(features.pool()).endpoints());
        all.addAll(new LedgerApi(features.billing(), features.users()).endpoints());
        all.addAll(new PlansApi(features.billing(), groups).endpoints());
        all.addAll(new SubscriptionsApi(features.billing(), users).endpoints());
        all.addAll(new BudgetsApi(features.billing()).endpoints());
        all.addAll(new CodesApi(features.billing(), users, features.random()).endpoints());
        all.addAll(new PricesApi(features.prices(), features.clock()).endpoints());
        all.addAll(new PriceTablesApi(features.prices()).endpoints());
        all.addAll(new RequestsApi(
                        features.requests(),
                        new RequestMoney(features.requests(), features.prices(), features.billing()))
                .endpoints());
        all.addAll(new UsageApi(features.usage()).endpoints());
        all.addAll(new SchedulingApi(features).endpoints());
        all.addAll(new PagesApi(features.pages(), features.ways()).endpoints());
        all.addAll(new WebhooksApi(features.outside()).endpoints());
        all.addAll(new AlertsApi(features.outside()).endpoints());
        all.addAll(new AlertRulesApi(features.outside()).endpoints());
        all.addAll(new AnnouncementsApi(features.outside(), features.keys(), groups).endpoints());
        all.addAll(new SystemApi(features.vitals()).endpoints());
        all.addAll(new NodesApi(features.node()).endpoints());
        all.addAll(new TokensApi(features.tokens()).endpoints());
        all.addAll(new AuditApi(features.audit()).endpoints());
        return List.copyOf(all);
    }
}
