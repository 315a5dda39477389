package dev.headgate.signin;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import dev.headgate.signin.JdbcFactorStore.TotpRow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Codes of an authenticator app (TOTP), and recovery codes for when it is lost. Blocking; thread-safe.
 *
 * <p>A code is good in its step of {@value Totp#STEP_SECONDS} s and the one before and after, once: a step that was used, and every
 * one before it, is over. After {@value #MISSES_FREE} wrong codes for one user, wherever they came from, the app's codes wait
 * {@value #WAIT_MINUTES} minutes: six digits can't stand more tries. Only who knows the password can bring that about, and recovery
 * codes (80 random bits, single use, kept as hashes) and passkeys still work.
 */
public final class SecondFactors {
    private static final int SECRET_BYTES = 20;
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_BYTES = 10;
    private static final int MISSES_FREE = 20;
    private static final int WAIT_MINUTES = 15;
    private static final int DRIFT_STEPS = 1;

    private final SignInParts parts;

    public SecondFactors(SignInParts parts) {
        this.parts = parts;
    }

    /**
     * A secret to be put into an authenticator app; shown once.
     *
     * @param text the secret in base 32, to be typed
     * @param uri the same as {@code otpauth:} URI, to be shown as QR code
     */
    public record Enrolment(Secret text, Secret uri) {}

    /** What a user has. */
    public record Standing(boolean totp, int recoveryCodes) {}

    public Standing standing(UserId user) {
        return parts.store()
                .read(handle ->
                        new Standing(inForce(JdbcFactorStore.totp(handle, user)), JdbcFactorStore.codes(handle, user)));
    }

    private static boolean inForce(Optional<TotpRow> row) {
        return row.isPresent() && row.get().confirmedAt() > 0;
    }

    /**
     * Makes a secret, in force once {@link #confirm confirmed}; one that was made and never confirmed is replaced.
     *
     * @param issuer whose code it is, as the app shows it
     * @throws IllegalStateException when one is in force
     */
    public Enrolment enrol(UserId user, String email, String issuer) {
        byte[] bytes = new byte[SECRET_BYTES];
        parts.random().nextBytes(bytes);
        String text = Base32.encode(bytes);
        parts.store().write(handle -> {
            if (inForce(JdbcFactorStore.totp(handle, user))) {
                throw new IllegalStateException("an authenticator app is in use already");
            }
            String sealed = parts.sealer().seal(new Secret(text), belongsTo(user));
            JdbcFactorStore.enrol(handle, user, sealed, parts.clock().millis());
            return 0;
        });
        String label = percent(issuer) + ":" + percent(email);
        String uri = "otpauth://totp/" + label + "?secret=" + text + "&issuer=" + percent(issuer)
                + "&algorithm=SHA1&digits=6&period=" + Totp.STEP_SECONDS;
        return new Enrolment(new Secret(text), new Secret(uri));
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String belongsTo(UserId user) {
        return "totp/" + user.value();
    }

    /**
     * Puts a secret in force with a code that the app showed.
     *
     * @return recovery codes, shown once; empty when the code is wrong or there is nothing to confirm
     */
    public List<Secret> confirm(UserId user, String code) {
        return parts.store().write(handle -> {
            JdbcFactorStore.countTry(handle, user);
            Optional<TotpRow> row = JdbcFactorStore.totp(handle, user);
            if (row.isEmpty() || inForce(row) || !takes(handle, user, row.get(), code)) {
                return List.of();
            }
            JdbcFactorStore.confirm(handle, user, parts.clock().millis());
            return freshCodes(handle, user);
        });
    }

    /** New recovery codes in place of the old ones, shown once. */
    public List<Secret> renewRecoveryCodes(UserId user) {
        return parts.store().write(handle -> freshCodes(handle, user));
    }

    private List<Secret> freshCodes(Handle handle, UserId user) {
        List<Secret> codes = new ArrayList<>();
        List<KeyHash> hashes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            byte[] bytes = new byte[RECOVERY_BYTES];
            parts.random().nextBytes(bytes);
            String plain = Base32.encode(bytes);
            hashes.add(KeyHash.of(plain));
            codes.add(new Secret(plain.replaceAll("(.{4})(?!$)", "$1-").toLowerCase(Locale.ROOT)));
        }
        JdbcFactorStore.replaceCodes(handle, user, hashes);
        return codes;
    }

    /**
     * Takes the authenticator app away.
     *
     * @param keepCodes whether the recovery codes stay, since they stand in for something else too
     */
    public void remove(UserId user, boolean keepCodes) {
        parts.store().write(handle -> {
            JdbcFactorStore.forget(handle, user, keepCodes);
            return 0;
        });
    }

    /**
     * Whether a code is the app's or a recovery code, which it uses up.
     *
     * @throws GatewayException {@code rate_limited} for an app's code after too many wrong ones
     */
    public boolean matches(UserId user, String typed) {
        String code = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (code.length() != Totp.USUAL.digits()) {
            return parts.store().write(handle -> JdbcFactorStore.useCode(handle, user, KeyHash.of(code))) > 0;
        }
        return parts.store().write(handle -> {
            JdbcFactorStore.countTry(handle, user);
            Optional<TotpRow> found = JdbcFactorStore.totp(handle, user);
            return inForce(found) && takes(handle, user, found.orElseThrow(), code);
        });
    }

    private boolean takes(Handle handle, UserId user, TotpRow row, String code) {
        long now = parts.clock().millis();
        long waitEnds = row.failedAt() + Duration.ofMinutes(WAIT_MINUTES).toMillis();
        if (row.failures() > MISSES_FREE && now < waitEnds) {
            throw new GatewayException(
                    ErrorCode.RATE_LIMITED,
                    "Too many wrong codes; wait, or use a recovery code or a passkey.",
                    "codes",
                    Duration.ofMillis(waitEnds - now),
                    null);
        }
        byte[] secret =
                Base32.decode(parts.sealer().open(row.sealed(), belongsTo(user)).reveal());
        long middle = Totp.step(parts.clock().instant());
        for (long step = middle - DRIFT_STEPS; step <= middle + DRIFT_STEPS; step++) {
            if (same(Totp.USUAL.code(secret, step), code)) {
                return JdbcFactorStore.take(handle, user, step) > 0;
            }
        }
        JdbcFactorStore.missed(handle, user, row.failures() > MISSES_FREE ? 1 : row.failures(), now);
        return false;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
