package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.People;
import dev.headgate.identity.ServiceTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Finds out who calls, and refuses what a foreign web page could make a browser send. Blocking. */
final class Callers {
    static final String COOKIE = "headgate_session";
    static final String CSRF_HEADER = "x-csrf-token";

    /** How old a proof of identity may be for what matters most. */
    private static final Duration PROOF_AGE_MAX = Duration.ofMinutes(10);

    private final People people;
    private final ServiceTokens tokens;
    private final InstantSource clock;

    Callers(People people, ServiceTokens tokens, InstantSource clock) {
        this.people = people;
        this.tokens = tokens;
        this.clock = clock;
    }

    InstantSource clock() {
        return clock;
    }

    /** Who sent a request. A token or cookie that isn't good makes a stranger of its sender, not an error: sign-in must work. */
    Actor of(ApiRequest request) {
        Optional<String> bearer = request.header("authorization")
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith("bearer "))
                .map(text -> text.substring("bearer ".length()).strip());
        if (bearer.isPresent()) {
            return bearer.filter(text -> text.startsWith(ServiceTokens.PREFIX))
                    .flatMap(text -> tokens.use(new Secret(text), request.address()))
                    .<Actor>map(Actor.Program::new)
                    .orElse(new Actor.Stranger());
        }
        return request.cookie(COOKIE)
                .filter(text -> text.length() <= 100)
                .flatMap(text -> people.session(new Secret(text)))
                .<Actor>map(Actor.Browser::new)
                .orElse(new Actor.Stranger());
    }

    /** Lets a call through, or says why not. */
    void check(Endpoint<?> endpoint, ApiRequest request, Actor actor) {
        if (endpoint.changes()) {
            refuseForeignPages(request, actor);
        }
        if (endpoint.permission() == null) {
            return;
        }
        if (actor instanceof Actor.Stranger) {
            throw new ApiFault(401, "unauthenticated", "Sign in first, or send a service token as a bearer token.");
        }
        if (!actor.may(endpoint.permission())) {
            throw new ApiFault(
                    403,
                    "forbidden",
                    "This needs the permission " + endpoint.permission().id() + ", which you don't have.");
        }
        if (endpoint.traits().freshProof()) {
            requireFreshProof(actor, clock.instant());
        }
    }

    /** Programs have proved who they are with their token; people have to do so again after a while. */
    static void requireFreshProof(Actor actor, Instant now) {
        if (actor instanceof Actor.Browser browser
                && now.isAfter(browser.signedIn().session().provedAt().plus(PROOF_AGE_MAX))) {
            throw new ApiFault(403, "proof_needed", "Prove who you are first (POST /api/v1/session/proof).");
        }
    }

    /** A page of another site can send cookies along, but neither read our token nor set this header, nor hide its origin. */
    private static void refuseForeignPages(ApiRequest request, Actor actor) {
        Optional<String> origin = request.header("origin");
        String host = request.headers().getOrDefault("host", "");
        if (origin.isPresent() && !origin.get().endsWith("://" + host)) {
            throw new ApiFault(403, "foreign_origin", "Requests from the pages of another site are refused.");
        }
        if (actor instanceof Actor.Browser) {
            String sent = request.header(CSRF_HEADER).orElse("");
            String expected = csrf(request.cookie(COOKIE).orElse(""));
            if (!MessageDigest.isEqual(
                    sent.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
                throw new ApiFault(
                        403, "csrf_token_needed", "Send the session's csrf_token as the header " + CSRF_HEADER + ".");
            }
        }
    }

    /** The token that a page of ours sends with each change: known to whoever knows the session's token. */
    static String csrf(String sessionToken) {
        return KeyHash.of("csrf " + sessionToken).hex();
    }
}
