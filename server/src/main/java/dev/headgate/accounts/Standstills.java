package dev.headgate.accounts;

import dev.headgate.accounts.Attention.Refusal;
import dev.headgate.accounts.Hold.Stay;
import dev.headgate.base.AccountId;
import dev.headgate.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an account from work until somebody does something: an operator's pause, and a credential that was refused. Both are
 * stored, so that they outlive a restart, and other processes on the same store take them over within seconds. Blocks; thread-safe.
 */
public final class Standstills {
    /*
     * A pause is written by whoever makes it, before it holds. A refusal is found on an event loop, which can't write: round() writes
     * what differs from what the store had when it was looked at last. Taking over compares three things, what the store had, has, and
     * what this process says: where the process says what the store had, the store's word counts; where it has something newer, that
     * stays and is written by the next round.
     *
     * A refusal is of one credential, which is known again by a hash under the master key: whoever reads the store can't guess a
     * short one from it. The row of another credential than the account's is taken away.
     */
    private final Store store;
    private final Accounts accounts;
    private final AccountHealth health;
    private final byte[] hashKey;
    private final InstantSource clock;
    private final Map<AccountId, Stored> known = new HashMap<>();
    private long seen = -1;

    /**
     * A refusal as it is stored.
     *
     * @param credential hash of the one that was refused
     */
    record Stored(String credential, Stay stay) {}

    public Standstills(Store store, Accounts accounts, AccountHealth health, Vault vault, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.health = health;
        this.hashKey = vault.keyFor("refused credentials");
        this.clock = clock;
    }

    /** Pauses an account, also over a restart. */
    synchronized void pause(AccountId id, String words) {
        Stay stay = new Stay(words, now());
        store.write(handle -> {
            JdbcStandstills.pause(handle, id, stay);
            return 0;
        });
        health.pause(id, stay);
    }

    /** Ends a pause. */
    synchronized void resume(AccountId id) {
        store.write(handle -> {
            JdbcStandstills.pause(handle, id, null);
            return 0;
        });
        health.pause(id, null);
    }

    /** Writes what was found out here, and takes over what others wrote. */
    synchronized void round() {
        write();
        if (store.read(JdbcStandstills::version) != seen) {
            takeOver();
        }
    }

    /** Writes what was found out here. */
    synchronized void write() {
        Map<AccountId, @Nullable Stored> changed = new HashMap<>();
        for (Account account : accounts.directory().accounts()) {
            Stored now = found(account);
            if (!Objects.equals(now, known.get(account.id()))) {
                changed.put(account.id(), now);
            }
        }
        if (changed.isEmpty()) {
            return;
        }
        store.write(handle -> {
            changed.forEach((id, refusal) -> JdbcStandstills.refuse(handle, id, refusal));
            return 0;
        });
        changed.forEach(this::know);
    }

    private void know(AccountId id, @Nullable Stored refusal) {
        if (refusal == null) {
            known.remove(id);
        } else {
            known.put(id, refusal);
        }
    }

    private @Nullable Stored found(Account account) {
        AccountPulse pulse = health.pulses().get(account.id());
        Refusal refusal = pulse == null ? null : pulse.refusal(account);
        return refusal == null
                ? null
                : new Stored(
                        hash(refusal.credential()),
                        new Stay(refusal.stay().reason(), refusal.stay().since().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** What the store holds at one instant. */
    private record Look(long version, Map<AccountId, Stay> pauses, Map<AccountId, Stored> refusals) {}

    /** Makes the states agree with the store. */
    synchronized void takeOver() {
        Look look = store.snapshot(handle -> new Look(
                JdbcStandstills.version(handle), JdbcStandstills.pauses(handle), JdbcStandstills.refusals(handle)));
        Set<AccountId> ids = new HashSet<>(health.pulses().keySet());
        ids.addAll(look.pauses.keySet());
        for (AccountId id : ids) {
            Stay stay = look.pauses.get(id);
            if (!Objects.equals(stay, health.pulse(id).paused())) {
                health.foundPaused(id, stay);
            }
        }
        for (Account account : accounts.directory().accounts()) {
            takeOver(account, look.refusals.get(account.id()));
        }
        seen = look.version;
    }

    private void takeOver(Account account, @Nullable Stored stored) {
        AccountId id = account.id();
        Stored here = found(account);
        if (!Objects.equals(here, known.get(id))) {
            return; // newer than what the store had: it is written by the next round
        }
        if (stored != null && stored.credential().equals(hash(account.credential()))) {
            if (!stored.equals(here)) {
                health.foundRefused(id, new Refusal(account.credential(), stored.stay()));
            }
        } else if (here != null) {
            health.foundRefused(id, null);
        }
        know(id, stored);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS); // as it is stored
    }

    private String hash(Credential credential) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(hashKey, "HmacSHA256"));
            byte[] text = CredentialText.write(credential).reveal().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HMAC-SHA256", e);
        }
    }
}
