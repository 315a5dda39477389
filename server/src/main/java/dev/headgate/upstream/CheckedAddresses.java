package dev.headgate.upstream;

import dev.headgate.accounts.BaseUrl;
import dev.headgate.base.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Finds the address to connect to for a host that someone entered: the name is resolved once, every address is judged by the
 * {@link AddressGuard}, and one of the judged ones is connected to, so that a second look-up can't lead elsewhere. Names are
 * resolved on threads of their own and remembered for a short time, refusals as well. Confined to one event loop.
 */
public final class CheckedAddresses {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final Duration REFUSAL_REMEMBERED = Duration.ofSeconds(5);
    private static final int HOSTS_MAX = 1_000;
    private static final int THREADS = 4;

    /** Before names that only a proxy needs to know; no name has a blank. */
    private static final String BEHIND_PROXY = "proxy ";

    private final WorkerExecutor workers;
    private final AddressGuard guard;
    private final Ticker ticker;
    private final Map<String, Found> hosts = new HashMap<>();

    /** All loops of a {@code vertx} share the threads that resolve. */
    public CheckedAddresses(Vertx vertx, AddressGuard guard, Ticker ticker) {
        this.workers = vertx.createSharedWorkerExecutor("names", THREADS);
        this.guard = guard;
        this.ticker = ticker;
    }

    /** One host's look-up. {@code next} says which of its addresses is used. */
    private static final class Found {
        private final Future<List<InetAddress>> addresses;
        private final long sinceNanos;
        private int next;

        Found(Future<List<InetAddress>> addresses, long sinceNanos) {
            this.addresses = addresses;
            this.sinceNanos = sinceNanos;
        }

        boolean stale(long nowNanos) {
            Duration good = addresses.failed() ? REFUSAL_REMEMBERED : REMEMBERED;
            return nowNanos - sinceNanos > good.toNanos();
        }

        InetAddress current() {
            List<InetAddress> all = addresses.result();
            return all.get(next % all.size());
        }
    }

    /** Where to connect for {@code base}. Fails with words that name the host and what is wrong with it. */
    Future<SocketAddress> of(BaseUrl base) {
        return of(base.host(), base.port());
    }

    /** Where to connect for a host that someone entered. */
    Future<SocketAddress> of(String host, int port) {
        Found found = found(host, () -> guard.resolve(host, AddressGuard.Trust.ENTERED));
        return found.addresses.map(
                all -> SocketAddress.inetSocketAddress(new InetSocketAddress(found.current(), port)));
    }

    /** Fails when a proxy may not be asked for {@code host}. */
    Future<Void> judged(String host) {
        return found(BEHIND_PROXY + host, () -> guard.resolveBehindProxy(host, AddressGuard.Trust.ENTERED))
                .addresses
                .mapEmpty();
    }

    private Found found(String key, Callable<List<InetAddress>> look) {
        long nowNanos = ticker.nanos();
        Found known = hosts.get(key);
        return known == null || known.stale(nowNanos) ? lookUp(key, look, nowNanos) : known;
    }

    private Found lookUp(String key, Callable<List<InetAddress>> look, long nowNanos) {
        if (hosts.size() >= HOSTS_MAX) {
            hosts.clear(); // far more than there are accounts: begin anew
        }
        Found found = new Found(workers.executeBlocking(look, false), nowNanos);
        hosts.put(key, found);
        return found;
    }

    /** No connection came about to the address in use: the host's next one is tried from now on. */
    void notReached(String host) {
        Found found = hosts.get(host);
        if (found != null) {
            found.next++;
        }
    }
}
