package dev.headgate.gateway;

import dev.headgate.http.Exchange;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a gzip answer as it passes: for its tokens while the compressed bytes themselves go to the client, or to look into a
 * refusal. Walks the member's header (RFC 1952, 2.3) and inflates through one 8 KiB window; damaged data only ends the reading.
 * Confined to its event loop.
 */
final class GzipTee {
    private static final int FIXED_HEADER = 10;
    private static final int HEADER_MAX = 64 * 1024;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final Exchange.ByteConsumer reader;
    private final Inflater inflater = new Inflater(true);
    private final byte[] window = new byte[8 * 1024];
    private final java.io.ByteArrayOutputStream header = new java.io.ByteArrayOutputStream();
    private boolean inBody;
    private boolean over;

    /** @param reader gets the plain bytes, in an array that is used again; may call {@link #end} */
    GzipTee(Exchange.ByteConsumer reader) {
        this.reader = reader;
    }

    void feed(byte[] bytes, int offset, int length) {
        if (over) {
            return;
        }
        if (inBody) {
            inflate(bytes, offset, length);
            return;
        }
        header.write(bytes, offset, length);
        byte[] start = header.toByteArray();
        int body = bodyStart(start);
        if (body >= 0) {
            inBody = true;
            header.reset();
            inflate(start, body, start.length - body);
        } else if (start.length > HEADER_MAX) {
            end();
        }
    }

    /** Where the deflate data begins, -1 while the header isn't whole. */
    private static int bodyStart(byte[] start) {
        if (start.length < FIXED_HEADER) {
            return -1;
        }
        int flags = start[3];
        int at = FIXED_HEADER;
        if ((flags & FLAG_EXTRA) != 0) {
            if (start.length < at + 2) {
                return -1;
            }
            at += 2 + (start[at] & 0xFF) + ((start[at + 1] & 0xFF) << 8);
        }
        for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
            if ((flags & flag) != 0) {
                while (at < start.length && start[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        at += (flags & FLAG_CRC) != 0 ? 2 : 0;
        return at <= start.length ? at : -1;
    }

    private void inflate(byte[] bytes, int offset, int length) {
        inflater.setInput(bytes, offset, length);
        try {
            for (int count = inflater.inflate(window); count > 0; count = over ? 0 : inflater.inflate(window)) {
                reader.accept(window, 0, count);
            }
            if (!over && inflater.finished()) {
                end();
            }
        } catch (DataFormatException e) {
            end();
        }
    }

    /** Frees the native memory. */
    void end() {
        if (!over) {
            over = true;
            inflater.end();
        }
    }
}
