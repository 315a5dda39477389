package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.accounts.Setback;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Secret;
import dev.headgate.cluster.Answer;
import dev.headgate.protocol.RequestEdits;
import dev.headgate.scheduling.Decision;
import dev.headgate.upstream.QuotaHeaders;
import dev.headgate.upstream.Setbacks;
import dev.headgate.upstream.UpstreamFailure;
import dev.headgate.upstream.UpstreamListener;
import dev.headgate.upstream.UpstreamRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One try on one account: hears of the upstream call, tells the account's health, and either hands its answer to a
 * {@link Relay} or fails back to its {@link Call}. Confined to its event loop.
 */
final class Attempt implements UpstreamListener {
    private static final Secret NO_SECRET = new Secret("");

    private enum Phase {
        CONNECTING,
        WAITING,
        REFUSED,
        ANSWERING,
        OVER
    }

    private final Call call;
    private final Loop loop;
    private final Account account;
    private final AccountPulse.Lease lease;
    private final AttemptTrace trace;
    private Phase phase = Phase.CONNECTING;
    private @Nullable Dispatch dispatch;
    private @Nullable Relay relay;
    private @Nullable GatheredRefusal refusal;
    private boolean accounted;
    private long waitingSinceNanos;
    private long sentNanos;

    Attempt(Call call, Decision.Picked picked, AccountPulse.Lease lease) {
        this.call = call;
        this.loop = call.loop();
        this.account = picked.account();
        this.lease = lease;
        this.trace = new AttemptTrace(account, picked.upstreamModel(), loop.nowNanos());
        call.trace().attempts.add(trace);
    }

    Account account() {
        return account;
    }

    /** What a refusal of this account passes through, before anyone sees it. */
    RefusalFilter refusalFilter(MultiMap headers) {
        return GatheredRefusal.filter(call, Objects.requireNonNull(dispatch).shown(), headers);
    }

    void start(String pathAndQuery, MultiMap headers, RequestEdits.Edited body) {
        call.exchange().forwarded();
        dispatch = new Dispatch(loop, this, new UpstreamRequest(account, NO_SECRET, pathAndQuery, headers, body));
        Answer<Boolean> confirmed = loop.plane().health().confirm(account, lease);
        if (confirmed.known()) {
            confirmed(confirmed.value());
        } else { // where the others can't be asked, this process goes by its own count
            confirmed.then(
                    yes -> loop.context().runOnContext(ignored -> confirmed(yes)),
                    failure -> loop.context().runOnContext(ignored -> confirmed(true)));
        }
    }

    /** Whether the other gateways have left a slot; if not, the call goes to another account. */
    private void confirmed(boolean yes) {
        if (phase == Phase.OVER) {
            return;
        }
        if (yes) {
            Objects.requireNonNull(dispatch).begin();
        } else {
            accounted = true; // the slot was given back, and nothing was tried
            call.trace().attempts.remove(trace);
            phase = Phase.OVER;
            call.next(null);
        }
    }

    /** No access token could be had. Where the provider refused one, the account knows already. */
    void noToken(UpstreamFailure failure) {
        if (failure.code() == ErrorCode.UPSTREAM_CREDENTIALS && phase != Phase.OVER) {
            over(failure.code().id(), failure.detail());
            phase = Phase.OVER;
            call.next(new FailedAttempt(failure, null));
        } else {
            failBack(failure, null);
        }
    }

    @Override
    public void sent() {
        phase = Phase.WAITING;
        waitingSinceNanos = loop.nowNanos();
        sentNanos = waitingSinceNanos;
        if (call.trace().sentNanos == 0) {
            call.trace().sentNanos = waitingSinceNanos;
            call.trace().queueFirstNanos = call.trace().queueNanos;
        }
    }

    @Override
    public void head(int status, MultiMap headers) {
        trace.status = status;
        long now = loop.nowNanos();
        waitingSinceNanos = now;
        QuotaHeaders.Told told = QuotaHeaders.read(headers, loop.plane().clock().instant());
        if (told != null) {
            loop.plane().health().told(account.id(), null, told.account());
            loop.plane().health().told(account.id(), trace.upstreamModel, told.model());
        }
        if (status == 407 && account.options().proxy() != null) {
            trace.status = 0;
            cancelUpstream();
            failBack(new UpstreamFailure.NotSent("the proxy refused its user or password: HTTP 407"), null);
            return;
        }
        if (status >= 400) {
            phase = Phase.REFUSED;
            refusal = new GatheredRefusal(
                    call, trace, Objects.requireNonNull(dispatch).shown(), headers);
            return;
        }
        relay(headers);
    }

