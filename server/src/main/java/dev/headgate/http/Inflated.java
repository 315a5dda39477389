package dev.headgate.http;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Inflates a gzip request body. Its plain bytes are taken from the {@link RequestMemory} before there is room for them, so that many
 * small bodies that inflate to large ones can't exhaust the heap together. Blocks: for worker threads.
 */
final class Inflated {
    private static final int FIRST_CAPACITY = 32 * 1024;

    private final BodyReader.Limits limits;
    private byte[] plain = new byte[0];
    private int length;
    private long taken;

    private Inflated(BodyReader.Limits limits) {
        this.limits = limits;
    }

    /**
     * The plain body. Gives up as soon as a limit is passed, so a compression bomb costs no more than that.
     *
     * @throws GatewayException when it isn't gzip, too large, or there is no memory for it; then none is kept
     */
    static RequestBody of(byte[] gzip, int gzipLength, BodyReader.Limits limits) {
        Inflated inflated = new Inflated(limits);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip, 0, gzipLength), 16 * 1024)) {
            inflated.read(in);
            return new RequestBody(limits.memory(), inflated.plain, inflated.length, inflated.taken);
        } catch (IOException e) {
            limits.memory().giveBack(inflated.taken);
            throw new GatewayException(
                    ErrorCode.INVALID_REQUEST, "request body: not valid gzip, though content-encoding says so");
        } catch (RuntimeException | Error e) {
            limits.memory().giveBack(inflated.taken);
            throw e;
        }
    }

    private void read(GZIPInputStream in) throws IOException {
        while (true) {
            if (length == plain.length) {
                grow();
            }
            int count = in.read(plain, length, plain.length - length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        if (length > limits.maxBytes()) {
            throw tooLarge();
        }
    }

    /** Makes room, for at most one byte more than a body may have: that one tells that it has too many. */
    private void grow() {
        long most = Math.min(limits.maxBytes() + 1, Integer.MAX_VALUE - 8);
        if (plain.length >= most) {
            throw tooLarge();
        }
        int capacity = (int) Math.min(most, Math.max(FIRST_CAPACITY, 2L * plain.length));
        if (!limits.memory().take(capacity - plain.length)) {
            throw BodyReader.noMemory();
        }
        taken += capacity - plain.length;
        plain = Arrays.copyOf(plain, capacity);
    }

    private GatewayException tooLarge() {
        return new GatewayException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "request body: more than " + limits.maxBytes() + " bytes after inflating (expected: at most "
                        + limits.maxBytes() + ")");
    }
}
