package dev.headgate.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of one record in the making, big-endian; grows, and is used again for the next record. Not thread-safe. */
final class RecordBytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    /** The array; only the first {@link #length} bytes count, and only until the next record. */
    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** One byte. */
    void flag(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** Four bytes. */
    void count(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    /** Eight bytes. */
    void number(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    /** Four bytes of length, then UTF-8. */
    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        count(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
