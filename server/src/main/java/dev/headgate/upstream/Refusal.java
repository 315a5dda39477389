package dev.headgate.upstream;

import io.vertx.core.MultiMap;
import java.time.Instant;

/**
 * An answer of 400 or more.
 *
 * @param provider the account's provider, its word in the settings
 * @param body the beginning of its body as text, content-encoding undone
 * @param model what was asked for, by its upstream name
 */
public record Refusal(int status, String provider, MultiMap headers, String body, String model, Instant now) {}
