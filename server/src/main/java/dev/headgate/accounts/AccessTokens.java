package dev.headgate.accounts;

import dev.headgate.accounts.Credential.ApiKey;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.base.AccountId;
import dev.headgate.base.Secret;
import dev.headgate.store.Store;
import dev.headgate.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that each account shows to its provider, in memory. {@link #current} never blocks; where it knows none, {@link
 * #fresh} brings one later. Tokens are renewed ahead of their end in the background; however many calls ask at once, one
 * renewal runs for an account, on a virtual thread. Thread-safe.
 */
public final class AccessTokens implements AutoCloseable {
    /*
     * When: at a fifth of a token's life before its end, at most 5 min before, less up to a tenth of its life (at most 1 min) by
     * chance, so that accounts signed in together don't renew together.
     *
     * Order: a renewal that brings a new refresh token makes the old one worthless at many providers. The new one is therefore
     * in the database before anybody uses what came with it. Where the database is away it is tried again for as long as it takes;
     * meanwhile the old access token serves to its end, and the new one is not given out.
     */
    private static final Logger log = LoggerFactory.getLogger(AccessTokens.class);
    private static final Duration LEAD_MAX = Duration.ofMinutes(5);
    private static final Duration JITTER_MAX = Duration.ofMinutes(1);
    private static final Duration RETRY_FIRST = Duration.ofSeconds(2);
    private static final Duration RETRY_MAX = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 1_000;

    private final Accounts accounts;
    private final AccountHealth health;
    private final Store store;
    private final Vault vault;
    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ConcurrentHashMap<AccountId, Entry> entries = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What renewing needs. */
    public record Parts(Store store, Vault vault, Egress egress, InstantSource clock, RandomGenerator random) {}

    public AccessTokens(Accounts accounts, AccountHealth health, Parts parts) {
        this.accounts = accounts;
        this.health = health;
        this.store = parts.store();
        this.vault = parts.vault();
        this.endpoint = new TokenEndpoint(parts.egress(), parts.clock());
        this.clock = parts.clock();
        this.random = parts.random();
    }

    /** One account's tokens. */
    private static final class Entry {
        private volatile @Nullable TokenSet tokens;
        private volatile @Nullable Credential of;
        private @Nullable TokenSet unsaved;
        private @Nullable CompletableFuture<Secret> flight;
        private @Nullable Instant renewAt;
        private int failures;
        private boolean refused;
    }

    /** Looks after tokens in the background. */
    public void start() {
        Thread.ofVirtual().name("access-tokens").start(this::loop);
    }

    private Entry entry(AccountId id) {
        Entry known = entries.get(id);
        return known != null ? known : entries.computeIfAbsent(id, made -> new Entry());
    }

    /** Whether the account's secret is a token that ends and can be renewed. */
    public static boolean renews(Account account) {
        return !(account.credential() instanceof ApiKey);
    }

    /** What to show now, null while a token has to be brought first. */
    @SuppressWarnings(
            "ReferenceEquality") // the directory keeps one object for an unchanged credential; equal ones are told
    // apart later
    public @Nullable Secret current(Account account) {
        if (account.credential() instanceof ApiKey key) {
            return key.key();
        }
        Entry entry = entry(account.id());
        TokenSet tokens = entry.tokens;
        boolean same = entry.of == account.credential() || account.credential().equals(entry.of);
        return tokens != null && same && tokens.expiresAt().isAfter(clock.instant()) ? tokens.access() : null;
    }

    /** A token that is good now; waits for the renewal that runs, or starts one. Fails with {@link TokenFailure}. */
    public CompletableFuture<Secret> fresh(Account account) {
        Secret now = current(account);
        return now != null ? CompletableFuture.completedFuture(now) : flight(account, null);
    }

    /** Another token than {@code refused}, which the provider did not take. */
    public CompletableFuture<Secret> renewed(Account account, Secret refused) {
        Secret now = current(account);
        return now != null && !now.equals(refused) ? CompletableFuture.completedFuture(now) : flight(account, refused);
    }

    private CompletableFuture<Secret> flight(Account account, @Nullable Secret refused) {
        Entry entry = entry(account.id());
        CompletableFuture<Secret> mine;
        synchronized (entry) {
            Secret now = current(account);
            if (now != null && !now.equals(refused)) {
                return CompletableFuture.completedFuture(now); // another call was quicker
            }
            CompletableFuture<Secret> running = entry.flight;
            if (running != null) {
                return running;
            }
            mine = new CompletableFuture<>();
            entry.flight = mine;
        }
        Thread.ofVirtual().name("token-" + account.name()).start(() -> fly(account, entry, refused, mine));
        return mine;
    }

    private void fly(Account account, Entry entry, @Nullable Secret refused, CompletableFuture<Secret> flight) {
        try {
            TokenSet tokens = bring(account, entry, refused);
            publish(account, entry, tokens);
            land(entry);
            flight.complete(tokens.access());
        } catch (TokenFailure e) {
            failed(account, entry, e);
            land(entry);
            flight.completeExceptionally(e);
        } catch (RuntimeException e) {
            log.error("the token of account {} could not be renewed", account.name(), e);
            TokenFailure failure = new TokenFailure(false, "the token could not be renewed: " + e.getMessage());
            failed(account, entry, failure);
            land(entry);
            flight.completeExceptionally(failure);
        }
    }

    private static void land(Entry entry) {
        synchronized (entry) {
            entry.flight = null;
        }
    }

    private TokenSet bring(Account account, Entry entry, @Nullable Secret refused) {
        TokenSet left = entry.unsaved;
        if (left != null && left.credential().equals(TokenSet.hashOf(account.credential()))) {
            save(account, left);
            entry.unsaved = null;
            return left;
        }
        Optional<TokenSet> stored = stored(account);
        boolean good = stored.isPresent()
                && stored.get().expiresAt().isAfter(clock.instant())
                && !stored.get().access().equals(refused);
        if (good) {
            return stored.get(); // of before a restart, or of another gateway
        }
        Secret refresh = stored.map(TokenSet::refresh).orElse(null);
        if (refresh == null && account.credential() instanceof OAuth oauth) {
            refresh = oauth.refreshToken();
        }
        TokenSet brought = endpoint.renew(account, refresh);
        entry.unsaved = brought;
        save(account, brought);
        entry.unsaved = null;
        return brought;
    }

    /** What was stored for the credential as it is now. */
    private Optional<TokenSet> stored(Account account) {
        String hash = TokenSet.hashOf(account.credential());
        return store.read(handle -> JdbcAccountMarks.tokens(handle, account.id(), vault))
                .map(TokenSet::read)
                .filter(tokens -> tokens.credential().equals(hash));
    }

    private void save(Account account, TokenSet tokens) {
        try {
            store.write(handle -> {
                JdbcAccountMarks.saveTokens(handle, account.id(), tokens.write(), vault, clock.instant());
                return 0;
            });
        } catch (StoreException | org.jdbi.v3.core.JdbiException e) {
            throw new TokenFailure(
                    false, "new tokens could not be stored, so they are not used yet: " + e.getMessage());
        }
    }

    private void publish(Account account, Entry entry, TokenSet tokens) {
        synchronized (entry) {
            entry.tokens = tokens;
            entry.of = account.credential();
            entry.failures = 0;
            entry.refused = false;
            entry.renewAt = renewAt(tokens);
        }
        health.credentialGood(account.id());
    }

    private Instant renewAt(TokenSet tokens) {
        Duration life = Duration.between(tokens.issuedAt(), tokens.expiresAt());
        Duration lead = shorter(life.dividedBy(5), LEAD_MAX);
        long jitter = shorter(life.dividedBy(10), JITTER_MAX).toMillis();
        return tokens.expiresAt().minus(lead).minusMillis(jitter <= 0 ? 0 : random.nextLong(jitter));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void failed(Account account, Entry entry, TokenFailure failure) {
        synchronized (entry) {
            entry.of = account.credential();
            entry.refused = failure.refused();
            long wait = Math.min(RETRY_MAX.toMillis(), RETRY_FIRST.toMillis() << Math.min(entry.failures++, 16));
            entry.renewAt = clock.instant().plusMillis(wait);
        }
        if (failure.refused()) {
            health.failed(
                    account,
                    null,
                    new Setback(Setback.Kind.CREDENTIAL, false, null, "token refused: " + failure.getMessage()));
            log.warn("account {} needs attention: token refused: {}", account.name(), failure.getMessage());
        } else {
            log.warn("the token of account {} is tried again later: {}", account.name(), failure.getMessage());
        }
    }

    /** Takes what a sign-in gave; stored before it is used. */
    void signedIn(Account account, TokenSet tokens) {
        save(account, tokens);
        publish(account, entry(account.id()), tokens);
    }

    TokenEndpoint endpoint() {
        return endpoint;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // how a renewal ends is told to health and log by itself
    private void loop() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                for (Account account : accounts.directory().accounts()) {
                    if (account.enabled() && renews(account) && due(account)) {
                        flight(account, current(account));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean due(Account account) {
        Entry entry = entry(account.id());
        synchronized (entry) {
            boolean changed = !account.credential().equals(entry.of);
            if (changed) {
                entry.refused = false;
                return true;
            }
            Instant at = entry.renewAt;
            return !entry.refused && (at == null || !at.isAfter(clock.instant()));
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
