package dev.headgate.signin;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.GroupRights;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.People;
import dev.headgate.identity.Person;
import dev.headgate.identity.Role;
import dev.headgate.settings.Settings;
import dev.headgate.signin.ExternalFailure.Why;
import dev.headgate.signin.JdbcExternalStore.Begun;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in by another site. A run is bound to its browser by a cookie's token, from which nonce and PKCE verifier are derived, and
 * to a random state that is taken once. Whom a site names is found by issuer and subject; by an e-mail address only where it is
 * verified there, {@link IdentityProvider.Terms} allow it, and no owner is meant. Blocking; thread-safe.
 */
public final class ExternalSignIn {
    /** How long a run may take. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final int STARTS_AN_HOUR = 200;
    private static final int PATH_MAX = 500;
    private static final int LABEL_MAX = 320;
    private static final int SUBJECT_MAX = 255;

    private final SignInParts parts;
    private final IdSource ids;
    private final People people;
    private final Newcomers newcomers;
    private final GroupRights rights;
    private final Outside outside;
    private final Throttle throttle;

    /** The world outside and what is set about it. */
    record Outside(Settings settings, WebAccess web, Supplier<String> base) {}

    /** Whom a site's word is about. */
    record Whom(People people, Newcomers newcomers, GroupRights rights) {}

    ExternalSignIn(SignInParts parts, IdSource ids, Whom whom, Outside outside) {
        this.parts = parts;
        this.ids = ids;
        this.people = whom.people();
        this.newcomers = whom.newcomers();
        this.rights = whom.rights();
        this.outside = outside;
        this.throttle = new Throttle(parts.ticker());
    }

    /**
     * A run that has begun.
     *
     * @param browser to be kept by the browser until it comes back
     */
    public record Started(URI url, Secret browser) {}

    /** A run that came to something. */
    public sealed interface Finished {
        /** Where in the console to go on; always a path of ours. */
        String returnPath();
    }

    /**
     * Somebody proved who they are.
     *
     * @param fresh whether their account was made just now
     * @param roleBefore their role until now, where the site's word has changed it
     * @param groups which groups they may use by the site's word, before and now
     */
    public record SignedIn(
            Person person, boolean fresh, @Nullable Role roleBefore, GroupRights.Replaced groups, String returnPath)
            implements Finished {}

    /** Somebody who is signed in has linked themselves. */
    public record Linked(UserId user, ExternalIdentity identity, String returnPath) implements Finished {}

    public List<IdentityProvider> providers() {
        return outside.settings().of(IdentityProvider.All.TOPIC).providers();
    }

    /** Puts one in the place of that of its id, or adds it. */
    public void save(IdentityProvider provider) {
        outside.settings().change(IdentityProvider.All.TOPIC, all -> {
            List<IdentityProvider> more = new ArrayList<>(all.providers());
            more.removeIf(one -> one.id().equals(provider.id()));
            more.add(provider);
            return new IdentityProvider.All(more);
        });
        rights.narrow(provider.id(), provider.terms().groupsInReach());
    }

    public void remove(String id) {
        outside.settings()
                .change(
                        IdentityProvider.All.TOPIC,
                        all -> new IdentityProvider.All(all.providers().stream()
                                .filter(one -> !one.id().equals(id))
                                .toList()));
        rights.narrow(id, Set.of());
    }

    /** The one of that id, while it may be used. */
    public Optional<IdentityProvider> usable(String id) {
        return providers().stream()
                .filter(one -> one.enabled() && one.id().equals(id))
                .findFirst();
    }

    /**
     * Begins a run.
     *
     * @param returnPath where to go on afterwards; the start page when it isn't a path of ours
     * @param linkTo who wants to be linked; 0 for somebody who wants to sign in
     */
    public Started start(IdentityProvider provider, String returnPath, UserId linkTo, People.From from)
            throws ExternalFailure {
        if (!throttle.passes(from.network(), STARTS_AN_HOUR)) {
            throw new GatewayException(
                    ErrorCode.RATE_LIMITED,
                    "Too many sign-ins were begun from here; try again in an hour.",
                    "external sign-in",
                    Duration.ofHours(1),
                    null);
        }
        String state = parts.newToken().reveal();
        Secret browser = parts.newToken();
        URI url = protocol(provider).begin(provider, run(provider, state, browser));
        Instant now = parts.clock().instant();
        Begun begun = new Begun(
                KeyHash.of(browser.reveal()),
                provider.id(),
                localPath(returnPath),
                linkTo,
                now.plus(LIFETIME).toEpochMilli());
        parts.store().write(handle -> {
            JdbcExternalStore.begin(handle, KeyHash.of(state), begun, now.toEpochMilli());
            return 0;
        });
        return new Started(url, browser);
    }