    private Relay relay(MultiMap headers) {
        phase = Phase.ANSWERING;
        Relay made = new Relay(
                call,
                this,
                trace.status,
                headers,
                Objects.requireNonNull(Objects.requireNonNull(dispatch).upstream()));
        relay = made;
        return made;
    }

    @Override
    public void chunk(Buffer bytes) {
        if (phase == Phase.REFUSED) {
            waitingSinceNanos = loop.nowNanos();
            GatheredRefusal gathered = Objects.requireNonNull(refusal);
            if (!gathered.add(bytes)) {
                refusedAtLength(gathered);
            }
        } else if (relay != null && phase == Phase.ANSWERING) {
            relay.chunk(bytes);
        }
    }

    @Override
    public void end() {
        if (phase == Phase.REFUSED) {
            refused(true);
        } else if (relay != null && phase == Phase.ANSWERING) {
            relay.upstreamEnded();
        }
    }

    /** A refusal too large to be kept: the client's own goes on as it comes, another is judged by its beginning. */
    private void refusedAtLength(GatheredRefusal gathered) {
        UpstreamFailure.Rejected rejected = gathered.judged(gathered.readable());
        if (rejected.passes()) {
            passOn(gathered, false);
        } else {
            cancelUpstream();
            failBack(rejected, null);
        }
    }

    /** The refusal is the request's own fault: it passes unchanged. */
    private void passOn(GatheredRefusal gathered, boolean ended) {
        loop.plane().health().answered(account.id());
        Relay passing = relay(gathered.headers());
        refusal = null;
        if (gathered.body().length() > 0) {
            passing.chunk(gathered.body());
        }
        if (ended) {
            passing.upstreamEnded();
        }
    }

    private void refused(boolean whole) {
        GatheredRefusal gathered = Objects.requireNonNull(refusal);
        if (trace.status == 401 && Objects.requireNonNull(dispatch).renews()) {
            phase = Phase.CONNECTING;
            refusal = null;
            trace.status = 0;
            return;
        }
        FailedAttempt.Answer answer = gathered.readable();
        UpstreamFailure.Rejected rejected = gathered.judged(answer);
        if (rejected.passes()) {
            if (whole) {
                passOn(gathered, true);
            } else {
                failBack(
                        new UpstreamFailure.BrokenBeforeFirstByte(
                                ErrorCode.UPSTREAM_BROKEN_BEFORE_FIRST_BYTE, "HTTP " + trace.status + " broke off"),
                        null);
            }
            return;
        }
        if (rejected.code() == ErrorCode.UPSTREAM_REJECTED) {
            loop.plane().health().answered(account.id());
        }
        failBack(rejected, whole ? answer : null);
    }

    /** The answer says inside HTTP 200 that the account can't serve it, and nothing of it has reached the client. */
    void refusedInside(UpstreamFailure.Rejected rejected) {
        cancelUpstream();
        failBack(rejected, null);
    }

    /** The stream is slower than the operator wants, nothing of it has reached the client, and another account is free. */
    void tooSlow(String words) {
        cancelUpstream();
        failBack(new UpstreamFailure.BrokenBeforeFirstByte(ErrorCode.UPSTREAM_TIMEOUT, "slow stream: " + words), null);
    }

    /** The answer begins to reach the client. Where it is content, how long it took tells how quick the account is. */
    void committed(boolean content) {
        Objects.requireNonNull(dispatch).committed();
        if (content) {
            loop.plane().health().firstByte(account.id(), loop.nowNanos() - sentNanos);
        }
    }

    @Override
    public void failed(UpstreamFailure failure) {
        switch (phase) {
            case CONNECTING, WAITING -> failBack(failure, null);
            case REFUSED -> refused(false);
            case ANSWERING -> {
                Relay running = Objects.requireNonNull(relay);
                if (!running.committed()) {
                    failBack(
                            new UpstreamFailure.BrokenBeforeFirstByte(
                                    ErrorCode.UPSTREAM_BROKEN_BEFORE_FIRST_BYTE, failure.detail()),
                            null);
                } else {
                    running.broken(ErrorCode.UPSTREAM_BROKEN_MID_STREAM, failure.detail());
                }
            }
            case OVER -> {}
        }
    }

