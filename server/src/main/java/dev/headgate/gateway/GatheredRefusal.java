package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.base.Dialect;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Secret;
import dev.headgate.upstream.Refusal;
import dev.headgate.upstream.UpstreamFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;

/** An answer of 400 or more while it comes in: kept, made readable, judged. Confined to its event loop. */
final class GatheredRefusal {
    /** Bytes that are kept, to judge it and to pass it on. */
    private static final int KEPT_MAX = 256 * 1024;

    /** Bytes that are looked at. */
    private static final int JUDGED_MAX = 64 * 1024;

    private final Call call;
    private final AttemptTrace trace;
    private final List<Secret> shown;
    private final MultiMap headers;
    private final Buffer body = Buffer.buffer();

    /** @param shown what was sent of the operator's and must not be seen in it */
    GatheredRefusal(Call call, AttemptTrace trace, List<Secret> shown, MultiMap headers) {
        this.call = call;
        this.trace = trace;
        this.shown = shown;
        this.headers = headers;
    }

    /** What a refusal passes through, before anyone sees it. */
    static RefusalFilter filter(Call call, List<Secret> shown, MultiMap headers) {
        String encoding = headers.get("content-encoding");
        Dialect dialect = Objects.requireNonNull(call.trace().protocol).dialect();
        String words = "The upstream's refusal came as " + encoding + " (expected: gzip or identity) and is withheld.";
        return new RefusalFilter(
                shown,
                encoding,
                ErrorResponses.body(dialect, ErrorCode.UPSTREAM_REJECTED, words, call.trace().requestId));
    }

    /** Keeps more of it; returns false once it is too large to be kept. */
    boolean add(Buffer bytes) {
        body.appendBuffer(bytes);
        return body.length() <= KEPT_MAX;
    }

    MultiMap headers() {
        return headers;
    }

    /** As it came. */
    Buffer body() {
        return body;
    }

    /** As it may be seen. */
    FailedAttempt.Answer readable() {
        RefusalFilter filter = filter(call, shown, headers);
        MultiMap seen = filter.headers(headers);
        return new FailedAttempt.Answer(trace.status, seen, filter.pass(body).appendBuffer(filter.end()));
    }

    UpstreamFailure.Rejected judged(FailedAttempt.Answer answer) {
        Account account = trace.account;
        Buffer text = answer.body();
        return call.loop()
                .failures()
                .judge(new Refusal(
                        trace.status,
                        account.provider().id(),
                        answer.headers(),
                        text.getString(0, Math.min(text.length(), JUDGED_MAX)),
                        trace.upstreamModel,
                        call.loop().plane().clock().instant()));
    }
}
