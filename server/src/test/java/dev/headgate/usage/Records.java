package dev.headgate.usage;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.TokenUsage.Extras;
import dev.headgate.protocol.UsageReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Usage records of any shape, the same for the same seed. */
final class Records {
    private static final String[] TEXTS = {
        "", "gpt-4o", "claude-ü", "模型", "a\"b,c\nd", "🂡 astral", "\u0000", "x".repeat(3_000)
    };

    private Records() {}

    static UsageRecord any(long seed) {
        Random random = new Random(seed);
        Protocol[] protocols = Protocol.values();
        List<AttemptRecord> attempts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attempts.add(new AttemptRecord(
                    new AccountId(random.nextLong()),
                    text(random),
                    random.nextInt(),
                    tokens(random),
                    new Money(random.nextLong()),
                    random.nextInt()));
        }
        return new UsageRecord(
                "request " + seed,
                Instant.ofEpochMilli(random.nextLong(-1L << 50, 1L << 50)),
                new UserId(random.nextLong()),
                new KeyId(random.nextLong()),
                new GroupId(random.nextLong()),
                new AccountId(random.nextLong()),
                protocols[random.nextInt(protocols.length)],
                text(random),
                text(random),
                random.nextBoolean(),
                random.nextInt(),
                text(random),
                random.nextBoolean() ? tokens(random) : tokens(random).with(extras(random)),
                new Money(random.nextLong()),
                new Money(random.nextLong()),
                random.nextBoolean(),
                random.nextBoolean() ? null : new SubscriptionId(random.nextLong(1, Long.MAX_VALUE)),
                random.nextBoolean(),
                random.nextBoolean() ? Rating.NONE : rating(random),
                text(random),
                random.nextInt(),
                random.nextInt(),
                attempts,
                text(random));
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static TokenUsage tokens(Random random) {
        return new TokenUsage(count(random), count(random), count(random), count(random), count(random), count(random));
    }

    private static Extras extras(Random random) {
        return new Extras(
                count(random),
                count(random),
                count(random),
                count(random),
                count(random),
                count(random),
                count(random));
    }

    private static Rating rating(Random random) {
        List<UsageReport.Part> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            parts.add(new UsageReport.Part(text(random), tokens(random).with(extras(random))));
        }
        return new Rating(
                "anthropic",
                new ServiceTerms("priority", "", "us"),
                parts,
                random.nextLong(1_000_000_000L),
                1_000_000,
                random.nextLong(1_000_000_000L));
    }

    private static long count(Random random) {
        return random.nextBoolean() ? random.nextInt(100_000) : random.nextLong(Long.MAX_VALUE);
    }
}
