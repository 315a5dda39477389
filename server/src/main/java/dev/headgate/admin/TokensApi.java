package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.identity.ServiceToken;
import dev.headgate.identity.ServiceTokens;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Service tokens: programs that call this API. */
final class TokensApi {
    private final ServiceTokens tokens;

    TokensApi(ServiceTokens tokens) {
        this.tokens = tokens;
    }

    record NewToken(
            @Doc("unique") String name,

            @Doc("what it may do; nobody can give more than they have")
            List<String> permissions,

            @Doc("addresses or CIDR ranges it may call from; absent = from anywhere") @Nullable
            List<String> networks,

            @Doc("absent = never") @Nullable Instant expiresAt) {}

    record TokenChange(boolean enabled) {}

    record TokenView(
            String id,
            String name,
            List<String> permissions,
            List<String> networks,
            String createdBy,
            Instant createdAt,
            @Nullable Instant usedAt,
            @Nullable Instant expiresAt,
            boolean enabled) {}

    record MadeToken(TokenView token, @Doc("shown once") String text) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/service-tokens", "service-tokens.list", "All service tokens, the newest first")
                        .needs(Permission.TOKENS_READ)
                        .givesPage(TokenView.class)
                        .by(call -> new AdminApi.Page<>(
                                tokens.list().stream().map(TokensApi::view).toList(), null)),
                Endpoint.post(
                                "/service-tokens",
                                "service-tokens.create",
                                "Make a service token; its text is shown once")
                        .needs(Permission.TOKENS_WRITE)
                        .freshProof()
                        .secretOnce()
                        .gives(MadeToken.class)
                        .with(NewToken.class, this::make),
                Endpoint.patch("/service-tokens/{id}", "service-tokens.change", "Let a service token be used or not")
                        .needs(Permission.TOKENS_WRITE)
                        .with(TokenChange.class, this::change),
                Endpoint.delete("/service-tokens/{id}", "service-tokens.delete", "Remove a service token")
                        .needs(Permission.TOKENS_WRITE)
                        .by(this::remove));
    }

    private static TokenView view(ServiceToken token) {
        return new TokenView(
                Long.toString(token.id()),
                token.name(),
                token.permissions().stream().map(Permission::id).sorted().toList(),
                token.networks(),
                token.createdBy(),
                token.createdAt(),
                token.usedAt(),
                token.expiresAt(),
                token.enabled());
    }

    private @Nullable Object make(ApiCall call, NewToken input) {
        var permissions = input.permissions().stream().map(Permission::of).collect(Collectors.toSet());
        for (Permission permission : permissions) {
            if (!call.actor().may(permission)) {
                throw new ApiFault(
                        403, "forbidden", "You can't give the permission " + permission.id() + ": you lack it.");
            }
        }
        ServiceTokens.Made made = tokens.make(new ServiceTokens.Wish(
                input.name(),
                permissions,
                input.networks() == null ? List.of() : input.networks(),
                input.expiresAt(),
                call.actor().name()));
        TokenView view = view(made.token());
        call.changed("service-tokens.create", "service-token:" + view.id(), null, view);
        return new MadeToken(view, made.text().reveal());
    }

    private @Nullable Object change(ApiCall call, TokenChange input) {
        ServiceToken before =
                tokens.enable(call.id(), input.enabled()).orElseThrow(() -> ApiFault.notFound("service token"));
        call.changed("service-tokens.change", "service-token:" + call.id(), view(before), input);
        return null;
    }

    private @Nullable Object remove(ApiCall call) {
        ServiceToken before = tokens.remove(call.id()).orElseThrow(() -> ApiFault.notFound("service token"));
        call.changed("service-tokens.delete", "service-token:" + call.id(), view(before), null);
        return null;
    }
}
