package dev.headgate.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that called for attention. Immutable.
 *
 * @param ruleName as it was then
 * @param value when it fired
 * @param words the value in words, when it fired
 * @param since from when it was so
 * @param resolvedAt null while it fires
 * @param told whether mail or webhooks were written
 * @param acknowledgedBy who has seen to it; empty: nobody yet
 */
public record Alert(
        long id,
        long rule,
        String ruleName,
        AlertMetric metric,
        String subject,
        Severity severity,
        long value,
        long threshold,
        String words,
        Instant since,
        Instant firedAt,
        @Nullable Instant resolvedAt,
        boolean told,
        String acknowledgedBy,
        @Nullable Instant acknowledgedAt) {}
