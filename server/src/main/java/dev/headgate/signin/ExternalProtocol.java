package dev.headgate.signin;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;

/** How a site is asked who somebody is. Blocks. */
interface ExternalProtocol {
    /**
     * One sign-in.
     *
     * @param redirect where the site sends the browser back to
     * @param state comes back with it
     * @param nonce comes back inside the token
     * @param verifier proves that who changes the code is who began
     */
    record Run(URI redirect, String state, Nonce nonce, CodeVerifier verifier) {}

    /** Where to send the browser. */
    URI begin(IdentityProvider provider, Run run) throws ExternalFailure;

    /** Changes the code for what the site says of its user. */
    ExternalProfile finish(IdentityProvider provider, Run run, String code) throws ExternalFailure;
}
