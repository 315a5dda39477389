package dev.headgate.signin;

import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import dev.headgate.identity.Role;
import dev.headgate.settings.Topic;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A site that people may sign in by. Immutable.
 *
 * @param id stands in addresses
 * @param issuer the site, as its tokens name it
 * @param label on the button
 * @param scopes what to ask for
 * @param terms whom it lets in, as what
 */
public record IdentityProvider(
        String id,
        Kind kind,
        String issuer,
        String label,
        String clientId,
        Secret clientSecret,
        List<String> scopes,
        boolean enabled,
        Terms terms) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /** Which protocol it speaks. */
    public enum Kind {
        /** OpenID Connect, found by discovery. */
        OIDC,
        /** GitHub's OAuth 2.0 with its own API; GitHub Enterprise too. */
        GITHUB
    }

    /**
     * Whom a site lets in, as what.
     *
     * @param register whether it makes accounts for those who have none
     * @param linkByEmail whether an account with the same e-mail address, verified there, is meant; an owner's never is
     * @param trustEmails whether its addresses count as verified although it doesn't say so
     * @param allowedDomains of verified addresses; empty = any
     * @param roleClaim names the claim that decides the role, a text or a list of texts; null = nothing does
     * @param roles claim value → role; the mightiest of several counts; owner can't be given so
     * @param groups which groups people may use; null = the site says nothing about that
     */
    public record Terms(
            boolean register,
            boolean linkByEmail,
            boolean trustEmails,
            List<String> allowedDomains,
            @Nullable String roleClaim,
            Map<String, String> roles,
            @Nullable GroupMapping groups) {
        public Terms {
            allowedDomains = allowedDomains.stream()
                    .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                    .toList();
            roles = Map.copyOf(roles);
            for (Map.Entry<String, String> one : roles.entrySet()) {
                Check.that(Role.of(one.getValue()) != Role.OWNER, "roles", one.getKey() + " → owner", "another role");
            }
            Check.that(roles.isEmpty() == (roleClaim == null), "role claim", "alone", "with roles, or neither");
        }

        /** Whether a claim decides anything. */
        boolean readsClaims() {
            return roleClaim != null || groups != null;
        }

        /** All groups that people may get by its word. */
        Set<GroupId> groupsInReach() {
            return groups == null ? Set.of() : groups.of(groups.groups().keySet());
        }

        boolean allows(String email) {
            return allowedDomains.isEmpty() || allowedDomains.contains(email.substring(email.lastIndexOf('@') + 1));
        }
    }

    /**
     * Which groups a claim's values let people use.
     *
     * @param claim a text or a list of texts; inside others with dots, {@code realm_access.roles}
     * @param groups claim value → ids of groups; those of all values count together
     */
    public record GroupMapping(String claim, Map<String, List<String>> groups) {
        private static final int VALUES_MAX = 200;

        public GroupMapping {
            Check.notBlank("group claim", claim);
            Check.range("groups", groups.size(), 1, VALUES_MAX);
            Map<String, List<String>> copy = new TreeMap<>();
            groups.forEach((value, ids) -> {
                Check.that(
                        !ids.isEmpty() && ids.stream().allMatch(GroupMapping::isId),
                        "groups",
                        value + " → " + String.join(", ", ids),
                        "ids of groups");
                copy.put(value, List.copyOf(ids));
            });
            groups = Collections.unmodifiableMap(copy);
        }

        private static boolean isId(String text) {
            try {
                return Long.parseLong(text) > 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        Set<GroupId> of(Collection<String> values) {
            return values.stream()
                    .flatMap(value -> groups.getOrDefault(value, List.of()).stream())
                    .map(id -> new GroupId(Long.parseLong(id)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    public IdentityProvider {
        Check.that(ID.matcher(id).matches(), "id", "\"" + id + "\"", "lower-case letters, digits and -, at most 40");
        Check.notBlank("label", label);
        Check.notBlank("client id", clientId);
        Check.that(isSite(issuer), "issuer", "\"" + issuer + "\"", "an http or https URL without query or fragment");
        scopes = List.copyOf(scopes);
    }

    private static boolean isSite(String text) {
        try {
            URI url = URI.create(text);
            return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && text.length() <= 400;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** All of them. */
    public record All(List<IdentityProvider> providers) {
        static final Topic<All> TOPIC = new Topic<>("identity-providers", All.class, new All(List.of()));

        public All {
            providers = List.copyOf(providers);
        }
    }
}
