package dev.headgate.upstream;

import dev.headgate.accounts.AccessTokens;
import dev.headgate.accounts.Account;
import dev.headgate.accounts.TestReport.Told;
import dev.headgate.accounts.TestReport.Used;
import dev.headgate.accounts.TestStep;
import dev.headgate.accounts.TestStep.Stage;
import dev.headgate.accounts.TokenFailure;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Secret;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReader;
import dev.headgate.protocol.UsageReaders;
import dev.headgate.protocol.UsageReport;
import dev.headgate.upstream.TestBook.Billed;
import dev.headgate.upstream.TestExchange.Answer;
import dev.headgate.upstream.TestPrices.Listed;
import dev.headgate.upstream.UpstreamFailure.BrokenBeforeFirstByte;
import dev.headgate.upstream.UpstreamFailure.NotSent;
import dev.headgate.upstream.UpstreamFailure.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The credential and the calls of one test; mostly one call. Confined to the thread that tests, which it blocks. */
final class TestRun {
    private static final Duration TOKEN_MAX = Duration.ofSeconds(15);
    private static final int EXCERPT_MAX = 200;

    private final TestCalls.Parts parts;
    private final TestExchange.Loop loop;
    private final Account account;
    private final Steps steps;
    private Secret secret = new Secret("");
    private String model = "";
    private boolean renewed;
    private Used used = Used.NOTHING;
    private Told told = Told.NOTHING;

    TestRun(TestCalls.Parts parts, TestExchange.Loop loop, Account account, Steps steps) {
        this.parts = parts;
        this.loop = loop;
        this.account = account;
        this.steps = steps;
    }

    /** The model that was called last. */
    String model() {
        return model;
    }

    Used used() {
        return used;
    }

    Told told() {
        return told;
    }

    void run(List<String> models) throws TestStopped {
        secret = credential();
        for (int i = 0; i < models.size(); i++) {
            if (call(models.get(i), i + 1 < models.size())) {
                return;
            }
        }
    }

    private Secret credential() throws TestStopped {
        Secret known = parts.credentials().current(account);
        if (known == null) {
            return awaited(parts.credentials().fresh(account));
        }
        steps.hide(known);
        String words = AccessTokens.renews(account)
                ? "a token that is still good"
                : known.reveal().isEmpty() ? "none" : "an API key";
        steps.add(Stage.CREDENTIAL, TestStep.Outcome.OK, 0, words);
        return known;
    }

    private Secret awaited(CompletableFuture<Secret> token) throws TestStopped {
        long since = steps.nowNanos();
        try {
            Secret brought = token.get(TOKEN_MAX.toSeconds(), TimeUnit.SECONDS);
            steps.hide(brought);
            steps.ok(Stage.CREDENTIAL, since, "a new token");
            return brought;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String words = "no access token: " + cause.getMessage();
            steps.failed(Stage.CREDENTIAL, since, words);
            boolean refused = cause instanceof TokenFailure said && said.refused(); // then the account knows already
            throw refused
                    ? new TestStopped(new Rejected(ErrorCode.UPSTREAM_CREDENTIALS, 0, null, words, false, null), false)
                    : new TestStopped(new NotSent(words), true);
        } catch (TimeoutException e) {
            String words = "no access token within " + TOKEN_MAX.toSeconds() + " s";
            steps.failed(Stage.CREDENTIAL, since, words);
            throw new TestStopped(new NotSent(words), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the test was stopped");
        }
    }

    /** Returns whether it was answered; false: the vendor has no such model, and another one may be tried. */
    private boolean call(String upstreamModel, boolean more) throws TestStopped {
        model = upstreamModel;
        TestRequest request = TestRequest.of(account.provider(), upstreamModel);
        TestExchange exchange = new TestExchange(loop, account, steps);
        Answer answer;
        try {
            answer = exchange.run(request, secret);
        } catch (TestStopped e) {
            cutOff(request, exchange, e.failure().code());
            throw e;
        } catch (CancellationException e) {
            cutOff(request, exchange, ErrorCode.CLIENT_GONE);
            throw e;
        }
        QuotaHeaders.Told windows =
                QuotaHeaders.read(answer.head().headers(), parts.clock().instant());
        if (windows != null) {
            told = new Told(windows.account(), windows.model());
        }
        if (answer.head().status() < 400) {
            good(request, answer);
            return true;
        }
        Rejected rejected = judged(answer);
        book(request, answer, rejected.code().id(), UsageReport.NOTHING, null);
        steps.failed(Stage.ANSWER, answer.head().nanos(), rejected.detail());
        if (rejected.status() == 401 && AccessTokens.renews(account) && !renewed) {
            renewed = true;
            secret = awaited(parts.credentials().renewed(account, secret));
            return call(upstreamModel, more);
        }
        if (more && unknownModel(rejected)) {
            return false;
        }
        throw new TestStopped(rejected, true);
    }

    private Rejected judged(Answer answer) {
        int status = answer.head().status();
        if (status == 407 && account.options().proxy() != null) {
            String words = "the proxy refused its user or password: HTTP 407";
            return new Rejected(ErrorCode.UPSTREAM_NOT_SENT, status, null, words, false, null);
        }
        String body = steps.shown(answer.end().body().toString());
        return parts.failures()
                .judge(new Refusal(
                        status,
                        account.provider().id(),
                        answer.head().headers(),
                        body,
                        model,
                        parts.clock().instant()));
    }

    private boolean unknownModel(Rejected rejected) {
        boolean absent = (rejected.status() == 404 || rejected.status() == 400)
                && rejected.detail().contains(model);
        return absent || rejected.code() == ErrorCode.UPSTREAM_CREDENTIALS && rejected.modelOnly();
    }

    private void good(TestRequest request, Answer answer) throws TestStopped {
        UsageReader reader = UsageReaders.open(request.protocol());
        byte[] body = answer.end().body().getBytes();
        reader.feed(body, 0, body.length);
        reader.end();
        Optional<Rejected> inside = FailureClassifier.inside(reader);
        if (inside.isPresent()) {
            book(request, answer, inside.get().code().id(), reader.report(), null);
            steps.failed(Stage.ANSWER, answer.head().nanos(), inside.get().detail());
            throw new TestStopped(inside.get(), true);
        }
        UsageReport report = reader.report();
        String words = "HTTP " + answer.head().status() + ", " + body.length + " bytes";
        if (!report.stated() && !reader.sawContent()) {
            book(request, answer, ErrorCode.UPSTREAM_ERROR.id(), UsageReport.NOTHING, null);
            steps.failed(Stage.ANSWER, answer.head().nanos(), words + ": " + excerpt(answer));
            throw new TestStopped(
                    new BrokenBeforeFirstByte(ErrorCode.UPSTREAM_ERROR, "an answer that is none of its protocol's"),
                    true);
        }
        long millis = (answer.end().nanos() - answer.head().nanos()) / 1_000_000;
        steps.add(Stage.ANSWER, TestStep.Outcome.OK, millis, words);
        price(request, answer, report);
    }

    private static int millis(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000_000);
    }