    /** Ends this attempt as failed and goes on with the call. */
    private void failBack(UpstreamFailure failure, FailedAttempt.@Nullable Answer answer) {
        if (phase == Phase.OVER) {
            return;
        }
        tellHealth(failure); // before the slot is free, or a waiting call would be sent where this one just failed
        over(failure.code().id(), failure.detail());
        phase = Phase.OVER;
        call.next(new FailedAttempt(failure, answer));
    }

    private void tellHealth(UpstreamFailure failure) {
        Setbacks.of(failure).ifPresent(setback -> {
            loop.plane().health().failed(account, trace.upstreamModel, setback);
            if (setback.kind() == Setback.Kind.CREDENTIAL) {
                Loop.log.warn("account {} needs attention: {}", account.name(), setback.words());
            }
        });
    }

    /** Closes this attempt's books; its slot is free again. What is left of the answer may still pass. */
    void over(String outcome, String detail) {
        if (accounted) {
            return;
        }
        accounted = true;
        trace.outcome = outcome;
        trace.detail = detail;
        trace.endNanos = loop.nowNanos();
        if (relay != null) {
            trace.usage = relay.closeReader();
        }
        lease.close();
    }

    /** The answer came to its end. */
    void succeeded() {
        loop.plane().health().succeeded(account.id(), trace.upstreamModel);
        over("success", "");
    }

    /** The answer broke off after the client had seen some of it. */
    void brokeOff(ErrorCode code, String detail) {
        loop.plane()
                .health()
                .failed(account, trace.upstreamModel, new Setback(Setback.Kind.FAILED, false, null, detail));
        over(code.id(), detail);
    }

    /** The answer came to its end, with an error of the provider's inside it. */
    void endedWithError(UpstreamFailure.Rejected rejected) {
        tellHealth(rejected);
        over(rejected.code().id(), rejected.detail());
    }

    void cancelUpstream() {
        if (dispatch != null) {
            dispatch.cancel();
        }
    }

    /** Called some ten times a second. */
    void tick(long nowNanos) {
        long waited = nowNanos - waitingSinceNanos;
        switch (phase) {
            case CONNECTING -> Objects.requireNonNull(dispatch).tick(nowNanos);
            case WAITING -> {
                if (waited > loop.config().firstByteTimeout().toNanos()) {
                    cancelUpstream();
                    failBack(
                            new UpstreamFailure.BrokenBeforeFirstByte(
                                    ErrorCode.UPSTREAM_TIMEOUT,
                                    "no answer within " + loop.config().firstByteTimeout()),
                            null);
                }
            }
            case REFUSED -> {
                if (waited > loop.config().idleTimeout().toNanos()) {
                    cancelUpstream();
                    refused(false);
                }
            }
            case ANSWERING -> Objects.requireNonNull(relay).tick(nowNanos);
            case OVER -> {}
        }
    }

    /** Gives up an answer of which the client has seen nothing, for silence. */
    void silentBeforeFirstByte() {
        cancelUpstream();
        failBack(
                new UpstreamFailure.BrokenBeforeFirstByte(
                        ErrorCode.UPSTREAM_TIMEOUT,
                        "silent for " + loop.config().idleTimeout() + " after the head"),
                null);
    }

    void clientGone() {
        switch (phase) {
            case CONNECTING -> {
                cancelUpstream();
                over(ErrorCode.CLIENT_GONE.id(), "before the request was sent");
                phase = Phase.OVER;
                call.finish(ErrorCode.CLIENT_GONE);
            }
            case WAITING, REFUSED -> {
                if (loop.config().onClientGone() == RelayConfig.OnClientGone.CANCEL) {
                    cancelUpstream();
                    over(ErrorCode.CLIENT_GONE.id(), "before the answer");
                    phase = Phase.OVER;
                    call.finish(ErrorCode.CLIENT_GONE);
                }
            }
            case ANSWERING -> Objects.requireNonNull(relay).clientGone();
            case OVER -> {}
        }
    }
}
