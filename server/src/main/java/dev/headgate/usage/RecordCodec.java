package dev.headgate.usage;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal's binary form of a {@link UsageRecord}. The first byte is the version; old versions stay readable. */
final class RecordCodec {
    private static final int VERSION = 3;

    /** Bytes of a request id; a UUID has 36. */
    private static final int REQUEST_ID_MAX = 64;

    private RecordCodec() {}

    static byte[] encode(UsageRecord record) {
        RecordBytes out = new RecordBytes();
        encode(record, out);
        return out.copy();
    }

    /** Writes the record into {@code out}, which is emptied first. */
    static void encode(UsageRecord record, RecordBytes out) {
        out.clear();
        out.flag(VERSION);
        out.text(record.requestId());
        out.number(record.createdAt().toEpochMilli());
        out.number(record.user().value());
        out.number(record.key().value());
        out.number(record.group().value());
        out.number(record.account().value());
        out.text(record.protocol().id());
        out.text(record.model());
        out.text(record.upstreamModel());
        out.flag(record.stream() ? 1 : 0);
        out.count(record.status());
        out.text(record.errorCode());
        tokens(out, record.tokens());
        out.number(record.listCost().nanos());
        out.number(record.charged().nanos());
        out.flag(record.fromBalance() ? 1 : 0);
        SubscriptionId subscription = record.subscription();
        out.number(subscription == null ? 0 : subscription.value());
        out.flag(record.estimated() ? 1 : 0);
        out.text(record.priceVersion());
        out.count(record.firstByteMillis());
        out.count(record.durationMillis());
        List<AttemptRecord> attempts = record.attempts();
        out.count(attempts.size());
        for (int i = 0; i < attempts.size(); i++) {
            AttemptRecord attempt = attempts.get(i);
            out.number(attempt.account().value());
            out.text(attempt.outcome());
            out.count(attempt.status());
            tokens(out, attempt.tokens());
            out.number(attempt.upstreamCost().nanos());
            out.count(attempt.durationMillis());
        }
        out.text(record.trace());
        out.text(record.rating().text(record.tokens().extras()));
    }

    /** Whether a record could start here: a quick look, for whoever searches for one; says yes to all that are one. */
    static boolean mayStart(byte[] bytes, int at, int length) {
        if (length < 5 || bytes[at] < 1 || bytes[at] > VERSION) {
            return false;
        }
        int idLength = ByteBuffer.wrap(bytes, at + 1, 4).getInt();
        return idLength > 0 && idLength <= REQUEST_ID_MAX && idLength <= length - 5;
    }

    /** @throws IOException when the bytes aren't a whole record of a known version */
    static UsageRecord decode(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int version = Byte.toUnsignedInt(in.get());
            if (version < 1 || version > VERSION) {
                throw new IOException("journal record: version " + version + " (expected: 1 - " + VERSION + ")");
            }
            String requestId = text(in);
            Instant createdAt = Instant.ofEpochMilli(in.getLong());
            UserId user = new UserId(in.getLong());
            KeyId key = new KeyId(in.getLong());
            GroupId group = new GroupId(in.getLong());
            AccountId account = new AccountId(in.getLong());
            Protocol protocol = Protocol.of(text(in));
            String model = text(in);
            String upstreamModel = text(in);
            boolean stream = flag(in);
            int status = in.getInt();
            String errorCode = text(in);
            TokenUsage tokens = tokens(in);
            Money listCost = new Money(in.getLong());
            Money charged = new Money(in.getLong());
            boolean fromBalance = flag(in);
            SubscriptionId subscription = version < 2 ? null : subscription(in.getLong());
            boolean estimated = flag(in);
            String priceVersion = text(in);
            int firstByteMillis = in.getInt();
            int durationMillis = in.getInt();
            List<AttemptRecord> attempts = attempts(in);
            String trace = text(in);
            Rating.Read rated = Rating.parse(version < 3 ? "" : text(in));
            return new UsageRecord(
                    requestId,
                    createdAt,
                    user,
                    key,
                    group,
                    account,
                    protocol,
                    model,
                    upstreamModel,
                    stream,
                    status,
                    errorCode,
                    tokens.with(rated.extras()),
                    listCost,
                    charged,
                    fromBalance,
                    subscription,
                    estimated,
                    rated.rating(),
                    priceVersion,
                    firstByteMillis,
                    durationMillis,
                    attempts,
                    trace);
        } catch (BufferUnderflowException e) {
            throw new IOException("journal record: ends after " + bytes.length + " bytes, within a field", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("journal record: " + e.getMessage(), e);
        }
    }

    private static boolean flag(ByteBuffer in) {
        return in.get() != 0;
    }

    private static @Nullable SubscriptionId subscription(long id) {
        return id == 0 ? null : new SubscriptionId(id);
    }

    private static List<AttemptRecord> attempts(ByteBuffer in) throws IOException {
        int count = in.getInt();
        List<AttemptRecord> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(new AttemptRecord(
                    new AccountId(in.getLong()),
                    text(in),
                    in.getInt(),
                    tokens(in),
                    new Money(in.getLong()),
                    in.getInt()));
        }
        return attempts;
    }

    private static void tokens(RecordBytes out, TokenUsage tokens) {
        out.number(tokens.input());
        out.number(tokens.output());
        out.number(tokens.cacheRead());
        out.number(tokens.cacheWrite5m());
        out.number(tokens.cacheWrite1h());
        out.number(tokens.reasoning());
    }

    private static TokenUsage tokens(ByteBuffer in) {
        return new TokenUsage(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    private static String text(ByteBuffer in) throws IOException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new EOFException(
                    "journal record: a text of " + length + " bytes where " + in.remaining() + " are left");
        }
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
