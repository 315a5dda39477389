package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.identity.Identity;
import dev.headgate.store.Store;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists platform keys; their texts are not known to anybody. */
@Command(name = "keys", description = "list keys", mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        Edges edges = Edges.system();
        try (Store store = Store.openExisting(config.loadUndeclared().storeUrl())) {
            IdSource ids = new IdSource(edges.clock(), new SecureRandom());
            Identity identity = new Identity(store, ids, edges.random(), edges.clock(), edges.ticker());
            identity.reload();
            identity.callers().stream()
                    .map(caller -> caller.user().email() + "\t" + caller.key().name() + "\t"
                            + (caller.key().enabled() && caller.user().enabled() ? "enabled" : "disabled"))
                    .sorted()
                    .forEach(config.out()::println);
        }
        return 0;
    }
}
