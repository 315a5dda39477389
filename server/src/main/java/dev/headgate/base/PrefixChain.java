package dev.headgate.base;

/**
 * Fingerprints of ever longer beginnings of a prompt: first what all its turns share (tools and instructions), then that with one
 * message more, and so on. Two requests whose prompts begin alike have equal fingerprints up to where they part. Not to be
 * changed after construction.
 *
 * @param hashes fingerprint of each beginning, shortest first
 * @param bytes JSON bytes of each beginning, growing
 * @param longLived whether the request asks its provider to keep the cache for an hour
 * @param opening index of the beginning that tells one conversation from another: with its first message
 * @param sealed fingerprint of the last encrypted reasoning item that it carries, 0 when it has none
 */
@SuppressWarnings("ArrayRecordComponent") // on the hot path; made once, read by one request
public record PrefixChain(long[] hashes, int[] bytes, boolean longLived, int opening, long sealed) {
    public static final PrefixChain NONE = new PrefixChain(new long[0], new int[0], false, 0, 0);

    /** How many beginnings. */
    public int size() {
        return hashes.length;
    }
}
