package dev.headgate.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Hears of one call: {@code head}, then {@code chunk}s, then {@code end}; or {@code failed} in place of what is left. */
public interface UpstreamListener {
    /** The request is on its way; from here on the provider may work on it. */
    void sent();

    void head(int status, MultiMap headers);

    void chunk(Buffer bytes);

    void end();

    /** Nothing more comes. Only {@code NotSent}, {@code BrokenBeforeFirstByte} and {@code BrokenMidStream} are reported. */
    void failed(UpstreamFailure failure);
}
