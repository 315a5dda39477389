package dev.headgate.upstream;

import dev.headgate.base.ErrorCode;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** One call in flight. Confined to its event loop. After {@link #cancel} the listener hears nothing more. */
public final class UpstreamCall {
    private final UpstreamListener listener;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean over;
    private boolean paused;

    UpstreamCall(UpstreamListener listener) {
        this.listener = listener;
    }

    /** Stops reading, so that the provider is held back by its own socket. */
    public void pause() {
        paused = true;
        HttpClientResponse from = response;
        if (from != null) {
            from.pause();
        }
    }

    public void resume() {
        paused = false;
        HttpClientResponse from = response;
        if (from != null) {
            from.resume();
        }
    }

    /** Ends the call now: closes an HTTP/1.1 connection, resets an HTTP/2 stream. */
    public void cancel() {
        over = true;
        HttpClientRequest to = request;
        if (to != null) {
            to.reset();
        }
    }

    void opened(HttpClientRequest opened, BodyWriter body) {
        if (over) {
            opened.reset();
            return;
        }
        request = opened;
        opened.exceptionHandler(failure -> broken(failure));
        opened.response().onComplete(this::answered, this::broken);
        body.start(this::sent);
    }

    private void sent() {
        if (!over && response == null) {
            listener.sent();
        }
    }

    void notOpened(Throwable failure) {
        if (!over) {
            over = true;
            listener.failed(new UpstreamFailure.NotSent(describe(failure)));
        }
    }

    private void answered(HttpClientResponse answer) {
        if (over) {
            return;
        }
        response = answer;
        answer.exceptionHandler(this::broken);
        answer.handler(chunk -> {
            if (!over) {
                listener.chunk(chunk);
            }
        });
        answer.endHandler(ended -> {
            if (!over) {
                over = true;
                listener.end();
            }
        });
        if (paused) {
            answer.pause();
        }
        listener.head(answer.statusCode(), answer.headers());
    }

    private void broken(Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        listener.failed(
                response == null
                        ? new UpstreamFailure.BrokenBeforeFirstByte(
                                ErrorCode.UPSTREAM_BROKEN_BEFORE_FIRST_BYTE, describe(failure))
                        : new UpstreamFailure.BrokenMidStream(describe(failure)));
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
