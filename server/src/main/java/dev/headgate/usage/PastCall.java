package dev.headgate.usage;

import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import java.time.Instant;

/**
 * What is needed of an answered call to play it again.
 *
 * @param createdAt when it came
 * @param conversation tells its conversation from others, 0 where nothing tells
 * @param promptTokens all of its prompt, those from a cache included
 * @param firstByteMillis -1 when unknown
 */
public record PastCall(
        Instant createdAt,
        UserId user,
        Protocol protocol,
        String model,
        long conversation,
        long promptTokens,
        long cachedTokens,
        long outputTokens,
        int firstByteMillis,
        int durationMillis) {}
