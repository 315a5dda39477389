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
        long nowNanos = ticker.nanos();
        Found known = hosts.get(base.host());
        if (known == null || known.stale(nowNanos)) {
            known = lookUp(base.host(), nowNanos);
        }
        Found found = known;
        return found.addresses.map(
                all -> SocketAddress.inetSocketAddress(new InetSocketAddress(found.current(), base.port())));
    }

    private Found lookUp(String host, long nowNanos) {
        if (hosts.size() >= HOSTS_MAX) {
            hosts.clear(); // far more than there are accounts: begin anew
        }
        Found found = new Found(
                workers.executeBlocking(() -> guard.resolve(host, AddressGuard.Trust.ENTERED), false), nowNanos);
        hosts.put(host, found);
        return found;
    }

    /** No connection came about to the address in use: the host's next one is tried from now on. */
    void notReached(BaseUrl base) {
        Found found = hosts.get(base.host());
        if (found != null) {
            found.next++;
        }
    }
}
