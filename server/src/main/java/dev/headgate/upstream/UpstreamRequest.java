package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import dev.headgate.base.Secret;
import dev.headgate.protocol.RequestEdits;
import io.vertx.core.MultiMap;

/**
 * What is sent to a provider.
 *
 * @param secret the API key or access token that is shown to the provider
 * @param pathAndQuery with the provider's version prefix, before the account's base path is applied
 * @param headers of the client that may pass, without credentials
 * @param body must stay as it is until the call is over
 */
public record UpstreamRequest(
        Account account, Secret secret, String pathAndQuery, MultiMap headers, RequestEdits.Edited body) {}
