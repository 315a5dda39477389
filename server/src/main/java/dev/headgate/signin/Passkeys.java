package dev.headgate.signin;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.People;
import dev.headgate.signin.JdbcPasskeyStore.Asked;
import dev.headgate.signin.JdbcPasskeyStore.Row;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Passkeys (WebAuthn Level 2): keys that a device keeps and uses for our origin only. A challenge is 256 random bits for one
 * purpose, good once and for {@value #MINUTES} minutes. No attestation is asked for: whose make a device is doesn't matter here. A
 * key whose counter goes back has a copy, and is refused. Blocking; thread-safe.
 */
public final class Passkeys {
    private static final Logger log = LoggerFactory.getLogger(Passkeys.class);
    private static final int MINUTES = 5;
    private static final int ASKED_AN_HOUR = 600;
    private static final int PASSKEYS_MAX = 20;
    private static final int NAME_MAX = 100;
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256),
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.RS256));
    private static final UserId ANYBODY = new UserId(0);

    private final SignInParts parts;
    private final IdSource ids;
    private final Supplier<String> base;
    private final Throttle throttle;

    /** @param base how users reach Headgate: a passkey is for its host */
    Passkeys(SignInParts parts, IdSource ids, Supplier<String> base) {
        this.parts = parts;
        this.ids = ids;
        this.base = base;
        this.throttle = new Throttle(parts.ticker());
    }

    /** The library's parts, which take long to make: not before somebody uses a passkey. Thread-safe. */
    private static final class Library {
        static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager();
        static final AttestedCredentialDataConverter CREDENTIALS =
                new AttestedCredentialDataConverter(new ObjectConverter());
    }

    /** What a challenge is for. */
    public enum Purpose {
        REGISTER,
        SIGN_IN,
        SECOND_FACTOR,
        PROOF
    }

    /**
     * What a browser is asked.
     *
     * @param challenge base64url
     * @param passkeys the user's, by credential id: to choose from, or for a new one to leave out
     */
    public record Challenge(String challenge, String site, List<String> passkeys) {}

    /** A new passkey as the browser gives it, base64url. */
    public record Fresh(String name, String clientData, String attestation) {}

    /** What a passkey answers, base64url. */
    public record Answer(
            String credentialId,
            String clientData,
            String authenticatorData,
            String signature,
            @Nullable String userHandle) {}

    /** Where passkeys are for: this machine when nobody said otherwise, since they can't be for an address. */
    private record Site(String host, String origin) {}

    private Optional<Site> site() {
        URI url = URI.create(base.get());
        String host = url.getHost();
        if (host.equals("127.0.0.1") || host.equals("[::1]") || host.equals("localhost")) {
            return Optional.of(new Site("localhost", url.getScheme() + "://localhost:" + url.getPort()));
        }
        boolean address = host.startsWith("[") || host.matches("[0-9.]+");
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return address || !"https".equals(url.getScheme())
                ? Optional.empty() // browsers do it for names over TLS only
                : Optional.of(new Site(host, "https://" + host + port));
    }

    /** Whether Headgate is reached in a way that passkeys work for. */
    public boolean usable() {
        return site().isPresent();
    }

    private Site requireSite() {
        return site().orElseThrow(() -> new GatewayException(
                ErrorCode.FORBIDDEN, "Passkeys need server.public-url with https and a name, not an address."));
    }

    /** Names a user to their device, without telling it who they are. */
    public static String handle(UserId user) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(KeyHash.of("passkeys of " + user.value())
                        .hex()
                        .substring(0, 32)
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Asks for a passkey of {@code user}; 0 is whoever signs in. */
    public Challenge challenge(Purpose purpose, UserId user, People.From from) {
        if (!throttle.passes(from.network(), ASKED_AN_HOUR)) {
            throw new GatewayException(
                    ErrorCode.RATE_LIMITED,
                    "Too many sign-ins were begun from here; try again in an hour.",
                    "passkeys",
                    Duration.ofHours(1),
                    null);
        }
        Site site = requireSite();
        String challenge = parts.newToken().reveal();
        Instant now = parts.clock().instant();
        Asked asked = new Asked(KeyHash.of(challenge), id(purpose), user);
        parts.store().write(handle -> {
            long end = now.plus(Duration.ofMinutes(MINUTES)).toEpochMilli();
            JdbcPasskeyStore.ask(handle, asked, now.toEpochMilli(), end);
            return 0;
        });
        List<String> own = user.equals(ANYBODY)
                ? List.of()
                : list(user).stream().map(Passkey::credentialId).toList();
        return new Challenge(challenge, site.host(), own);
    }

    private static String id(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    /** A user's passkeys, the oldest first. */
    public List<Passkey> list(UserId user) {
        return parts.store().read(handle -> JdbcPasskeyStore.byUser(handle, user));
    }

    /** Keeps a new passkey. */
    public Passkey add(UserId user, Fresh fresh) {
        checkName(fresh.name());
        Check.that(list(user).size() < PASSKEYS_MAX, "passkeys", PASSKEYS_MAX, "fewer; remove one first");
        try {
            RegistrationData data = Library.MANAGER.parse(
                    new RegistrationRequest(bytes(fresh.attestation()), bytes(fresh.clientData())));
            ServerProperty server = expected(data.getCollectedClientData(), Purpose.REGISTER, user);
            Library.MANAGER.verify(data, new RegistrationParameters(server, ALGORITHMS, true, true));
            return keep(user, fresh.name().strip(), data);
        } catch (VerificationException | DataConversionException | JacksonException e) {
            throw refused(e);
        }
    }

    private Passkey keep(UserId user, String name, RegistrationData data) {
        var authenticator = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData attested = Objects.requireNonNull(authenticator.getAttestedCredentialData());
        Instant now = parts.clock().instant();
        Passkey passkey = new Passkey(
                ids.next(), text(attested.getCredentialId()), user, name, authenticator.isFlagBS(), now, now);
        Row row = new Row(
                passkey,
                text(Library.CREDENTIALS.convert(attested)),
                authenticator.getSignCount(),
                authenticator.isFlagUV(),
                authenticator.isFlagBE());
        parts.store().write(handle -> {
            Check.that(
                    JdbcPasskeyStore.byCredential(handle, passkey.credentialId())
                            .isEmpty(),
                    "passkey",
                    "known",
                    "a new one");
            JdbcPasskeyStore.insert(handle, row);
            return 0;
        });
        return passkey;
    }

    private static void checkName(String name) {
        Check.that(
                !name.isBlank() && name.length() <= NAME_MAX,
                "name",
                name.length() + " characters",
                "1 - " + NAME_MAX + " characters");
    }

    /**
     * Whose passkey answered a challenge.
     *
     * @param user whose it must be; 0 for whoever signs in
     * @throws GatewayException {@code forbidden} when the answer doesn't hold
     */
    public UserId check(Purpose purpose, UserId user, Answer answer) {
        Row row = parts.store()
                .read(handle -> JdbcPasskeyStore.byCredential(handle, answer.credentialId()))
                .filter(one -> user.equals(ANYBODY) || one.passkey().user().equals(user))
                .orElseThrow(() -> refused("unknown credential"));
        UserId owner = row.passkey().user();
        String handle = answer.userHandle();
        if (handle != null && !handle.equals(handle(owner))) {
            throw refused("the user handle is another's");
        }
        try {
            AuthenticationData data = Library.MANAGER.parse(new AuthenticationRequest(
                    bytes(answer.credentialId()),
                    bytes(answer.authenticatorData()),
                    bytes(answer.clientData()),
                    bytes(answer.signature())));
            ServerProperty server = expected(data.getCollectedClientData(), purpose, user);
            // who comes with nothing else must have shown the device who they are
            boolean verified = purpose != Purpose.SECOND_FACTOR;
            Library.MANAGER.verify(data, new AuthenticationParameters(server, record(row), null, verified, true));
            var authenticator = Objects.requireNonNull(data.getAuthenticatorData());
            boolean forward = parts.store()
                    .write(db -> JdbcPasskeyStore.used(
                            db,
                            row.passkey().id(),
                            authenticator.getSignCount(),
                            authenticator.isFlagBS(),
                            parts.clock().millis()));
            if (!forward) {
                throw refused("the counter went back");
            }
            return owner;
        } catch (VerificationException | DataConversionException | JacksonException e) {
            throw refused(e);
        }
    }

    private CredentialRecord record(Row row) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                row.verifiesUser(),
                row.backupEligible(),
                row.passkey().backedUp(),
                row.signCount(),
                Library.CREDENTIALS.convert(bytes(row.credential())),
                null,
                null,
                null,
                null);
    }

    /** Takes the challenge that was answered; what else must hold. */
    private ServerProperty expected(@Nullable CollectedClientData client, Purpose purpose, UserId user) {
        byte[] challenge = Objects.requireNonNull(client).getChallenge().getValue();
        Asked asked = new Asked(KeyHash.of(text(challenge)), id(purpose), user);
        boolean taken = parts.store()
                .write(handle ->
                        JdbcPasskeyStore.take(handle, asked, parts.clock().millis()));
        if (!taken) {
            throw refused("the challenge is unknown, used or over");
        }
        Site site = requireSite();
        return ServerProperty.builder()
                .origin(new Origin(site.origin()))
                .rpId(site.host())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    /** Another name for a passkey; whether it is the user's. */
    public boolean rename(UserId user, long id, String name) {
        checkName(name);
        return parts.store().write(handle -> JdbcPasskeyStore.rename(handle, user, id, name.strip()));
    }

    /** Takes a passkey away; whether it was the user's. */
    public boolean remove(UserId user, long id) {
        return parts.store().write(handle -> JdbcPasskeyStore.delete(handle, user, id));
    }

    /** Takes all passkeys of a user away. */
    public void removeAll(UserId user) {
        parts.store().write(handle -> {
            JdbcPasskeyStore.deleteAll(handle, user);
            return 0;
        });
    }

    private static GatewayException refused(Exception why) {
        return refused(String.valueOf(why.getMessage()));
    }

    private static GatewayException refused(String why) {
        log.info("a passkey's answer was refused: {}", why);
        return new GatewayException(ErrorCode.FORBIDDEN, "The passkey's answer doesn't hold; try again.", why);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("passkey: not base64url (expected: what the browser gave)", e);
        }
    }
}
