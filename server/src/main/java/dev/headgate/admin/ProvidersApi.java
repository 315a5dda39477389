package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Role;
import dev.headgate.signin.IdentityProvider;
import dev.headgate.signin.SignInWays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which sites people may sign in by. */
final class ProvidersApi {
    private final SignInWays ways;
    private final GroupNames names;

    ProvidersApi(SignInWays ways, GroupNames names) {
        this.ways = ways;
        this.names = names;
    }

    record ProviderView(
            String id,
            @Doc("oidc or github") String kind,
            String issuer,
            String label,
            String clientId,
            List<String> scopes,
            boolean enabled,
            boolean register,
            boolean linkByEmail,
            boolean trustEmails,
            List<String> allowedDomains,
            @Nullable String roleClaim,
            Map<String, String> roles,
            @Nullable String groupClaim,
            @Doc("claim value → ids of groups") Map<String, List<String>> groups,

            @Doc("to be registered at the site as redirect URI, below Headgate's address")
            String callback) {
        static ProviderView of(IdentityProvider one) {
            IdentityProvider.Terms terms = one.terms();
            IdentityProvider.GroupMapping groups = terms.groups();
            return new ProviderView(
                    one.id(),
                    one.kind() == IdentityProvider.Kind.GITHUB ? "github" : "oidc",
                    one.issuer(),
                    one.label(),
                    one.clientId(),
                    one.scopes(),
                    one.enabled(),
                    terms.register(),
                    terms.linkByEmail(),
                    terms.trustEmails(),
                    terms.allowedDomains(),
                    terms.roleClaim(),
                    terms.roles(),
                    groups == null ? null : groups.claim(),
                    groups == null ? Map.of() : groups.groups(),
                    "/api/v1/sign-in/providers/" + one.id() + "/callback");
        }
    }

    /** A site to sign in by; what is absent comes from the preset, or is as in the site of that id. */
    record ProviderWish(
            @Doc("google, microsoft, github or oidc (any other with discovery)")
            String preset,

            @Doc("stands in addresses; absent = the preset") @Nullable
            String id,

            @Doc(
                    "needed for oidc; for microsoft it names your tenant: https://login.microsoftonline.com/TENANT/v2.0; for github only"
                            + " where it is your own server")
            @Nullable
            String issuer,

            @Nullable String label,
            String clientId,

            @Doc("absent = as it was, where issuer and client are") @Nullable
            Secret clientSecret,

            @Nullable List<String> scopes,
            @Doc("absent = true") @Nullable Boolean enabled,

            @Doc("whether it makes accounts; absent = false") @Nullable
            Boolean register,

            @Doc("whether an account with the same address, verified there, is meant; never an owner's; absent = false")
            @Nullable
            Boolean linkByEmail,

            @Doc("whether its addresses count as verified although it doesn't say so; absent = false") @Nullable
            Boolean trustEmails,

            @Doc("of verified addresses; absent = any") @Nullable
            List<String> allowedDomains,

            @Doc("claim that decides the role (github: its organizations, whatever the name)") @Nullable
            String roleClaim,

            @Doc("claim value → role; the mightiest counts, no match = user") @Nullable
            Map<String, String> roles,

            @Doc(
                    "claim that decides which groups people may make keys in, inside others with dots (github: its organizations, whatever"
                            + " the name)")
            @Nullable
            String groupClaim,

            @Doc("claim value → ids of groups, those of all values together, anew at each sign-in; needs users:write")
            @Nullable
            Map<String, List<String>> groups) {}

