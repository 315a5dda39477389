package dev.headgate.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Hears of one call: {@code head}, then {@code chunk}s, then {@code end}; or {@code failed} in place of what is left. */
public interface UpstreamListener {
    /**
     * The request is on its way; from here on the provider may work on it. Told again as more of a large body leaves, and when all
     * of it has left, but never after {@code head}.
     */
    void sent();

    void head(int status, MultiMap headers);

    void chunk(Buffer bytes);

    void end();

    /** Nothing more comes. Only {@code NotSent}, {@code BrokenBeforeFirstByte} and {@code BrokenMidStream} are reported. */
    void failed(UpstreamFailure failure);
}
