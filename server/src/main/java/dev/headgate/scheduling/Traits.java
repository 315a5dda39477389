package dev.headgate.scheduling;

import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import java.time.Duration;

/**
 * By what a request can be known to belong somewhere.
 *
 * @param session the client's word for its session, empty when it has none
 * @param previousResponse the answer that it continues, empty when it has none
 * @param cachedContent a cache made before, empty when it has none
 * @param cacheLife how long its provider keeps a cache that nobody reads
 */
public record Traits(
        GroupId group,
        UserId user,
        String model,
        String session,
        String previousResponse,
        String cachedContent,
        Duration cacheLife) {}
