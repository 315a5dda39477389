package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import io.vertx.core.MultiMap;

/**
 * What is sent to a provider.
 *
 * @param pathAndQuery with the provider's version prefix, before the account's base path is applied
 * @param headers of the client that may pass, without credentials
 * @param body only the first {@code length} bytes count
 */
public record UpstreamRequest(Account account, String pathAndQuery, MultiMap headers, byte[] body, int length) {}
