package dev.headgate.accounts;

import dev.headgate.base.Secret;

/** A way out as it is entered: see {@link EgressProxy#parse} for the URL. */
public record DeclaredProxy(String name, Secret url) {
    public DeclaredProxy {
        EgressProxy.parse(0, name, url, true);
    }
}
