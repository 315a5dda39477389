package dev.headgate.admin;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountReading;
import dev.headgate.accounts.AccountTransfer;
import dev.headgate.accounts.ImportReport;
import dev.headgate.accounts.TestReport;
import dev.headgate.accounts.TestStep;
import dev.headgate.base.AccountId;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Upstream accounts: how each is now, and all that an operator does with them. */
final class AccountsApi {
    /** Secrets, which are no cells. */
    private static final Set<String> BESIDE_THE_CELLS = Set.of("credential", "headers");

    private final Features.Pool pool;
    private final GroupNames groups;

    AccountsApi(Features.Pool pool, GroupNames groups) {
        this.pool = pool;
        this.groups = groups;
    }

    record AccountFilter(
            @Doc("a part of the name") @Nullable String search,
            @Nullable String provider,
            @Doc("a group's name") @Nullable String group,

            @Doc("active, cooling, exhausted, paused, needs-attention or expired") @Nullable
            String state,

            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record NewAccount(
            @Doc("unique") String name,
            String provider,
            @Doc("the upstream's address") String baseUrl,

            @Doc("absent for a local server that wants none") @Nullable
            CredentialInput credential,

            @Doc("names; default unless given") @Nullable List<String> groups,
            @Nullable Integer concurrency,
            @Nullable Integer priority,
            @Nullable Integer weight,
            @Nullable List<String> models,
            @Doc("a proxy's name") @Nullable String proxy,
            @Nullable Map<String, Secret> headers,
            @Nullable String timeZone,
            @Nullable List<String> hours,
            @Nullable Instant expiresAt,

            @Doc("such as usd 20 per day, tokens 5000000 per week") @Nullable
            List<String> allowances,

            @Nullable String notes) {}

    record AccountChange(
            @Nullable String baseUrl,
            @Nullable CredentialInput credential,
            @Nullable List<String> groups,
            @Nullable Integer concurrency,
            @Nullable Integer priority,
            @Nullable Integer weight,
            @Nullable List<String> models,
            @Nullable Clearable<String> proxy,

            @Doc("all of them, in place of those there are") @Nullable
            Map<String, Secret> headers,

            @Nullable String timeZone,
            @Nullable List<String> hours,
            @Nullable Clearable<Instant> expiresAt,
            @Nullable List<String> allowances,
            @Nullable String notes) {}

    record Pause(@Doc("shown beside the state") @Nullable String reason) {}

    record TestCall(
            @Doc("absent = the cheapest one that it serves") @Nullable
            String model) {}

    record StepView(
            @Doc("dns, proxy, tcp, tls, credential, sent, first-byte, answer, tokens or price")
            String stage,

            @Doc("ok, failed or skipped") String outcome,
            long millis,

            @Doc("what was found, in the vendor's words where it said something")
            String words) {}

    record TestView(@Doc("success, or the failure's code") String outcome, String model, List<StepView> steps) {}

    record TestEnd(
            @Doc("success, or the failure's code") String outcome,
            String model,

            @Doc("what the provider is expected to bill; nobody is charged")
            long upstreamCostNanos) {}

    /** A step that is over, or the end after the last. */
    record TestEvent(@Nullable StepView step, @Nullable TestEnd end) {}

    record BulkAccounts(
            @Doc("at most 1,000") List<String> ids,
            @Doc("pause, resume, clear, flush or delete") String action) {}

    List<Endpoint<?>> endpoints() {
        List<Endpoint<?>> all = new ArrayList<>();
        all.add(Endpoint.get("/accounts", "accounts.list", "All accounts by name, and how each is now")
                .needs(Permission.ACCOUNTS_READ)
                .givesPage(AccountView.class)
                .with(AccountFilter.class, this::list));
        all.add(Endpoint.post("/accounts", "accounts.create", "Make an account")
                .needs(Permission.ACCOUNTS_WRITE)
                .gives(AccountView.class)
                .with(NewAccount.class, this::create));
        all.add(Endpoint.get("/accounts/{id}", "accounts.show", "One account and how it is now")
                .needs(Permission.ACCOUNTS_READ)
                .gives(AccountView.class)
                .by(call -> view(call, found(call.id()).id())));
        all.add(Endpoint.patch("/accounts/{id}", "accounts.change", "Change an account; what is absent stays as it is")
                .needs(Permission.ACCOUNTS_WRITE)
                .gives(AccountView.class)
                .with(AccountChange.class, this::change));
        all.add(Endpoint.delete("/accounts/{id}", "accounts.delete", "Remove an account; the books keep what it did")
                .needs(Permission.ACCOUNTS_WRITE)
                .by(call -> {
                    remove(call, call.id());
                    return null;
                }));
        all.add(Endpoint.post("/accounts/{id}/pause", "accounts.pause", "Send it no calls until it is resumed")
                .needs(Permission.ACCOUNTS_WRITE)
                .tells(AccountView.class)
                .with(
                        Pause.class,
                        (call, input) -> cared(
                                call,
                                "pause",
                                id -> pool.care().pause(id, input.reason() == null ? "" : input.reason()))));
        all.add(Endpoint.post("/accounts/{id}/resume", "accounts.resume", "Let a paused account work again")
                .needs(Permission.ACCOUNTS_WRITE)
                .tells(AccountView.class)
                .by(call -> cared(call, "resume", pool.care()::resume)));
        all.add(Endpoint.post(
                        "/accounts/{id}/clear",
                        "accounts.clear",
                        "End its cool-downs, exhaustion and need for attention")
                .needs(Permission.ACCOUNTS_WRITE)
                .tells(AccountView.class)
                .by(call -> cared(call, "clear", pool.care()::clear)));
        all.add(Endpoint.post("/accounts/{id}/flush", "accounts.flush", "Send its sessions elsewhere")
                .needs(Permission.ACCOUNTS_WRITE)
                .tells(AccountView.class)
                .by(call -> cared(call, "flush", pool.care()::flush)));
        all.add(Endpoint.post("/accounts/{id}/test", "accounts.test", "Make a real minimal call on it, step by step")
                .needs(Permission.ACCOUNTS_WRITE)
                .tells(TestView.class)
                .with(TestCall.class, this::test));
        all.add(Endpoint.post(
                        "/accounts/{id}/test/steps",
                        "accounts.test.steps",
                        "The same, each step an event as soon as it is over; hanging up stops it")
                .needs(Permission.ACCOUNTS_WRITE)
                .streams(TestEvent.class)
                .with(TestCall.class, this::testSteps));
        all.add(Endpoint.post("/accounts/bulk", "accounts.bulk", "Pause, resume, clear, flush or remove many accounts")
                .needs(Permission.ACCOUNTS_WRITE)
                .tells(Bulk.Outcome.class)
                .with(BulkAccounts.class, this::bulk));
        return all;
    }

    private Account found(long id) {
        return pool.accounts().directory().account(new AccountId(id)).orElseThrow(() -> ApiFault.notFound("account"));
    }

    private AccountView view(ApiCall call, AccountId id) {
        return AccountView.of(pool.care().reading(id), groups, call.now());
    }

    private Object list(ApiCall call, AccountFilter filter) {
        int limit = Lists.limit(filter.limit());
        String after = filter.cursor() == null ? "" : filter.cursor();
        Predicate<AccountReading> wanted = reading -> {
            Account account = reading.account();
            return account.name().compareTo(after) > 0
                    && (filter.search() == null || account.name().contains(filter.search()))
                    && (filter.provider() == null || account.provider().id().equals(filter.provider()))
                    && (filter.group() == null
                            || account.groups().stream()
                                    .anyMatch(group -> groups.of(group).equals(filter.group())))
                    && (filter.state() == null || reading.state().status().id().equals(filter.state()));
        };
        List<AccountReading> readings =
                pool.care().readings().stream().filter(wanted).limit(limit + 1).toList();
        return Lists.page(
                readings,
                limit,
                reading -> AccountView.of(reading, groups, call.now()),
                reading -> reading.account().name());
    }

    /**
     * What a request says of an account as the import's cells: each field is the column of its name. What is null isn't there, and
     * stays as it is; what is secret goes beside the cells.
     */
    private static Map<String, String> cells(Record input) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (RecordComponent component : input.getClass().getRecordComponents()) {
            String field = ApiJson.snake(component.getName());
            if (!BESIDE_THE_CELLS.contains(field)) {
                put(cells, field.equals("time_zone") ? "zone" : field, ApiJson.value(component, input));
            }
        }
        return cells;
    }

