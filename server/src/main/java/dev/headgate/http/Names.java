package dev.headgate.http;

import io.vertx.core.http.HttpHeaders;

/**
 * Names of headers that every request is asked for or told, with their hashes: a look-up by plain text would make the hash anew
 * each time, some fifty times a request. What Vert.x has already stands in {@link HttpHeaders}.
 */
public final class Names {
    public static final CharSequence API_KEY = HttpHeaders.createOptimized("x-api-key");
    public static final CharSequence GOOGLE_KEY = HttpHeaders.createOptimized("x-goog-api-key");
    public static final CharSequence ANTHROPIC_VERSION = HttpHeaders.createOptimized("anthropic-version");
    public static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    public static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");

    private Names() {}
}
