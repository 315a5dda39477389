package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.TestStep;
import dev.headgate.accounts.TestStep.Stage;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Secret;
import dev.headgate.base.Ticker;
import dev.headgate.upstream.UpstreamFailure.BrokenBeforeFirstByte;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request of a test and its answer. Confined to the thread that tests, which it blocks. */
final class TestExchange {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final Loop loop;
    private final Account account;
    private final Steps steps;
    private final HeardCall heard;
    private final long sinceNanos;
    private HeardCall.@Nullable Sent sent;
    private HeardCall.@Nullable Head head;

    /** The event loop that calls run on, and its client. */
    record Loop(Context context, UpstreamClient client, Ticker ticker) {}

    /**
     * A whole answer.
     *
     * @param sinceNanos when its call began
     */
    record Answer(HeardCall.Head head, HeardCall.End end, long sinceNanos) {}

    TestExchange(Loop loop, Account account, Steps steps) {
        this.loop = loop;
        this.account = account;
        this.steps = steps;
        this.heard = new HeardCall(loop.ticker());
        this.sinceNanos = steps.nowNanos();
    }

    Answer run(TestRequest request, Secret secret) throws TestStopped {
        UpstreamRequest call =
                new UpstreamRequest(account, secret, request.path(), request.headers(), request.edited());
        CompletableFuture<UpstreamCall> started = new CompletableFuture<>();
        loop.context().runOnContext(ignored -> started.complete(loop.client().post(call, heard)));
        long deadline = sinceNanos + ANSWER_MAX.toNanos();
        try {
            while (true) {
                HeardCall.Event event = heard.events().poll(deadline - steps.nowNanos(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    cancel(started);
                    throw broken(new BrokenBeforeFirstByte(
                            ErrorCode.UPSTREAM_TIMEOUT, "no answer within " + ANSWER_MAX.toSeconds() + " s"));
                }
                Answer answer = on(event, request);
                if (answer != null) {
                    return answer;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel(started);
            throw new CancellationException("the test was stopped");
        } catch (RuntimeException e) {
            cancel(started); // whoever heard of a step wants no more of it
            throw e;
        }
    }

    /** Whether the provider has the request, so that it may bill it. */
    boolean wasSent() {
        return sent != null;
    }

    /** The answer's status, 0 while there is none. */
    int status() {
        HeardCall.Head seen = head;
        return seen == null ? 0 : seen.status();
    }

    long sinceNanos() {
        return sinceNanos;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a cancelled call
    private void cancel(CompletableFuture<UpstreamCall> started) {
        loop.context().runOnContext(ignored -> started.thenAccept(UpstreamCall::cancel));
    }

    private @Nullable Answer on(HeardCall.Event event, TestRequest request) throws TestStopped {
        switch (event) {
            case HeardCall.Sent now -> {
                sent = now;
                tell(Stage.SENT, sinceNanos, now, "POST " + account.baseUrl().resolve(request.path()));
            }
            case HeardCall.Head now -> {
                head = now;
                tell(Stage.FIRST_BYTE, sentNanos(), now, "HTTP " + now.status());
            }
            case HeardCall.End now -> {
                return new Answer(Objects.requireNonNull(head), now, sinceNanos);
            }
            case HeardCall.Failed now -> throw broken(now.failure());
        }
        return null;
    }

    private long sentNanos() {
        HeardCall.Sent at = sent;
        return at == null ? sinceNanos : at.nanos();
    }

    private void tell(Stage stage, long from, HeardCall.Event until, String words) {
        steps.add(stage, TestStep.Outcome.OK, (until.nanos() - from) / 1_000_000, words);
    }

    private TestStopped broken(UpstreamFailure failure) {
        Stage stage = sent == null ? Stage.SENT : head == null ? Stage.FIRST_BYTE : Stage.ANSWER;
        steps.failed(stage, sentNanos(), failure.detail());
        return new TestStopped(failure, true);
    }
}
