package dev.headgate.signin;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.headgate.signin.ExternalFailure.Why;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The way to other sites.
 *
 * @param sender lets nobody be reached but whom the operator allows, and follows no redirect
 * @param plainAllowed whether http will do, as in a test or the operator's own network
 */
public record WebAccess(HTTPRequestSender sender, boolean plainAllowed) {
    /** Reads a page; {@code token} goes along as bearer token. */
    HTTPResponse get(URI uri, @Nullable String token) throws ExternalFailure {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, checked(uri));
        request.setHeader("user-agent", "headgate");
        if (token != null) {
            request.setAuthorization("Bearer " + token);
        }
        HTTPResponse answer = send(request);
        if (answer.getStatusCode() != 200) {
            throw new ExternalFailure(
                    Why.NOT_PROVED, uri.getHost() + uri.getPath() + " answered HTTP " + answer.getStatusCode());
        }
        return answer;
    }

    HTTPResponse send(HTTPRequest request) throws ExternalFailure {
        URI uri = checked(request.getURI());
        try {
            return request.send(sender);
        } catch (IOException e) {
            throw new ExternalFailure(Why.NOT_PROVED, uri.getHost() + " could not be asked: " + e.getMessage());
        }
    }

    URI checked(@Nullable URI uri) throws ExternalFailure {
        if (uri == null || !("https".equals(uri.getScheme()) || plainAllowed && "http".equals(uri.getScheme()))) {
            throw new ExternalFailure(Why.NOT_PROVED, "address: " + uri + " (expected: one with https)");
        }
        return uri;
    }
}
