package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.base.AccountId;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.PrefixChain;
import dev.headgate.http.Exchange;
import dev.headgate.http.LoopTicks;
import dev.headgate.http.RequestBody;
import dev.headgate.protocol.PrefixFingerprint;
import dev.headgate.protocol.RequestEdits;
import dev.headgate.protocol.RequestHead;
import dev.headgate.protocol.StreamErrors;
import dev.headgate.protocol.UsageReader;
import dev.headgate.scheduling.Ask;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Placement;
import dev.headgate.usage.UsageRecord;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One admitted call: tries accounts until one answers, and ends exactly once, by {@link #finish}. Confined to its event loop.
 */
final class Call extends LoopTicks.Member {
    /** Lost races for a slot after which an account is left alone. */
    private static final int RACES_MAX = 8;

    private final Loop loop;
    private final Exchange exchange;
    private final RequestTrace trace;
    private final Route.Relay route;
    private final Admission.Admitted admitted;
    private final RequestHead head;
    private final MultiMap clientHeaders;
    private final String query;
    private final boolean askUsage;
    private final Placement placement;
    private final Queueing queue;
    private final EarlyPings pings;
    private final Set<AccountId> tried = new HashSet<>();
    private int races;
    private @Nullable RequestBody body;
    private @Nullable Attempt attempt;
    private boolean clientGone;
    private boolean finished;
    private boolean over;

    /** What {@link Gateway} knows of a request once it is admitted. */
    record Request(
            Exchange exchange,
            RequestTrace trace,
            Route.Relay route,
            RequestHead head,
            RequestBody body,
            String query,
            Admission.Admitted admitted) {}

    Call(Loop loop, Request request) {
        this.loop = loop;
        this.exchange = request.exchange();
        this.trace = request.trace();
        this.route = request.route();
        this.head = request.head();
        this.body = request.body();
        this.query = request.query();
        this.admitted = request.admitted();
        this.clientHeaders = exchange.request().headers();
        this.askUsage =
                trace.stream && route.protocol() == dev.headgate.protocol.Protocol.OPENAI_CHAT && !head.usageAsked();
        boolean eventStream = trace.stream && (!route.pathStream() || query.contains("alt=sse"));
        this.pings = new EarlyPings(loop, exchange, trace, route.protocol(), eventStream);
        this.queue = new Queueing(this, loop, trace, pings);
        this.placement = Placements.of(
                loop,
                admitted,
                new Placements.Subject(
                        route.protocol(), head, SessionHeaders.session(clientHeaders, head), trace.requestBytes),
                trace,
                this::fingerprint);
    }

    private PrefixChain fingerprint() {
        PrefixChain known = trace.prefix;
        return known != null || body == null
                ? known == null ? PrefixChain.NONE : known
                : PrefixFingerprint.of(body.bytes(), head);
    }

    void start() {
        if (trace.stream) {
            loop.plane().metrics().streamOpened();
        }
        pings.begin(false);
        loop.ticks().join(this);
        exchange.onClientGone(this::clientGone);
        tried.addAll(admitted.unpriced());
        placement.find(() -> next(null), () -> answerError(Placements.foreign()));
    }

    Loop loop() {
        return loop;
    }

    Exchange exchange() {
        return exchange;
    }

    RequestTrace trace() {
        return trace;
    }

    boolean isClientGone() {
        return clientGone;
    }

    boolean asksUsage() {
        return askUsage;
    }

    @Override
    protected void tick(long nowNanos) {
        pings.tick(nowNanos);
        queue.tick(nowNanos);
        Attempt running = attempt;
        if (running != null) {
            running.tick(nowNanos);
        }
    }

    /**
     * Tries the next account.
     *
     * @param lastFailure why the attempt before failed, null at the first
     */
    void next(@Nullable FailedAttempt lastFailure) {
        attempt = null;
        if (finished) {
            return;
        }
        if (clientGone) {
            finish(ErrorCode.CLIENT_GONE);
            return;
        }
        if (lastFailure != null && !mayTryAgain(lastFailure.failure().code())) {
            giveUp(lastFailure);
            return;
        }
        if (queue.crowded() && queue.mayWait()) { // a slot that is free now belongs to those who wait
            placement.prepare(tried, ask -> await(ask, lastFailure));
        } else {
            placement.choose(tried, decision -> decided(decision, lastFailure));
        }
    }

    private void await(Ask ask, @Nullable FailedAttempt lastFailure) {
        if (clientGone) {
            finish(ErrorCode.CLIENT_GONE);
        } else {
            queue.enter(ask, lastFailure);
        }
    }

    private void decided(Decision decision, @Nullable FailedAttempt lastFailure) {
        if (clientGone) {
            finish(ErrorCode.CLIENT_GONE);
            return;
        }
        switch (decision) {
            case Decision.Picked picked -> take(picked, lastFailure);
            case Decision.NoneAvailable none -> {
                if (queue.mayWait() && none.worthWaiting()) {
                    placement.prepare(tried, ask -> await(ask, lastFailure));
                    return;
                }
                trace.decisions.add(none);
                turnedAway(Placements.refusal(none, trace, loop), lastFailure);
            }
        }
    }

    /** No account takes the call, and it doesn't wait for one (any longer). */
    void turnedAway(GatewayException why, @Nullable FailedAttempt lastFailure) {
        if (lastFailure != null) {
            giveUp(lastFailure);
        } else {
            answerError(why);
        }
    }

    /** The call's turn has come. */
    void seated(Decision.Picked picked, AccountPulse.Lease lease) {
        if (finished) {
            lease.close();
        } else {
            begin(picked, lease);
        }
    }

    private void take(Decision.Picked picked, @Nullable FailedAttempt lastFailure) {
        Optional<AccountPulse.Lease> lease = loop.plane().health().lease(picked.account(), picked.upstreamModel());
        if (lease.isEmpty()) { // taken on another loop since it was looked at
            if (++races < RACES_MAX) {
                next(lastFailure);
            } else if (queue.mayWait()) {
                placement.prepare(tried, ask -> await(ask, lastFailure));
            } else {
                tried.add(picked.account().id());
                next(lastFailure);
            }
            return;
        }
        begin(picked, lease.get());
    }

    private boolean mayTryAgain(ErrorCode code) {
        return code.retry() != ErrorCode.Retry.NEVER
                && trace.attempts.size() < loop.config().attemptsMax();
    }

    /** Whether another account is free to take this call over. */
    boolean couldMove() {
        return !clientGone
                && trace.attempts.size() < loop.config().attemptsMax()
                && !queue.crowded()
                && placement.decide(tried) instanceof Decision.Picked;
    }

    private void begin(Decision.Picked picked, AccountPulse.Lease lease) {
        trace.decisions.add(picked);
        tried.add(picked.account().id());
        RequestBody from = Objects.requireNonNull(body);
        RequestEdits.Edited edited =
                RequestEdits.apply(from.bytes(), from.length(), head, picked.upstreamModel(), askUsage);
        String path = route.upstreamPath(picked.upstreamModel());
        Attempt started = new Attempt(this, picked, lease);
        attempt = started;
        started.start(
                query.isEmpty() ? path : path + "?" + query,
                ForwardedHeaders.upstream(clientHeaders, askUsage),
                edited);
    }

    /** The answer came to a good end: the account that made it is remembered. */
    void answeredWell(Account account, UsageReader read) {
        Placements.answeredBy(
                placement, account.id(), read.links(), read.report().total().cacheWrite1h() > 0);
    }

    /** The answer has begun to reach the client: no other account will be tried, so the request's bytes can go. */
    void committed(int status) {
        if (!clientGone) {
            if (trace.firstByteNanos == 0) {
                trace.firstByteNanos = loop.nowNanos();
            }
            if (trace.status == 0) {
                trace.status = status;
            }
        }
        releaseBody();
    }

    private void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    /** No account is left to try: the client gets the last one's own answer where that is meant for it, else our error. */
    private void giveUp(FailedAttempt failed) {
        ErrorCode code = failed.failure().code();
        FailedAttempt.Answer answer = failed.shown();
        if (answer != null && !exchange.headWritten() && trace.status == 0 && !exchange.over()) {
            committed(answer.status());
            failed.begin(exchange, answer, trace.requestId);
            settle(code, () -> {
                exchange.end(answer.body());
                over();
            });
            return;
        }
        answerError(
                new GatewayException(code, code.publicText(), failed.failure().detail(), failed.retryAfter(), null));
    }

    /** The provider refused after pings had begun a stream with status 200: its words become the error event. */
    void refusedAfterPing(int status, String words) {
        String excerpt = words.length() > 1_000 ? words.substring(0, 1_000) : words;
        answerError(new GatewayException(
                ErrorCode.UPSTREAM_REJECTED, "The upstream refused the request with HTTP " + status + ": " + excerpt));
    }

    /** Ends the call with an error of our own; a stream that has begun gets its protocol's error event. */
    private void answerError(GatewayException failure) {
        boolean begun = trace.status != 0;
        if (!begun) {
            trace.status = failure.code().status();
        }
        settle(failure.code(), () -> {
            if (begun) {
                exchange.end(Buffer.buffer(StreamErrors.errorEvent(
                        route.protocol(), failure.code(), failure.publicMessage(), trace.requestId)));
            } else {
                ErrorResponses.send(exchange, route.dialect(), failure, trace.requestId);
            }
            over();
        });
    }

    /** Ends a call of which the client hears nothing more. */
    void finish(ErrorCode code) {
        if (trace.status == 0) {
            trace.status = code.status();
        }
        settle(code, this::over);
    }

    /**
     * Settles the call, once: its record goes to the journal, then {@code whenSafe} lets the client see the end. When the
     * journal can't take it, the client sees a broken answer instead, so that no call ends uncharged.
     *
     * @param code null for a success
     */
    void settle(@Nullable ErrorCode code, Runnable whenSafe) {
        if (finished) {
            return;
        }
        finished = true;
        if (trace.status == 0 && clientGone) {
            trace.status = ErrorCode.CLIENT_GONE.status();
        }
        trace.errorCode = code == null ? "" : code.id();
        releaseBody();
        if (trace.attempts.isEmpty()) {
            admitted.release();
            account(null);
            whenSafe.run();
            return;
        }
        trace.conversation = placement.conversation();
        long endNanos = loop.nowNanos();
        Settlement.Bill bill = loop.settlement().bill(trace, endNanos);
        loop.settlement().journal(bill.record(), loop.context(), failure -> {
            admitted.settle(bill, failure == null);
            if (failure == null) {
                account(bill.record());
                whenSafe.run();
            } else {
                Loop.log.error("call {} could not be recorded: {}", trace.requestId, failure.getMessage());
                trace.errorCode = ErrorCode.INTERNAL.id();
                account(null);
                exchange.abort();
                over();
            }
        });
    }

    private void account(@Nullable UsageRecord record) {
        long endNanos = loop.nowNanos();
        loop.settlement().count(trace, record, endNanos);
        loop.log(trace, record, endNanos);
    }

    /** Nothing is left to do. */
    void over() {
        if (over) {
            return;
        }
        over = true;
        loop.ticks().leave(this);
        loop.callEnded();
        if (trace.stream) {
            loop.plane().metrics().streamClosed();
        }
    }

    /** The client holds its connection but has stopped reading: as good as gone. */
    void clientStalled() {
        clientGone();
    }

    private void clientGone() {
        clientGone = true;
        Attempt running = attempt;
        if (running != null && !finished) {
            running.clientGone();
        } else if (queue.waits()) {
            queue.gone();
            finish(ErrorCode.CLIENT_GONE);
        }
    }
}
