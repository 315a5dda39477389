package dev.headgate.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headgate.base.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slows down whoever guesses passwords, without letting a stranger lock somebody else out.
 *
 * <p>Failures are counted for each pair of account and network, and for each network over all accounts. A pair waits after
 * {@value #PAIR_FREE} failures, twice as long after each further one; a network waits after {@value #NETWORK_FREE}. So an attacker
 * who fails from one network is stopped there, while the account's owner, elsewhere, signs in as ever. Counts are forgotten an hour
 * after the last failure. Guessing one account from many networks is left to the strength of the password and the cost of its
 * hash: any count for the account alone would be a lock that strangers could turn. Thread-safe.
 */
final class SignInGuard {
    private static final int PAIR_FREE = 5;
    private static final int NETWORK_FREE = 50;
    private static final Duration WAIT_MAX = Duration.ofMinutes(15);
    private static final int REMEMBERED_MAX = 100_000;

    private final Ticker ticker;
    private final Cache<String, Failures> failures;

    /** @param count failures since the last success */
    private record Failures(int count, long lastNanos) {}

    SignInGuard(Ticker ticker) {
        this.ticker = ticker;
        this.failures = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Duration.ofHours(1))
                .ticker(ticker::nanos)
                .build();
    }

    /** How long to wait before the next try, empty when it may be made now. */
    Optional<Duration> mustWait(String email, String network) {
        Duration pair = left(failures.getIfPresent(pair(email, network)), PAIR_FREE);
        Duration whole = left(failures.getIfPresent(network), NETWORK_FREE);
        Duration longer = pair.compareTo(whole) > 0 ? pair : whole;
        return longer.isPositive() ? Optional.of(longer) : Optional.empty();
    }

    private Duration left(@Nullable Failures failed, int free) {
        if (failed == null || failed.count() < free) {
            return Duration.ZERO;
        }
        long seconds = Math.min(WAIT_MAX.toSeconds(), 1L << Math.min(20, failed.count() - free));
        return Duration.ofSeconds(seconds).minusNanos(ticker.nanos() - failed.lastNanos());
    }

    void failed(String email, String network) {
        count(pair(email, network));
        count(network);
    }

    private void count(String what) {
        failures.asMap()
                .compute(what, (key, before) -> new Failures(before == null ? 1 : before.count() + 1, ticker.nanos()));
    }

    void succeeded(String email, String network) {
        failures.invalidate(pair(email, network));
    }

    private static String pair(String email, String network) {
        return network + " " + email;
    }
}