    private ExternalProtocol protocol(IdentityProvider provider) {
        return switch (provider.kind()) {
            case OIDC -> new OidcProtocol(outside.web());
            case GITHUB -> new GitHubProtocol(outside.web());
        };
    }

    private ExternalProtocol.Run run(IdentityProvider provider, String state, Secret browser) {
        String seed = state + " " + browser.reveal();
        return new ExternalProtocol.Run(
                URI.create(outside.base().get() + "/api/v1/sign-in/providers/" + provider.id() + "/callback"),
                state,
                new Nonce(KeyHash.of("nonce " + seed).hex()),
                new CodeVerifier(KeyHash.of("verifier " + seed).hex()));
    }

    /** A path of ours as it is; the start page instead of what a browser could take for another site. */
    static String localPath(String path) {
        boolean ours = path.startsWith("/")
                && !path.startsWith("//")
                && path.length() <= PATH_MAX
                && path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
        return ours ? path : "/";
    }

    /**
     * Ends a run.
     *
     * @param providerId which site the browser came back from
     * @param browser what it kept
     * @param query what the site had it bring along
     * @param signedIn who is signed in there, 0 for nobody: a link is for who asked for it
     */
    public Finished finish(String providerId, Secret browser, Map<String, String> query, UserId signedIn)
            throws ExternalFailure {
        String state = query.getOrDefault("state", "");
        Begun begun = parts.store()
                .write(handle -> JdbcExternalStore.take(handle, KeyHash.of(state)))
                .filter(one -> one.provider().equals(providerId)
                        && one.browser().equals(KeyHash.of(browser.reveal()))
                        && parts.clock().millis() < one.expiresAt()
                        && (one.user().value() == 0 || one.user().equals(signedIn)))
                .orElseThrow(() -> new ExternalFailure(Why.NOT_BEGUN_HERE, "the state is not this browser's"));
        IdentityProvider provider = usable(providerId)
                .orElseThrow(() -> new ExternalFailure(Why.NOT_PROVED, "the site was taken out meanwhile"));
        String code = query.get("code");
        if (query.containsKey("error") || code == null || code.isEmpty()) {
            throw new ExternalFailure(Why.DENIED, "the site answered " + query.getOrDefault("error", "no code"));
        }
        String issuer = query.get("iss");
        if (issuer != null && !issuer.equals(provider.issuer())) { // RFC 9207: two sites mixed up
            throw new ExternalFailure(Why.NOT_PROVED, "iss: not " + provider.issuer());
        }
        ExternalProfile profile = protocol(provider).finish(provider, run(provider, state, browser), code);
        if (profile.subject().isEmpty() || profile.subject().length() > SUBJECT_MAX) {
            throw new ExternalFailure(
                    Why.NOT_PROVED, "subject: " + profile.subject().length() + " characters");
        }
        return begun.user().value() == 0
                ? signIn(provider, profile, begun.returnPath())
                : link(provider, profile, begun);
    }

    private Linked link(IdentityProvider provider, ExternalProfile profile, Begun begun) throws ExternalFailure {
        Optional<ExternalIdentity> known = known(provider, profile).filter(this::stillThere);
        if (known.isPresent() && !known.get().user().equals(begun.user())) {
            throw new ExternalFailure(
                    Why.LINKED_ELSEWHERE,
                    "subject linked to user " + known.get().user());
        }
        ExternalIdentity identity = known.isPresent() ? known.get() : addLink(provider, profile, begun.user());
        return new Linked(begun.user(), identity, begun.returnPath());
    }

    private Optional<ExternalIdentity> known(IdentityProvider provider, ExternalProfile profile) {
        return parts.store().read(handle -> JdbcExternalStore.bySubject(handle, provider.issuer(), profile.subject()));
    }

    /** Whether a link leads to somebody; one to a user who was removed is taken away, so that they can come anew. */
    private boolean stillThere(ExternalIdentity link) {
        boolean there = people.person(link.user()).isPresent();
        if (!there) {
            unlink(link.user(), link.id());
        }
        return there;
    }

