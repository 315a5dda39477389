package dev.headgate.upstream;

import dev.headgate.accounts.EgressProxy;
import dev.headgate.base.Secret;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.io.IOException;

/** A way out in Vert.x's terms. */
final class ProxyRoute {
    private ProxyRoute() {}

    /** A proxy in the settings file is the machine owner's word; any other is judged like every address that someone enters. */
    static AddressGuard.Trust trust(EgressProxy proxy) {
        return proxy.declared() ? AddressGuard.Trust.OWNER : AddressGuard.Trust.ENTERED;
    }

    /**
     * The same with an address that was judged in place of the name. Blocks.
     *
     * @throws IOException when it may not be connected to
     */
    static ProxyOptions checked(EgressProxy proxy, AddressGuard guard) throws IOException {
        if (proxy.declared()) {
            return of(proxy);
        }
        try {
            return of(proxy)
                    .setHost(
                            guard.resolve(proxy.host(), trust(proxy)).getFirst().getHostAddress());
        } catch (IllegalArgumentException e) {
            throw new IOException("proxy " + proxy.name() + ": " + e.getMessage(), e);
        }
    }

    static ProxyOptions of(EgressProxy proxy) {
        ProxyOptions options = new ProxyOptions()
                .setType(proxy.kind() == EgressProxy.Kind.HTTP ? ProxyType.HTTP : ProxyType.SOCKS5)
                .setHost(proxy.host())
                .setPort(proxy.port());
        Secret password = proxy.password();
        if (proxy.user() != null) {
            options.setUsername(proxy.user()).setPassword(password == null ? "" : password.reveal());
        }
        return options;
    }
}
