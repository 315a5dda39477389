package dev.headgate.bench;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.usage.AttemptRecord;
import dev.headgate.usage.Rating;
import dev.headgate.usage.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Finished calls of a made-up but plausible company: 500 users with 750 keys, 10 groups, 40 accounts, 12 models. */
final class Calls {
    private static final String[] MODELS = {
        "claude-sonnet-4-6",
        "claude-opus-4-8",
        "claude-haiku-4-5",
        "gpt-5.4",
        "gpt-5-mini",
        "gpt-5-nano",
        "gpt-4o",
        "gemini-2.5-pro",
        "gemini-2.5-flash",
        "gemini-3-flash-preview",
        "o4-mini",
        "text-embedding-3-large"
    };
    private static final int USERS = 500;
    private static final int ACCOUNTS = 40;
    private static final int GROUPS = 10;

    private final SplittableRandom random;
    private long sequence;

    Calls(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next call, arrived at {@code at}. One in twenty has a failed attempt before it. */
    UsageRecord next(Instant at) {
        long user = 1L + random.nextInt(random.nextInt(1, USERS)); // few use most
        long key = user % 2 == 0 ? user * 10 + random.nextInt(2) : user * 10;
        long group = user % GROUPS;
        String model = MODELS[random.nextInt(random.nextInt(1, MODELS.length + 1))];
        long account = 1 + (group * 4 + random.nextInt(4)) % ACCOUNTS;
        TokenUsage used = new TokenUsage(
                random.nextInt(4_000), random.nextInt(1_500), random.nextInt(30_000), random.nextInt(500), 0, 100);
        Money list = new Money(random.nextInt(90_000_000));
        List<AttemptRecord> attempts = new ArrayList<>(2);
        if (random.nextInt(20) == 0) {
            attempts.add(new AttemptRecord(
                    new AccountId(1 + account % ACCOUNTS),
                    "upstream_rate_limited",
                    429,
                    TokenUsage.NONE,
                    Money.ZERO,
                    80));
        }
        attempts.add(new AttemptRecord(new AccountId(account), "success", 200, used, list, 2_300));
        return new UsageRecord(
                id(at.toEpochMilli()),
                at,
                new UserId(user),
                new KeyId(key),
                new GroupId(group),
                new AccountId(account),
                Protocol.ANTHROPIC_MESSAGES,
                model,
                model,
                true,
                200,
                "",
                used,
                list,
                list,
                true,
                null,
                false,
                new Rating("anthropic", ServiceTerms.tier("standard"), List.of(), 1_000_000, 1_000_000, 1_000_000),
                "2026-08-01/litellm",
                420,
                2_300,
                attempts,
                "{\"attempts\":[{\"account\":\"account-" + account + "\",\"outcome\":\"success\",\"ms\":2300}]}");
    }

    /** A UUIDv7 of that millisecond. */
    private String id(long millis) {
        sequence++;
        return String.format(
                Locale.ROOT,
                "%08x-%04x-7%03x-8%03x-%012x",
                millis >>> 16,
                millis & 0xFFFF,
                sequence & 0xFFF,
                random.nextInt(0x1000),
                random.nextLong(1L << 48));
    }
}
