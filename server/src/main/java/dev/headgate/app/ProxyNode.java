package dev.headgate.app;

import dev.headgate.accounts.DeclaredProxy;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;

/** A way out that accounts may go through. */
public record ProxyNode(
        @Doc("the proxy's name") String name,

        @Doc("http://user:password@host:port or socks5://user:password@host:port")
        Secret url) {
    public ProxyNode {
        new DeclaredProxy(name, url);
    }

    DeclaredProxy declared() {
        return new DeclaredProxy(name, url);
    }
}
