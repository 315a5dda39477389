package dev.headgate.upstream;

import dev.headgate.accounts.EgressProxy;
import dev.headgate.base.Secret;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;

/** A way out in Vert.x's terms. */
final class ProxyRoute {
    private ProxyRoute() {}

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