    private ExternalIdentity addLink(IdentityProvider provider, ExternalProfile profile, UserId user) {
        Instant now = parts.clock().instant();
        String email = profile.email();
        String label = email != null ? email : profile.name().isBlank() ? profile.subject() : profile.name();
        ExternalIdentity made = new ExternalIdentity(
                ids.next(),
                provider.issuer(),
                profile.subject(),
                user,
                label.length() > LABEL_MAX ? label.substring(0, LABEL_MAX) : label,
                now,
                now);
        parts.store().write(handle -> {
            JdbcExternalStore.link(handle, made);
            return 0;
        });
        return made;
    }

    private SignedIn signIn(IdentityProvider provider, ExternalProfile profile, String path) throws ExternalFailure {
        IdentityProvider.Terms terms = provider.terms();
        String email = profile.verified() || terms.trustEmails() ? profile.email() : null;
        if (!terms.allowedDomains().isEmpty() && (email == null || !terms.allows(email))) {
            throw new ExternalFailure(Why.NOT_ALLOWED, "no verified address at an allowed domain");
        }
        Optional<ExternalIdentity> known = known(provider, profile).filter(this::stillThere);
        if (known.isPresent()) {
            parts.store().write(handle -> {
                JdbcExternalStore.used(handle, known.get().id(), parts.clock().millis());
                return 0;
            });
            Person person = people.person(known.get().user())
                    .filter(one -> one.user().enabled())
                    .orElseThrow(() -> new ExternalFailure(Why.NO_ACCOUNT, "the account is disabled"));
            return mapped(person, provider, profile, path);
        }
        if (email == null) {
            throw new ExternalFailure(Why.NO_ACCOUNT, "unknown subject without a verified address");
        }
        Optional<Person> named = people.named(email);
        if (named.isPresent()) {
            Person person = named.get();
            if (!terms.linkByEmail()
                    || person.role() == Role.OWNER
                    || !person.user().enabled()) {
                throw new ExternalFailure(Why.LINK_FIRST, "an account with that address is not linked");
            }
            addLink(provider, profile, person.user().id());
            return mapped(person, provider, profile, path);
        }
        if (!terms.register()) {
            throw new ExternalFailure(Why.NO_ACCOUNT, "the site may not make accounts");
        }
        Role role = role(terms, profile).orElse(Role.USER);
        Newcomers.Terms given =
                outside.settings().of(RegistrationSettings.TOPIC).terms(role);
        Person made = newcomers.make(email, null, profile.name(), given, null).person();
        addLink(provider, profile, made.user().id());
        return new SignedIn(made, true, null, groups(made, provider, profile), path);
    }

    /** Gives the groups and the role that the site's word means, where it means one; owners keep theirs. */
    private SignedIn mapped(Person person, IdentityProvider provider, ExternalProfile profile, String path) {
        GroupRights.Replaced groups = groups(person, provider, profile);
        Role before = person.role();
        if (provider.terms().roles().isEmpty() || before == Role.OWNER) {
            return new SignedIn(person, false, null, groups, path);
        }
        Role now = role(provider.terms(), profile).orElse(Role.USER);
        if (now == before) {
            return new SignedIn(person, false, null, groups, path);
        }
        people.changeRole(person.user().id(), now);
        return new SignedIn(people.person(person.user().id()).orElseThrow(), false, before, groups, path);
    }

    /** The groups that this site's word means are theirs now, and no others by its word; what others gave stays. */
    private GroupRights.Replaced groups(Person person, IdentityProvider provider, ExternalProfile profile) {
        IdentityProvider.GroupMapping mapping = provider.terms().groups();
        return rights.replace(
                person.user().id(), provider.id(), mapping == null ? Set.of() : mapping.of(profile.groups()));
    }

    /** The mightiest role that one of the claims means. */
    private static Optional<Role> role(IdentityProvider.Terms terms, ExternalProfile profile) {
        Role best = null;
        for (String claim : profile.roles()) {
            String id = terms.roles().get(claim);
            Role role = id == null ? null : Role.of(id);
            if (role != null
                    && (best == null
                            || role.permissions().size() > best.permissions().size())) {
                best = role;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whom a user is elsewhere. */
    public List<ExternalIdentity> linked(UserId user) {
        return parts.store().read(handle -> JdbcExternalStore.byUser(handle, user));
    }

    /** Takes a link away; whether it was the user's. */
    public boolean unlink(UserId user, long id) {
        return parts.store().write(handle -> JdbcExternalStore.unlink(handle, user, id));
    }
}
