package dev.headgate.http;

/**
 * A request body in memory, held once. The array may be longer than the body. Release gives its share of the
 * {@link RequestMemory} back; the bytes must not be read after that.
 */
public final class RequestBody {
    private static final byte[] NONE = {};

    private final RequestMemory memory;
    private byte[] bytes;
    private final int length;
    private long taken;

    RequestBody(RequestMemory memory, byte[] bytes, int length, long taken) {
        this.memory = memory;
        this.bytes = bytes;
        this.length = length;
        this.taken = taken;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Lets go of the bytes and gives their share back; a second call does nothing. */
    public void release() {
        bytes = NONE; // the request lives as long as its answer, a stream for minutes
        memory.giveBack(taken);
        taken = 0;
    }
}
