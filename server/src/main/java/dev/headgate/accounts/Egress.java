package dev.headgate.accounts;

import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;

/** Sends token requests the way an account's calls go: through its proxy, to addresses that it may reach. */
@FunctionalInterface
public interface Egress {
    /** Sends for this account; blocks. */
    HTTPRequestSender through(Account account);
}
