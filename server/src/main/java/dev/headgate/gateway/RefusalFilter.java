package dev.headgate.gateway;

import dev.headgate.base.Secret;
import dev.headgate.http.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hides the operator's credential and secret headers in a provider's refusal, whatever its size: some providers quote the key that they refuse. Each
 * byte of it becomes an asterisk, so the length stays as announced. A gzip refusal is inflated, up to {@value #PLAIN_MAX} bytes,
 * and goes on in plain; one in another encoding, which nobody asked for, can't be looked into and is withheld. Answers are never
 * searched. Confined to its event loop.
 */
final class RefusalFilter {
    /** More than any refusal says; a forged one must not inflate without end. */
    static final int PLAIN_MAX = 1 << 20;

    /** Shorter credentials would be found in ordinary words. */
    private static final int LENGTH_MIN = 8;

    private enum Kind {
        PLAIN,
        GZIP,
        UNREADABLE
    }

    private final List<byte[]> wanted;
    private final int keptBytes;
    private final Kind kind;
    private final byte[] withheld;
    private final @Nullable GzipTee gunzip;
    private Buffer plain = Buffer.buffer();
    private byte[] carry = new byte[0];
    private int inflatedBytes;

    /**
     * @param secrets what must not be seen
     * @param withheld the body to send in place of one that can't be read, as JSON
     */
    RefusalFilter(List<Secret> secrets, @Nullable String encoding, byte[] withheld) {
        this.wanted = secrets.stream()
                .map(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8))
                .filter(text -> text.length >= LENGTH_MIN)
                .toList();
        this.keptBytes = wanted.stream().mapToInt(text -> text.length - 1).max().orElse(0);
        this.withheld = withheld;
        String word = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        this.kind = switch (word) {
            case "identity", "" -> Kind.PLAIN;
            case "gzip", "x-gzip" -> Kind.GZIP;
            default -> Kind.UNREADABLE;
        };
        this.gunzip = kind == Kind.GZIP ? new GzipTee(this::inflated) : null;
    }

    /** The refusal's headers as they may be seen, true of the body that {@link #pass} makes. */
    MultiMap headers(MultiMap from) {
        MultiMap seen = HttpHeaders.headers();
        for (Map.Entry<String, String> header : from) {
            byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
            boolean quotes = mask(value);
            seen.add(header.getKey(), quotes ? new String(value, StandardCharsets.UTF_8) : header.getValue());
        }
        if (kind != Kind.PLAIN) {
            seen.remove("content-encoding").remove("content-length");
        }
        if (kind == Kind.UNREADABLE) {
            seen.set("content-type", "application/json");
        }
        return seen;
    }

    /** Takes the next bytes; returns what may go on now. */
    Buffer pass(Buffer bytes) {
        if (kind == Kind.UNREADABLE) {
            return Buffer.buffer();
        }
        if (gunzip == null) {
            return masked(bytes.getBytes());
        }
        plain = Buffer.buffer();
        Exchange.bytesOf(bytes, gunzip::feed);
        return masked(plain.getBytes());
    }

    /** The refusal is over: what was still kept. */
    Buffer end() {
        close();
        Buffer rest = Buffer.buffer(kind == Kind.UNREADABLE ? withheld : carry);
        carry = new byte[0];
        return rest;
    }

    /** Frees what reading took. */
    void close() {
        if (gunzip != null) {
            gunzip.end();
        }
    }

    private void inflated(byte[] bytes, int offset, int length) {
        int count = Math.min(length, PLAIN_MAX - inflatedBytes);
        inflatedBytes += count;
        plain.appendBytes(bytes, offset, count);
        if (inflatedBytes == PLAIN_MAX) {
            close();
        }
    }

    /** Keeps back as many bytes as could begin a credential that goes on in the next ones. */
    private Buffer masked(byte[] next) {
        byte[] all = Arrays.copyOf(carry, carry.length + next.length);
        System.arraycopy(next, 0, all, carry.length, next.length);
        mask(all);
        int passed = Math.max(0, all.length - keptBytes);
        carry = Arrays.copyOfRange(all, passed, all.length);
        return Buffer.buffer(Arrays.copyOf(all, passed));
    }

    private boolean mask(byte[] all) {
        boolean found = false;
        for (byte[] text : wanted) {
            for (int at = 0; at <= all.length - text.length; at++) {
                if (Arrays.equals(all, at, at + text.length, text, 0, text.length)) {
                    Arrays.fill(all, at, at + text.length, (byte) '*');
                    found = true;
                }
            }
        }
        return found;
    }
}
