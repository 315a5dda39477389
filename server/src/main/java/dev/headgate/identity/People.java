package dev.headgate.identity;

import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.base.Ticker;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Users who sign in: passwords, sessions, roles. Blocking, for virtual threads; thread-safe.
 *
 * <p>A session's token is 256 random bits, kept as its hash. It ends {@value #SESSION_DAYS} days after it began, or
 * {@value #IDLE_DAYS} days after it was last used, and with every change of the password.
 */
public final class People {
    /** Days after which a session ends however much it is used. */
    public static final int SESSION_DAYS = 30;

    private static final int IDLE_DAYS = 7;
    private static final int PASSWORD_MIN = 10;
    private static final int PASSWORD_MAX = 1_000;
    private static final int AGENT_MAX = 300;

    /** How far apart a session's last use is written down. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private final Store store;
    private final IdSource ids;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Passwords passwords;
    private final SignInGuard guard;

    public People(Store store, IdSource ids, SecureRandom random, InstantSource clock, Ticker ticker) {
        this.store = store;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.passwords = new Passwords(random);
        this.guard = new SignInGuard(ticker);
    }

    /**
     * Where somebody signs in from.
     *
     * @param network the part of the address that one person usually keeps: IPv4 /24, IPv6 /64
     */
    public record From(String address, String network, String agent) {}

    /**
     * A session just begun.
     *
     * @param token to be kept by the browser; shown once
     */
    public record Begun(Session session, Secret token, Person person) {}

    /** A session in use and whose it is. */
    public record SignedIn(Session session, Person person) {}

    /** Whether somebody can run this Headgate; until then it waits to be set up. */
    public boolean hasOwner() {
        return store.read(handle -> JdbcPeopleStore.owners(handle) > 0);
    }

    /**
     * Lets a user sign in, with a password. The user must exist.
     *
     * @param password null for somebody who comes in another way
     */
    public void allow(UserId user, Role role, String name, @org.jspecify.annotations.Nullable Secret password) {
        String hash = password == null ? "" : passwords.hash(checkNew(password));
        store.write(handle -> {
            JdbcPeopleStore.insertLogin(handle, user, role, name, hash, clock.millis());
            return 0;
        });
    }

    /** The addresses of people, 100 at most, who may do something and are not disabled. */
    public List<String> addressesOf(Permission permission) {
        List<Role> roles =
                Stream.of(Role.values()).filter(role -> role.may(permission)).toList();
        return store.read(handle -> JdbcPeopleStore.addresses(handle, roles));
    }

    /** Refuses a password that is too short or too long. */
    public static void checkPassword(Secret password) {
        checkNew(password);
    }

    /** Refuses a password that nobody should choose. */
    public static Secret checkNew(Secret password) {
        int length = password.reveal().length();
        Check.that(
                length >= PASSWORD_MIN && length <= PASSWORD_MAX,
                "password",
                length + " characters",
                PASSWORD_MIN + " - " + PASSWORD_MAX + " characters");
        return password;
    }

    /**
     * Whose address and password these are. Nobody is signed in by it: {@link #begin} does that, when nothing else is needed.
     *
     * @throws GatewayException {@code unauthenticated}, the same for an unknown user and a wrong password; {@code rate_limited}
     *     after too many failures from there
     */
    public Person check(String email, Secret password, From from) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        admit(address, from);
        Optional<JdbcPeopleStore.Login> found = store.read(handle -> JdbcPeopleStore.byEmail(handle, address));
        String hash = found.map(JdbcPeopleStore.Login::passwordHash).orElse("");
        boolean matches = passwords.matches(password, hash);
        if (!matches || !found.orElseThrow().person().user().enabled()) {
            guard.failed(address, from.network());
            throw new GatewayException(ErrorCode.UNAUTHENTICATED, "The e-mail address or the password is not right.");
        }
        guard.succeeded(address, from.network());
        Person person = found.orElseThrow().person();
        if (passwords.outdated(hash)) {
            String better = passwords.hash(password);
            store.write(handle -> {
                JdbcPeopleStore.setPassword(handle, person.user().id(), better);
                return 0;
            });
        }
        return person;
    }

    /**
     * Lets a try to prove something pass.
     *
     * @param whom what is guessed at: an e-mail address, or a name for another secret of theirs
     * @throws GatewayException {@code rate_limited} after too many failures from there
     */
    public void admit(String whom, From from) {
        Optional<Duration> wait = guard.mustWait(whom, from.network());
        if (wait.isPresent()) {
            throw new GatewayException(
                    ErrorCode.RATE_LIMITED,
                    "Too many failed tries from here; try again in "
                            + Math.max(1, wait.get().toSeconds()) + " s.",
                    "sign-in guard",
                    wait.get(),
                    null);
        }
    }

    /** Counts a try that {@link #admit} let pass. */
    public void tried(String whom, From from, boolean right) {
        if (right) {
            guard.succeeded(whom, from.network());
        } else {
            guard.failed(whom, from.network());
        }
    }

    /** Signs somebody in who has proved who they are: under a new token, whatever the browser had before. */
    public Begun begin(Person person, From from) {
        Instant now = clock.instant();
        Secret token = newToken();
        String agent = from.agent().length() > AGENT_MAX ? from.agent().substring(0, AGENT_MAX) : from.agent();
        Session session = new Session(
                ids.next(),
                KeyHash.of(token.reveal()),
                person.user().id(),
                now,
                now,
                now.plus(Duration.ofDays(SESSION_DAYS)),
                now,
                from.address(),
                agent);
        store.write(handle -> {
            JdbcPeopleStore.endOld(handle, now.toEpochMilli());
            JdbcPeopleStore.insert(handle, session);
            JdbcPeopleStore.signedIn(handle, person.user().id(), now.toEpochMilli());
            return 0;
        });
        return new Begun(session, token, person);
    }

    /** Whose session a token is, when it is one that has not ended, of a user who is enabled. */
    public Optional<SignedIn> session(Secret token) {
        KeyHash hash = KeyHash.of(token.reveal());
        Instant now = clock.instant();
        Optional<SignedIn> found = store.read(handle -> {
            Session session = JdbcPeopleStore.session(handle, hash);
            return session == null
                    ? Optional.<SignedIn>empty()
                    : JdbcPeopleStore.byId(handle, session.user()).map(login -> new SignedIn(session, login.person()));
        });
        Optional<SignedIn> alive = found.filter(one -> one.person().user().enabled()
                && now.isBefore(one.session().expiresAt())
                && now.isBefore(one.session().seenAt().plus(Duration.ofDays(IDLE_DAYS))));
        alive.filter(one -> now.isAfter(one.session().seenAt().plus(SEEN_EVERY)))
                .ifPresent(one -> store.write(handle -> {
                    JdbcPeopleStore.seen(handle, hash, now.toEpochMilli());
                    return 0;
                }));
        return alive;
    }

    /** All sessions of a user, the last used first. */
    public List<Session> sessions(UserId user) {
        return store.read(handle -> JdbcPeopleStore.sessions(handle, user));
    }

    /** Ends one session; whether there was one. */
    public boolean end(UserId user, long session) {
        return store.write(handle -> JdbcPeopleStore.end(handle, user, session)) > 0;
    }

    /** Signs a user out everywhere but in {@code kept}; how many sessions ended. */
    public int endOthers(UserId user, Optional<Session> kept) {
        String hash = kept.map(session -> session.hash().hex()).orElse("");
        return store.write(handle -> JdbcPeopleStore.endOthers(handle, user, hash));
    }

    /**
     * Gives a session whose user has proved again who sits there a new token, so that one that leaked before is worth nothing for
     * what matters most.
     *
     * @throws GatewayException {@code unauthenticated} when the session has ended meanwhile
     */
    public Begun proved(SignedIn who) {
        Session old = who.session();
        Secret token = newToken();
        Instant now = clock.instant();
        Session session = new Session(
                old.id(),
                KeyHash.of(token.reveal()),
                old.user(),
                old.createdAt(),
                now,
                old.expiresAt(),
                now,
                old.address(),
                old.agent());
        int changed = store.write(handle -> JdbcPeopleStore.proved(handle, old.hash(), session));
        if (changed == 0) {
            throw new GatewayException(ErrorCode.UNAUTHENTICATED, "This session has ended; sign in again.");
        }
        return new Begun(session, token, who.person());
    }

    /**
     * Asks for the password again.
     *
     * @throws GatewayException {@code forbidden} when it is wrong, {@code rate_limited} after too many tries
     */
    public void requirePassword(SignedIn who, Secret password, From from) {
        String email = who.person().user().email();
        admit(email, from);
        String hash = store.read(
                handle -> JdbcPeopleStore.byId(handle, who.person().user().id())
                        .map(JdbcPeopleStore.Login::passwordHash)
                        .orElse(""));
        if (!passwords.matches(password, hash)) {
            guard.failed(email, from.network());
            throw new GatewayException(ErrorCode.FORBIDDEN, "The password is not right.");
        }
        guard.succeeded(email, from.network());
    }

    /** Changes a password and ends the user's other sessions. */
    public void changePassword(SignedIn who, Secret old, Secret fresh, From from) {
        checkNew(fresh);
        requirePassword(who, old, from);
        String hash = passwords.hash(fresh);
        store.write(handle -> {
            JdbcPeopleStore.setPassword(handle, who.person().user().id(), hash);
            JdbcPeopleStore.endOthers(
                    handle, who.person().user().id(), who.session().hash().hex());
            return 0;
        });
    }

    /** Sets a password without knowing the old one, and ends all sessions: for the operator's command line. */
    public void resetPassword(String email, Secret fresh) {
        String hash = passwords.hash(checkNew(fresh));
        store.write(handle -> {
            UserId user = JdbcPeopleStore.byEmail(handle, email.strip().toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "e-mail: \"" + email + "\" (expected: that of a user who can sign in)"))
                    .person()
                    .user()
                    .id();
            JdbcPeopleStore.setPassword(handle, user, hash);
            JdbcPeopleStore.endOthers(handle, user, "");
            return 0;
        });
    }

    /**
     * Gives somebody another role.
     *
     * @throws GatewayException {@code forbidden} when nobody would be left who owns this Headgate
     */
    public void changeRole(UserId user, Role role) {
        store.write(handle -> {
            JdbcPeopleStore.setRole(handle, user, role);
            if (JdbcPeopleStore.owners(handle) == 0) {
                throw new GatewayException(ErrorCode.FORBIDDEN, "The last owner keeps that role; make another first.");
            }
            return 0;
        });
    }

    /** Sets a password without knowing the old one, and ends all sessions: for who has proved otherwise who they are. */
    public void setPassword(UserId user, Secret fresh) {
        String hash = passwords.hash(checkNew(fresh));
        store.write(handle -> {
            JdbcPeopleStore.setPassword(handle, user, hash);
            return JdbcPeopleStore.endOthers(handle, user, "");
        });
    }

    /**
     * Gives somebody another e-mail address, which they have shown to be theirs.
     *
     * @throws GatewayException {@code forbidden} when it is somebody else's
     */
    public void changeEmail(UserId user, String email) {
        store.write(handle -> {
            if (!JdbcPeopleStore.setEmail(handle, user, email)) {
                throw new GatewayException(ErrorCode.FORBIDDEN, "This address is in use.");
            }
            return 0;
        });
    }

    /** The person with that e-mail address, when that user can sign in. */
    public Optional<Person> named(String email) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        return store.read(handle -> JdbcPeopleStore.byEmail(handle, address).map(JdbcPeopleStore.Login::person));
    }

    /** The person of that id, when that user can sign in. */
    public Optional<Person> person(UserId user) {
        return store.read(handle -> JdbcPeopleStore.byId(handle, user).map(JdbcPeopleStore.Login::person));
    }

    private Secret newToken() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
