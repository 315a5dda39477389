package dev.headgate.upstream;

import dev.headgate.accounts.TestStep;
import dev.headgate.accounts.TestStep.Outcome;
import dev.headgate.accounts.TestStep.Stage;
import dev.headgate.base.Secret;
import dev.headgate.base.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The steps of one test as they happen. What is told of them shows no secret. Confined to the thread that tests. */
final class Steps {
    private static final int SECRET_MIN = 6;

    private final Consumer<TestStep> heard;
    private final Ticker ticker;
    private final List<Secret> secrets = new ArrayList<>();
    private final List<TestStep> all = new ArrayList<>();

    Steps(Consumer<TestStep> heard, Ticker ticker) {
        this.heard = heard;
        this.ticker = ticker;
    }

    /** What must not be shown from now on; what is too short to be a secret would only make words unreadable. */
    void hide(Secret secret) {
        if (secret.reveal().length() >= SECRET_MIN) {
            secrets.add(secret);
        }
    }

    /** {@code words} as they may be shown. */
    String shown(String words) {
        String shown = words;
        for (Secret secret : secrets) {
            shown = shown.replace(secret.reveal(), "***");
        }
        return shown;
    }

    long nowNanos() {
        return ticker.nanos();
    }

    void ok(Stage stage, long sinceNanos, String words) {
        add(stage, Outcome.OK, (nowNanos() - sinceNanos) / 1_000_000, words);
    }

    void failed(Stage stage, long sinceNanos, String words) {
        add(stage, Outcome.FAILED, (nowNanos() - sinceNanos) / 1_000_000, words);
    }

    void skipped(Stage stage, String words) {
        add(stage, Outcome.SKIPPED, 0, words);
    }

    void add(Stage stage, Outcome outcome, long millis, String words) {
        TestStep step = new TestStep(stage, outcome, millis, shown(words));
        all.add(step);
        heard.accept(step);
    }

    List<TestStep> all() {
        return all;
    }
}