    private static String excerpt(Answer answer) {
        String text = answer.end().body().toString().replaceAll("\\s+", " ").strip();
        return text.length() <= EXCERPT_MAX ? text : text.substring(0, EXCERPT_MAX) + "…";
    }

    private void price(TestRequest request, Answer answer, UsageReport report) {
        if (!report.stated()) {
            UsageReport guess = guess(request, report);
            book(
                    request,
                    answer,
                    "",
                    report,
                    parts.prices().list(account, model, guess).orElse(null));
            steps.skipped(Stage.TOKENS, "the vendor doesn't tell");
            steps.skipped(Stage.PRICE, "unknown without tokens");
            return;
        }
        TokenUsage tokens = report.total();
        String words = tokens.prompt() + " in, " + tokens.output() + " out with " + model;
        steps.add(Stage.TOKENS, TestStep.Outcome.OK, 0, words);
        Listed listed = parts.prices().list(account, model, report).orElse(null);
        used = new Used(
                tokens.prompt() + tokens.output(),
                listed == null ? 0 : listed.cost().nanos());
        if (listed == null) {
            steps.skipped(Stage.PRICE, "the model has no price");
        } else {
            steps.add(Stage.PRICE, TestStep.Outcome.OK, 0, listed.cost() + " USD, at your cost");
        }
        book(request, answer, "", report, listed);
    }

    private static UsageReport guess(TestRequest request, UsageReport report) {
        TokenUsage tokens = report.estimate(request.body().length);
        return new UsageReport(
                List.of(new UsageReport.Part("", tokens)), false, report.generatedBytes(), report.terms());
    }

    /** Writes down a call that was answered. As with users' calls nothing is assumed of a refused one. */
    private void book(TestRequest request, Answer answer, String code, UsageReport report, @Nullable Listed listed) {
        boolean guessed = answer.head().status() < 300 && !report.stated();
        parts.book()
                .over(new Billed(
                        account,
                        request.protocol(),
                        model,
                        answer.head().status(),
                        code,
                        guessed ? guess(request, report) : report,
                        guessed,
                        listed,
                        millis(answer.head().nanos() - answer.sinceNanos()),
                        millis(answer.end().nanos() - answer.sinceNanos())));
    }

    /** Writes down a call that the provider has and whose answer did not come, or not whole. */
    private void cutOff(TestRequest request, TestExchange exchange, ErrorCode code) {
        if (!exchange.wasSent()) {
            return;
        }
        boolean guessed = exchange.status() >= 200 && exchange.status() < 300;
        parts.book()
                .over(new Billed(
                        account,
                        request.protocol(),
                        model,
                        code.status(),
                        code.id(),
                        guessed ? guess(request, UsageReport.NOTHING) : UsageReport.NOTHING,
                        guessed,
                        null,
                        -1,
                        millis(steps.nowNanos() - exchange.sinceNanos())));
    }
}
