package dev.headgate.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.headgate.accounts.Credential.Grant;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.base.AccountId;
import dev.headgate.base.Secret;
import dev.headgate.base.Ticker;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs an operator in to a provider for an account: by the browser (authorization code with PKCE, RFC 7636) or by a code typed
 * on another device (RFC 8628). What has begun is remembered for ten minutes, in this process. Blocks; thread-safe.
 */
public final class SignIns {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int BEGUN_MAX = 1_000;

    private final Accounts accounts;
    private final AccessTokens tokens;
    private final Egress egress;
    private final SecureRandom random;
    private final Cache<String, Begun> begun;

    public SignIns(Accounts accounts, AccessTokens tokens, Egress egress, SecureRandom random, Ticker ticker) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.egress = egress;
        this.random = random;
        this.begun = Caffeine.newBuilder()
                .maximumSize(BEGUN_MAX)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker::nanos)
                .build();
    }

    private sealed interface Begun {}

    private record ByCode(AccountId account, URI redirect, CodeVerifier verifier) implements Begun {}

    private record ByDevice(AccountId account, DeviceCode code) implements Begun {}

    /**
     * A sign-in by the browser that has begun.
     *
     * @param url where the browser goes
     * @param state comes back with the code; only who has it can finish
     */
    public record CodeStart(URI url, String state) {}

    /**
     * A sign-in by device that has begun.
     *
     * @param handle to poll with
     * @param userCode what to type at {@code verification}
     * @param interval shortest time between two polls
     */
    public record DeviceStart(String handle, String userCode, URI verification, Duration interval, Duration lifetime) {}

    /** How a device sign-in stands. */
    public enum DeviceState {
        PENDING,
        /** Poll less often: five seconds more between two polls (RFC 8628, 3.5). */
        SLOW_DOWN,
        DONE
    }

    /** Begins a sign-in by the browser. {@code redirect} must be registered with the provider. */
    public CodeStart startCode(AccountId id, URI redirect) {
        OAuth oauth = oauth(id, Grant.AUTHORIZATION_CODE);
        OAuthClient client = oauth.client();
        byte[] noise = new byte[32];
        random.nextBytes(noise);
        CodeVerifier verifier =
                new CodeVerifier(Base64.getUrlEncoder().withoutPadding().encodeToString(noise));
        String state = handle();
        URI url = new AuthorizationRequest.Builder(new ResponseType(ResponseType.Value.CODE), new ClientID(client.id()))
                .endpointURI(Objects.requireNonNull(client.authorizationUrl()))
                .redirectionURI(redirect)
                .scope(scope(client))
                .state(new State(state))
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        begun.put(state, new ByCode(id, redirect, verifier));
        return new CodeStart(url, state);
    }

    /**
     * Finishes a sign-in by the browser with what came back.
     *
     * @throws IllegalArgumentException when the state is unknown, used or over
     * @throws TokenFailure in the provider's words
     */
    public AccountId finishCode(String state, String code) {
        if (!(begun.asMap().remove(state) instanceof ByCode begin)) {
            throw new IllegalArgumentException(
                    "state: unknown or over (expected: that of a sign-in begun within 10 minutes)");
        }
        OAuth oauth = oauth(begin.account(), Grant.AUTHORIZATION_CODE);
        Account account = account(begin.account());
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(new AuthorizationCode(code), begin.redirect(), begin.verifier());
        tokens.signedIn(account, tokens.endpoint().first(account, oauth, grant));
        return begin.account();
    }

    /** Begins a sign-in by device. */
    public DeviceStart startDevice(AccountId id) {
        OAuth oauth = oauth(id, Grant.DEVICE_CODE);
        OAuthClient client = oauth.client();
        URI endpoint = Objects.requireNonNull(client.deviceUrl());
        ClientID clientId = new ClientID(client.id());
        Secret secret = client.secret();
        DeviceAuthorizationRequest request = secret == null
                ? new DeviceAuthorizationRequest(endpoint, clientId, scope(client))
                : new DeviceAuthorizationRequest(
                        endpoint,
                        new ClientSecretBasic(clientId, new com.nimbusds.oauth2.sdk.auth.Secret(secret.reveal())),
                        scope(client),
                        null);
        try {
            DeviceAuthorizationResponse answer =
                    DeviceAuthorizationResponse.parse(request.toHTTPRequest().send(egress.through(account(id))));
            if (!answer.indicatesSuccess()) {
                throw new TokenFailure(
                        true, String.valueOf(answer.toErrorResponse().getErrorObject()));
            }
            DeviceAuthorizationSuccessResponse good = answer.toSuccessResponse();
            String handle = handle();
            begun.put(handle, new ByDevice(id, good.getDeviceCode()));
            URI complete = good.getVerificationURIComplete();
            return new DeviceStart(
                    handle,
                    good.getUserCode().getValue(),
                    complete == null ? good.getVerificationURI() : complete,
                    Duration.ofSeconds(good.getInterval()),
                    Duration.ofSeconds(good.getLifetime()));
        } catch (IOException | ParseException e) {
            throw new TokenFailure(false, "the device endpoint could not be asked: " + e.getMessage());
        }
    }

    /**
     * Looks whether the code was typed.
     *
     * @throws TokenFailure when the sign-in was denied or is over, in the provider's words
     */
    public DeviceState pollDevice(String handle) {
        if (!(begun.getIfPresent(handle) instanceof ByDevice begin)) {
            throw new IllegalArgumentException(
                    "handle: unknown or over (expected: that of a sign-in begun within 10 minutes)");
        }
        OAuth oauth = oauth(begin.account(), Grant.DEVICE_CODE);
        Account account = account(begin.account());
        try {
            tokens.signedIn(account, tokens.endpoint().first(account, oauth, new DeviceCodeGrant(begin.code())));
        } catch (TokenFailure e) {
            String words = String.valueOf(e.getMessage());
            if (words.startsWith("authorization_pending")) {
                return DeviceState.PENDING;
            }
            if (words.startsWith("slow_down")) {
                return DeviceState.SLOW_DOWN;
            }
            begun.invalidate(handle);
            throw e;
        }
        begun.invalidate(handle);
        return DeviceState.DONE;
    }

    private static @Nullable Scope scope(OAuthClient client) {
        return client.scopes().isEmpty() ? null : new Scope(client.scopes().toArray(new String[0]));
    }

    private String handle() {
        byte[] noise = new byte[32];
        random.nextBytes(noise);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
    }

    private Account account(AccountId id) {
        return accounts.directory()
                .account(id)
                .orElseThrow(
                        () -> new IllegalArgumentException("account: " + id.value() + " (expected: a known account)"));
    }

    private OAuth oauth(AccountId id, Grant grant) {
        Account account = account(id);
        if (account.credential() instanceof OAuth oauth && oauth.grant() == grant) {
            return oauth;
        }
        throw new IllegalArgumentException("account " + account.name() + ": credential "
                + account.credential().type() + " (expected: oauth with the grant " + grant + ")");
    }
}