    private static void put(Map<String, String> cells, String column, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case List<?> list ->
                cells.put(
                        column,
                        String.join("; ", list.stream().map(String::valueOf).toList()));
            case Clearable<?> clearable ->
                cells.put(column, clearable.value() == null ? "" : String.valueOf(clearable.value()));
            default -> cells.put(column, String.valueOf(value));
        }
    }

    private AccountView enter(
            ApiCall call,
            Map<String, String> cells,
            @Nullable CredentialInput credential,
            @Nullable Map<String, Secret> headers) {
        ImportReport report = pool.transfer()
                .enter(
                        cells,
                        new AccountTransfer.Secrets(credential == null ? null : credential.credential(), headers));
        if (!report.problems().isEmpty()) {
            throw ApiFault.invalid(report.problems().stream()
                    .map(problem -> new ApiFault.Field(
                            problem.column(), problem.value() + " (expected: " + problem.expected() + ")"))
                    .toList());
        }
        String name = String.valueOf(cells.get("name"));
        return view(call, pool.accounts().directory().named(name).orElseThrow().id());
    }

    private @Nullable Object create(ApiCall call, NewAccount input) {
        if (pool.accounts().directory().named(input.name()).isPresent()) {
            throw ApiFault.taken(input.name());
        }
        Map<String, String> cells = cells(input);
        AccountView made = enter(call, cells, input.credential(), input.headers());
        call.changed("accounts.create", "account:" + made.id(), null, made);
        return made;
    }

    private @Nullable Object change(ApiCall call, AccountChange input) {
        Account account = consoles(found(call.id()));
        AccountView before = view(call, account.id());
        Map<String, String> cells = cells(input);
        cells.put("name", account.name());
        AccountView after = enter(call, cells, input.credential(), input.headers());
        call.changed("accounts.change", "account:" + call.id(), before, after);
        return after;
    }

    private static Account consoles(Account account) {
        if (account.declared()) {
            throw GatewayException.declared("this account");
        }
        return account;
    }

    private void remove(ApiCall call, long id) {
        Account account = consoles(found(id));
        AccountView before = view(call, account.id());
        pool.accounts().remove(account.id());
        call.changed("accounts.delete", "account:" + id, before, null);
    }

    private interface Care {
        void on(AccountId id);
    }

    private Object cared(ApiCall call, String what, Care care) {
        care(call, call.id(), what, care);
        return view(call, new AccountId(call.id()));
    }

    private void care(ApiCall call, long id, String what, Care care) {
        AccountId account = found(id).id();
        String before = pool.care().reading(account).state().status().id();
        care.on(account);
        String after = pool.care().reading(account).state().status().id();
        call.changed("accounts." + what, "account:" + id, Map.of("state", before), Map.of("state", after));
    }

    private Object test(ApiCall call, TestCall input) {
        List<StepView> steps = new ArrayList<>();
        TestReport report = pool.care().test(found(call.id()).id(), input.model(), step -> steps.add(view(step)));
        call.changed("accounts.test", "account:" + call.id(), null, Map.of("outcome", report.outcome()));
        return new TestView(report.outcome(), report.model(), steps);
    }

    private Object testSteps(ApiCall call, TestCall input) {
        AccountId id = found(call.id()).id();
        return new Telling(tell -> {
            TestReport report;
            try {
                report = pool.care().test(id, input.model(), step -> tell.accept(new TestEvent(view(step), null)));
            } catch (CancellationException e) {
                call.changed("accounts.test", "account:" + id, null, Map.of("outcome", "stopped"));
                throw e;
            }
            call.changed("accounts.test", "account:" + id, null, Map.of("outcome", report.outcome()));
            tell.accept(new TestEvent(
                    null,
                    new TestEnd(report.outcome(), report.model(), report.used().listNanos())));
        });
    }

    static StepView view(TestStep step) {
        return new StepView(step.stage().id(), step.outcome().id(), step.millis(), step.words());
    }

    private Object bulk(ApiCall call, BulkAccounts input) {
        String action = input.action();
        return Bulk.each(input.ids(), id -> {
            switch (action) {
                case "pause" -> care(call, id, action, account -> pool.care().pause(account, ""));
                case "resume" -> care(call, id, action, pool.care()::resume);
                case "clear" -> care(call, id, action, pool.care()::clear);
                case "flush" -> care(call, id, action, pool.care()::flush);
                case "delete" -> remove(call, id);
                default -> throw Bulk.unknown(action, "pause, resume, clear, flush or delete");
            }
        });
    }
}
