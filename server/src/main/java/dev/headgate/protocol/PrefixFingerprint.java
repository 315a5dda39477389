package dev.headgate.protocol;

import dev.headgate.base.Fingerprint;
import dev.headgate.base.PrefixChain;
import dev.headgate.protocol.RequestHead.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fingerprints the cacheable beginning of a request: tools, then instructions, then each message. */
public final class PrefixFingerprint {
    /*
     * Idea: one running hash over the parts in the order in which providers cache them; its value after the shared part and after
     *     each message is one link of the chain. The bytes are hashed where they lie, without white space and commas outside of
     *     strings, and without `cache_control`: clients move that mark from message to message, and a client that prints its
     *     JSON otherwise next time still has the same prompt.
     *
     * Cost: O(bytes). Inside strings eight bytes a step: x = rotl((x ^ word) * K, 29); measured in PrefixBenchmark.
     *     No copies; the chain takes 12 bytes a message.
     *
     * Error: 64 bits. Two different beginnings among a million collide with a chance of 3e-8; a collision costs a cache miss, since
     *     a fingerprint only says where a cache may be warm. Not for secrets.
     *
     * Limits: the body must be valid JSON (RequestScanner has seen to it). Escapes are hashed as written, so "é" and "\u00e9" differ.
     */
    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
    private static final long K = 0x9E37_79B9_7F4A_7C15L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final byte[] CACHE_CONTROL =
            "\"cache_control\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED =
            "\"encrypted_content\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] HOUR = "\"1h\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final byte[] body;
    private long state = K;
    private int counted;
    private boolean longLived;
    private long sealed;
    private long[] hashes = new long[16];
    private int[] bytes = new int[16];
    private int links;

    private PrefixFingerprint(byte[] body) {
        this.body = body;
    }

    /** The chain of a request's body; empty where the request has no prompt. */
    public static PrefixChain of(byte[] body, RequestHead head) {
        PromptParts parts = head.prompt();
        if (parts.conversation() == null && parts.instructions() == null) {
            return PrefixChain.NONE;
        }
        return new PrefixFingerprint(body).chain(parts);
    }

    private PrefixChain chain(PromptParts parts) {
        if (parts.tools() != null || parts.instructions() != null) {
            part(parts.tools());
            part(parts.instructions());
            link();
        }
        Span conversation = parts.conversation();
        if (conversation != null) {
            if (body[conversation.start()] == '[') {
                elements(conversation);
            } else {
                part(conversation);
                link();
            }
        }
        // Chat's instructions are its first message
        int opening = Math.min(Math.max(0, links - 1), parts.instructions() == null && parts.tools() != null ? 2 : 1);
        return new PrefixChain(Arrays.copyOf(hashes, links), Arrays.copyOf(bytes, links), longLived, opening, sealed);
    }

    private void part(@Nullable Span span) {
        mix(0x1F); // an absent part differs from one moved into the next place
        if (span != null) {
            int at = span.start();
            while (at < span.end()) {
                at = token(at, span.end());
            }
            counted += span.end() - span.start();
        }
    }

    /** Each element of the array is one link. */
    private void elements(Span array) {
        mix(0x1E);
        int depth = 0;
        int from = array.start() + 1;
        int at = from;
        int end = array.end() - 1;
        while (at < end) {
            byte b = body[at];
            depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
            boolean scalar = depth == 0 && b != ',' && b > ' ' && b != '}' && b != ']';
            at = token(at, end);
            if (depth == 0 && (b == '}' || b == ']' || scalar && lastOfScalar(at, end))) {
                counted += at - from;
                from = at;
                link();
            }
        }
    }

    private boolean lastOfScalar(int at, int end) {
        return at >= end || body[at] == ',' || body[at] <= ' ';
    }

    private void link() {
        if (links == hashes.length) {
            hashes = Arrays.copyOf(hashes, links * 2);
            bytes = Arrays.copyOf(bytes, links * 2);
        }
        hashes[links] = Fingerprint.mix(state);
        bytes[links++] = counted;
    }

    /** Hashes the string or single byte at {@code at} and returns where the next one begins. */
    private int token(int at, int end) {
        byte b = body[at];
        if (b == '"') {
            if (isName(CACHE_CONTROL, at, end)) {
                return skipMember(at + CACHE_CONTROL.length, end);
            }
            if (isName(ENCRYPTED, at, end)) {
                noteSealed(at + ENCRYPTED.length, end);
            }
            return string(at + 1);
        }
        if (b > ' ' && b != ',') {
            mix(b);
            if (b >= '0' && b <= '9' && at + 1 < end && endsNumber(body[at + 1])) {
                mix(','); // keeps numbers apart: [1,2] is not [12]
            }
        }
        return at + 1;
    }

    private static boolean endsNumber(byte next) {
        return next == ',' || next == '}' || next == ']' || next <= ' ';
    }

    /** Hashes a string from its first character to its closing quote, and returns the place after that. */
    private int string(int from) {
        long x = state;
        int at = from;
        while (true) {
            while (at + 8 <= body.length) {
                long word = (long) LONGS.get(body, at);
                if ((holds(word, '"') | holds(word, '\\')) != 0) {
                    break;
                }
                x = Long.rotateLeft((x ^ word) * K, 29);
                at += 8;
            }
            int blockEnd = Math.min(at + 8, body.length);
            while (at < blockEnd) {
                byte b = body[at++];
                x = Long.rotateLeft((x ^ b) * K, 29);
                if (b == '"') {
                    state = x;
                    return at;
                }
                if (b == '\\') {
                    x = Long.rotateLeft((x ^ body[at++]) * K, 29);
                    break;
                }
            }
        }
    }

    /** Not zero when one of the eight bytes is {@code wanted}. */
    private static long holds(long word, int wanted) {
        long zeroWhere = word ^ wanted * ONES;
        return zeroWhere - ONES & ~zeroWhere & HIGHS;
    }

    /** Whether the member name {@code name}, with its quotes, stands at {@code at}. */
    private boolean isName(byte[] name, int at, int end) {
        int length = name.length;
        if (at + length >= end || body[at + length - 1] != '"' || body[at + 1] != name[1]) {
            return false;
        }
        if (!Arrays.equals(body, at, at + length, name, 0, length)) {
            return false;
        }
        int next = at + length;
        while (next < end && body[next] <= ' ') {
            next++;
        }
        return next < end && body[next] == ':';
    }

    /** Remembers the beginning of an encrypted item: the string after the colon at or after {@code from}. */
    private void noteSealed(int from, int end) {
        int at = from;
        while (at < end && (body[at] == ':' || body[at] <= ' ')) {
            at++;
        }
        if (at < end && body[at] == '"') {
            int stop = Math.min(closingQuote(at), at + 1 + AnswerLinks.SEALED_CHARS);
            sealed = Fingerprint.of(new String(body, at + 1, stop - at - 1, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** Steps over a member's colon and value, noting a wish for an hour. */
    private int skipMember(int from, int end) {
        int depth = 0;
        int at = from;
        while (at < end) {
            byte b = body[at];
            if (b == '"') {
                int close = closingQuote(at);
                longLived |= close - at + 1 == HOUR.length && Arrays.equals(body, at, close + 1, HOUR, 0, HOUR.length);
                at = close + 1;
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                if (depth == 0) {
                    return at;
                }
                depth--;
            } else if (b == ',' && depth == 0) {
                return at;
            }
            at++;
        }
        return at;
    }

    private int closingQuote(int open) {
        int at = open + 1;
        while (body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private void mix(int value) {
        state = Long.rotateLeft((state ^ value) * K, 29);
    }
}
