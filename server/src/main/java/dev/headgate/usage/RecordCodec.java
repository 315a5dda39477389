package dev.headgate.usage;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            text(out, record.requestId());
            out.writeLong(record.createdAt().toEpochMilli());
            out.writeLong(record.user().value());
            out.writeLong(record.key().value());
            out.writeLong(record.group().value());
            out.writeLong(record.account().value());
            text(out, record.protocol().id());
            text(out, record.model());
            text(out, record.upstreamModel());
            out.writeBoolean(record.stream());
            out.writeInt(record.status());
            text(out, record.errorCode());
            tokens(out, record.tokens());
            out.writeLong(record.listCost().nanos());
            out.writeLong(record.charged().nanos());
            out.writeBoolean(record.fromBalance());
            SubscriptionId subscription = record.subscription();
            out.writeLong(subscription == null ? 0 : subscription.value());
            out.writeBoolean(record.estimated());
            text(out, record.priceVersion());
            out.writeInt(record.firstByteMillis());
            out.writeInt(record.durationMillis());
            out.writeInt(record.attempts().size());
            for (AttemptRecord attempt : record.attempts()) {
                out.writeLong(attempt.account().value());
                text(out, attempt.outcome());
                out.writeInt(attempt.status());
                tokens(out, attempt.tokens());
                out.writeLong(attempt.upstreamCost().nanos());
                out.writeInt(attempt.durationMillis());
            }
            text(out, record.trace());
            text(out, record.rating().text(record.tokens().extras()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version < 1 || version > VERSION) {
                throw new IOException("journal record: version " + version + " (expected: 1 - " + VERSION + ")");
            }
            String requestId = text(in);
            Instant createdAt = Instant.ofEpochMilli(in.readLong());
            UserId user = new UserId(in.readLong());
            KeyId key = new KeyId(in.readLong());
            GroupId group = new GroupId(in.readLong());
            AccountId account = new AccountId(in.readLong());
            Protocol protocol = Protocol.of(text(in));
            String model = text(in);
            String upstreamModel = text(in);
            boolean stream = in.readBoolean();
            int status = in.readInt();
            String errorCode = text(in);
            TokenUsage tokens = tokens(in);
            Money listCost = new Money(in.readLong());
            Money charged = new Money(in.readLong());
            boolean fromBalance = in.readBoolean();
            SubscriptionId subscription = version < 2 ? null : subscription(in.readLong());
            boolean estimated = in.readBoolean();
            String priceVersion = text(in);
            int firstByteMillis = in.readInt();
            int durationMillis = in.readInt();
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
        } catch (IllegalArgumentException e) {
            throw new IOException("journal record: " + e.getMessage(), e);
        }
    }

    private static @Nullable SubscriptionId subscription(long id) {
        return id == 0 ? null : new SubscriptionId(id);
    }

    private static List<AttemptRecord> attempts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<AttemptRecord> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(new AttemptRecord(
                    new AccountId(in.readLong()),
                    text(in),
                    in.readInt(),
                    tokens(in),
                    new Money(in.readLong()),
                    in.readInt()));
        }
        return attempts;
    }

    private static void tokens(DataOutputStream out, TokenUsage tokens) throws IOException {
        out.writeLong(tokens.input());
        out.writeLong(tokens.output());
        out.writeLong(tokens.cacheRead());
        out.writeLong(tokens.cacheWrite5m());
        out.writeLong(tokens.cacheWrite1h());
        out.writeLong(tokens.reasoning());
    }

    private static TokenUsage tokens(DataInputStream in) throws IOException {
        return new TokenUsage(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException(
                    "journal record: a text of " + length + " bytes where " + in.available() + " are left");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
