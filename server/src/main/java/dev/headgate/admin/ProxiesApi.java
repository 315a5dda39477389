package dev.headgate.admin;

import dev.headgate.accounts.DeclaredProxy;
import dev.headgate.accounts.EgressProxy;
import dev.headgate.accounts.Groups;
import dev.headgate.accounts.TestReport;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proxies: ways out to providers that accounts may share. */
final class ProxiesApi {
    private final Features.Pool pool;
    private final Groups groups;

    ProxiesApi(Features.Pool pool, Groups groups) {
        this.pool = pool;
        this.groups = groups;
    }

    record ProxyView(
            String id,
            String name,
            @Doc("without the password") String address,
            @Nullable String user,
            @Doc("owned by the settings file") boolean declared,
            @Doc("how many accounts go this way") int accounts) {}

    record NewProxy(
            @Doc("unique") String name,

            @Doc("http://user:password@host:port or socks5://…")
            Secret url) {}

    record ProxyChange(
            @Doc("http://user:password@host:port or socks5://…")
            Secret url) {}

    record ProxyTest(
            @Doc("where to connect to; absent = the address of an account that uses it") @Nullable
            String target) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/proxies", "proxies.list", "All proxies")
                        .needs(Permission.ACCOUNTS_READ)
                        .givesPage(ProxyView.class)
                        .by(call -> Lists.whole(pool.accounts().directory().proxies(), this::view)),
                Endpoint.post("/proxies", "proxies.create", "Make a proxy")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .gives(ProxyView.class)
                        .with(NewProxy.class, this::create),
                Endpoint.get("/proxies/{id}", "proxies.show", "One proxy")
                        .needs(Permission.ACCOUNTS_READ)
                        .gives(ProxyView.class)
                        .by(call -> view(found(call))),
                Endpoint.patch("/proxies/{id}", "proxies.change", "Change where a proxy is")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .gives(ProxyView.class)
                        .with(ProxyChange.class, this::change),
                Endpoint.post("/proxies/{id}/test", "proxies.test", "Connect through a proxy, step by step")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .tells(AccountsApi.TestView.class)
                        .with(ProxyTest.class, this::test),
                Endpoint.delete("/proxies/{id}", "proxies.delete", "Remove a proxy that no account uses")
                        .needs(Permission.ACCOUNTS_WRITE)
                        .by(this::delete));
    }

    private EgressProxy found(ApiCall call) {
        return pool.accounts().directory().proxies().stream()
                .filter(proxy -> proxy.id() == call.id())
                .findFirst()
                .orElseThrow(() -> ApiFault.notFound("proxy"));
    }

    private Optional<EgressProxy> named(String name) {
        return pool.accounts().directory().proxies().stream()
                .filter(proxy -> proxy.name().equals(name))
                .findFirst();
    }

    private ProxyView view(EgressProxy proxy) {
        long users = pool.accounts().directory().accounts().stream()
                .filter(account -> proxy.equals(account.options().proxy()))
                .count();
        return new ProxyView(
                Long.toString(proxy.id()), proxy.name(), proxy.address(), proxy.user(), proxy.declared(), (int) users);
    }

    private @Nullable Object create(ApiCall call, NewProxy input) {
        if (named(input.name()).isPresent()) {
            throw ApiFault.taken(input.name());
        }
        pool.accounts().saveProxy(new DeclaredProxy(input.name(), input.url()));
        ProxyView made = view(named(input.name()).orElseThrow());
        call.changed("proxies.create", "proxy:" + made.id(), null, made);
        return made;
    }

    private @Nullable Object change(ApiCall call, ProxyChange input) {
        EgressProxy before = found(call);
        if (before.declared()) {
            throw GatewayException.declared("this proxy");
        }
        pool.accounts().saveProxy(new DeclaredProxy(before.name(), input.url()));
        ProxyView after = view(named(before.name()).orElseThrow());
        call.changed("proxies.change", "proxy:" + call.id(), view(before), after);
        return after;
    }

    private Object test(ApiCall call, ProxyTest input) {
        EgressProxy proxy = found(call);
        List<AccountsApi.StepView> steps = new ArrayList<>();
        TestReport report = pool.care()
                .testProxy(
                        proxy.name(),
                        input.target() == null ? null : URI.create(input.target()),
                        step -> steps.add(AccountsApi.view(step)));
        call.changed("proxies.test", "proxy:" + call.id(), null, Map.of("outcome", report.outcome()));
        return new AccountsApi.TestView(report.outcome(), "", steps);
    }

    private @Nullable Object delete(ApiCall call) {
        EgressProxy before = groups.deleteProxy(call.id()).orElseThrow(() -> ApiFault.notFound("proxy"));
        call.changed("proxies.delete", "proxy:" + call.id(), view(before), null);
        return null;
    }
}
