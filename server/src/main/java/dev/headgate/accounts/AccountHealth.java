package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.base.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The slots and the state of every account, on the hot path: short critical sections on one account, no I/O. Thread-safe.
 *
 * <p>Cool-downs follow DESIGN 5.3: what the provider asks for, else a base that doubles with each repetition up to a ceiling and
 * is spread by 20 % so that many accounts don't come back at once. Three connections in a row that fail, or five server errors
 * in a row, open the breaker for 30 s; then one call probes.
 */
public final class AccountHealth {
    private static final Duration RATE_LIMIT_BASE = Duration.ofSeconds(5);
    private static final Duration RATE_LIMIT_MAX = Duration.ofMinutes(5);
    private static final Duration OVERLOAD_BASE = Duration.ofSeconds(5);
    private static final Duration OVERLOAD_MAX = Duration.ofMinutes(10);
    private static final Duration QUOTA_DEFAULT = Duration.ofHours(1);
    private static final Duration BREAKER_OPEN = Duration.ofSeconds(30);

    /** A provider that asks for longer is believed, within reason. */
    private static final Duration ASKED_MAX = Duration.ofDays(8);

    private static final int NOT_SENT_MAX = 3;
    private static final int SERVER_ERRORS_MAX = 5;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ConcurrentHashMap<AccountId, Vitals> vitals = new ConcurrentHashMap<>();

    public AccountHealth(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** One slot of an account; ends once. */
    public static final class Lease implements AutoCloseable {
        private final Vitals vitals;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Lease(Vitals vitals) {
            this.vitals = vitals;
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                synchronized (vitals) {
                    vitals.inUse--;
                    vitals.probing = false;
                }
            }
        }
    }

    private static final class Vitals {
        private int inUse;
        private Status status = Status.ACTIVE;
        private @Nullable Instant until;
        private String reason = "";
        private String credential = "";
        private int repetitions;
        private int notSent;
        private int serverErrors;
        private boolean probing;
    }

    private Vitals of(AccountId id) {
        Vitals known = vitals.get(id);
        return known != null ? known : vitals.computeIfAbsent(id, made -> new Vitals());
    }

    /** Takes a slot when one is free and the state allows it. */
    public Optional<Lease> lease(Account account) {
        Vitals of = of(account.id());
        synchronized (of) {
            refresh(of, account);
            boolean probe = of.status == Status.BREAKER_OPEN && of.until == null && !of.probing;
            if (of.inUse >= account.concurrency() || of.status != Status.ACTIVE && !probe) {
                return Optional.empty();
            }
            of.probing = probe;
            of.inUse++;
            return Optional.of(new Lease(of));
        }
    }

    /** How the account is now. A breaker ready for its probe shows as active. */
    public AccountState state(Account account) {
        Vitals of = of(account.id());
        synchronized (of) {
            refresh(of, account);
            boolean probe = of.status == Status.BREAKER_OPEN && of.until == null && !of.probing;
            return new AccountState(of.inUse, probe ? Status.ACTIVE : of.status, of.until, of.reason);
        }
    }

    /** Lets passed times pass, and forgets a refusal of a credential that has been replaced since. */
    private void refresh(Vitals of, Account account) {
        if (of.status == Status.NEEDS_ATTENTION
                && !of.credential.equals(account.apiKey().reveal())) {
            activate(of);
        }
        Instant until = of.until;
        if (until != null && !until.isAfter(clock.instant())) {
            if (of.status == Status.BREAKER_OPEN) {
                of.until = null; // half open: the next call probes
            } else {
                activate(of);
            }
        }
    }

    private static void activate(Vitals of) {
        of.status = Status.ACTIVE;
        of.until = null;
        of.reason = "";
    }

    public void succeeded(AccountId id) {
        Vitals of = of(id);
        synchronized (of) {
            of.repetitions = 0;
            of.notSent = 0;
            of.serverErrors = 0;
            if (of.status == Status.BREAKER_OPEN) {
                activate(of);
            }
        }
    }

    /** No connection came about. */
    public void notSent(AccountId id) {
        Vitals of = of(id);
        synchronized (of) {
            if (++of.notSent >= NOT_SENT_MAX) {
                enter(of, Status.BREAKER_OPEN, BREAKER_OPEN, of.notSent + " connections in a row failed");
            }
        }
    }

    /** An answer of 5xx, a broken or a silent one. */
    public void serverError(AccountId id) {
        Vitals of = of(id);
        synchronized (of) {
            if (++of.serverErrors >= SERVER_ERRORS_MAX) {
                enter(of, Status.BREAKER_OPEN, BREAKER_OPEN, of.serverErrors + " answers in a row failed");
            }
        }
    }

    /** The provider refused the credential; the account rests until it is replaced. */
    public void credentialsRefused(Account account, String words) {
        Vitals of = of(account.id());
        synchronized (of) {
            of.credential = account.apiKey().reveal();
            enter(of, Status.NEEDS_ATTENTION, null, "credential refused: " + words);
        }
    }

    public void quotaExhausted(AccountId id, @Nullable Duration asked) {
        Vitals of = of(id);
        synchronized (of) {
            enter(of, Status.EXHAUSTED, asked == null ? QUOTA_DEFAULT : asked, "quota used up");
        }
    }

    public void rateLimited(AccountId id, @Nullable Duration asked) {
        cool(id, asked, RATE_LIMIT_BASE, RATE_LIMIT_MAX, "rate limited");
    }

    public void overloaded(AccountId id, @Nullable Duration asked) {
        cool(id, asked, OVERLOAD_BASE, OVERLOAD_MAX, "provider overloaded");
    }

    private void cool(AccountId id, @Nullable Duration asked, Duration base, Duration max, String reason) {
        Vitals of = of(id);
        synchronized (of) {
            Duration time = asked;
            if (time == null) {
                long doubled = Math.min(max.toMillis(), base.toMillis() << Math.min(of.repetitions, 20));
                time = Duration.ofMillis(doubled * (80 + random.nextInt(41)) / 100);
            }
            of.repetitions++;
            enter(of, Status.COOLING, time, reason);
        }
    }

    private void enter(Vitals of, Status status, @Nullable Duration time, String reason) {
        of.status = status;
        of.reason = reason;
        of.until = time == null ? null : clock.instant().plus(time.compareTo(ASKED_MAX) > 0 ? ASKED_MAX : time);
    }

    /** Calls in flight over all accounts. */
    public int inUse() {
        int sum = 0;
        for (Vitals of : vitals.values()) {
            synchronized (of) {
                sum += of.inUse;
            }
        }
        return sum;
    }
}