    private record Preset(
            IdentityProvider.Kind kind, @Nullable String issuer, String label, List<String> scopes) {
        static Preset of(String name) {
            List<String> oidc = List.of("openid", "email", "profile");
            return switch (name) {
                case "google" -> new Preset(IdentityProvider.Kind.OIDC, "https://accounts.google.com", "Google", oidc);
                case "microsoft" -> new Preset(IdentityProvider.Kind.OIDC, null, "Microsoft", oidc);
                case "github" ->
                    new Preset(
                            IdentityProvider.Kind.GITHUB,
                            "https://github.com",
                            "GitHub",
                            List.of("read:user", "user:email"));
                case "oidc" -> new Preset(IdentityProvider.Kind.OIDC, null, "Single sign-on", oidc);
                default ->
                    throw new IllegalArgumentException(
                            "preset: \"" + name + "\" (expected: google, microsoft, github or oidc)");
            };
        }
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/settings/identity-providers", "identity-providers.list", "Sites to sign in by")
                        .needs(Permission.SETTINGS_READ)
                        .givesPage(ProviderView.class)
                        .by(call -> new AdminApi.Page<>(
                                ways.external().providers().stream()
                                        .map(ProviderView::of)
                                        .toList(),
                                null)),
                Endpoint.post(
                                "/settings/identity-providers",
                                "identity-providers.save",
                                "Add a site to sign in by, or put it in the place of that of its id")
                        .needs(Permission.SETTINGS_WRITE)
                        .freshProof()
                        .gives(ProviderView.class)
                        .with(ProviderWish.class, this::save),
                Endpoint.delete("/settings/identity-providers/{id}", "identity-providers.delete", "Take a site out")
                        .needs(Permission.SETTINGS_WRITE)
                        .freshProof()
                        .by(this::remove));
    }

    private Optional<IdentityProvider> known(String id) {
        return ways.external().providers().stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    private @Nullable Object save(ApiCall call, ProviderWish input) {
        IdentityProvider provider = provider(input);
        requireMay(call.actor(), provider);
        ProviderView before = known(provider.id()).map(ProviderView::of).orElse(null);
        ways.external().save(provider);
        ProviderView after = ProviderView.of(provider);
        call.changed("identity-providers.save", "identity-provider:" + provider.id(), before, after);
        return after;
    }

    private IdentityProvider provider(ProviderWish input) {
        Preset preset = Preset.of(input.preset());
        String id = input.id() == null ? input.preset() : input.id();
        String issuer = input.issuer() == null ? preset.issuer() : input.issuer();
        if (issuer == null) {
            throw ApiFault.invalid(List.of(new ApiFault.Field("issuer", "missing (expected: the site's address)")));
        }
        return new IdentityProvider(
                id,
                preset.kind(),
                issuer,
                input.label() == null ? preset.label() : input.label(),
                input.clientId(),
                secret(input, id, issuer),
                scopes(input, preset),
                input.enabled() == null || input.enabled(),
                new IdentityProvider.Terms(
                        Boolean.TRUE.equals(input.register()),
                        Boolean.TRUE.equals(input.linkByEmail()),
                        Boolean.TRUE.equals(input.trustEmails()),
                        input.allowedDomains() == null ? List.of() : input.allowedDomains(),
                        input.roleClaim(),
                        input.roles() == null ? Map.of() : input.roles(),
                        groups(input)));
    }

    private static IdentityProvider.@Nullable GroupMapping groups(ProviderWish input) {
        Map<String, List<String>> groups = input.groups() == null ? Map.of() : input.groups();
        String claim = input.groupClaim();
        if (groups.isEmpty() != (claim == null)) {
            throw ApiFault.invalid(
                    List.of(new ApiFault.Field("group_claim", "alone (expected: with groups, or neither)")));
        }
        return claim == null ? null : new IdentityProvider.GroupMapping(claim, groups);
    }

    /** GitHub tells organizations only to who asked for them. */
    private static List<String> scopes(ProviderWish input, Preset preset) {
        if (input.scopes() != null) {
            return input.scopes();
        }
        return preset.kind() == IdentityProvider.Kind.GITHUB
                        && (input.roleClaim() != null || input.groupClaim() != null)
                ? List.of("read:user", "user:email", "read:org")
                : preset.scopes();
    }

    /** A kept secret goes only where it went before. */
    private Secret secret(ProviderWish input, String id, String issuer) {
        Secret given = input.clientSecret();
        if (given != null) {
            return given;
        }
        return known(id)
                .filter(old -> old.issuer().equals(issuer) && old.clientId().equals(input.clientId()))
                .map(IdentityProvider::clientSecret)
                .orElseThrow(() -> ApiFault.invalid(List.of(new ApiFault.Field("client_secret", "missing"))));
    }

    /** Who gives roles and groups by a site's word must be allowed to give them by hand. */
    private void requireMay(Actor actor, IdentityProvider provider) {
        IdentityProvider.GroupMapping mapping = provider.terms().groups();
        if (mapping != null) {
            if (!actor.may(Permission.USERS_WRITE)) {
                throw new ApiFault(403, "forbidden", "groups: giving groups needs the permission users:write.");
            }
            mapping.groups().values().forEach(ids -> ids.forEach(id -> names.known("groups", id)));
        }
        if (provider.terms().roles().isEmpty()) {
            return;
        }
        if (!actor.may(Permission.ROLES_WRITE)) {
            throw new ApiFault(403, "forbidden", "Giving roles needs the permission roles:write.");
        }
        for (String role : provider.terms().roles().values()) {
            for (Permission permission : Role.of(role).permissions()) {
                if (permission != Permission.OWN && !actor.may(permission)) {
                    throw new ApiFault(403, "forbidden", "You can't give the role " + role + ".");
                }
            }
        }
    }

    private @Nullable Object remove(ApiCall call) {
        IdentityProvider before = known(call.named("id")).orElseThrow(() -> ApiFault.notFound("site"));
        ways.external().remove(before.id());
        call.changed("identity-providers.delete", "identity-provider:" + before.id(), ProviderView.of(before), null);
        return null;
    }
}
