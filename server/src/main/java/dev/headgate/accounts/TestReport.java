package dev.headgate.accounts;

import dev.headgate.base.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a test went.
 *
 * @param model upstream name of the model that was called, empty when none was
 * @param failure null when it came to a good end
 * @param setback what that means for the account; null after a success, and where the failure says nothing about the account or
 *     the account has been told already
 * @param used what the call used
 * @param told quota windows that the answer told
 */
public record TestReport(
        String model,
        List<TestStep> steps,
        @Nullable ErrorCode failure,
        @Nullable Setback setback,
        Used used,
        Told told) {
    public TestReport {
        steps = List.copyOf(steps);
    }

    /**
     * What a call used. A test is nobody's charge; it is the operator's cost.
     *
     * @param tokens in and out
     * @param listNanos list price in nano-dollars, 0 where the model has none
     */
    public record Used(long tokens, long listNanos) {
        public static final Used NOTHING = new Used(0, 0);
    }

    /** Windows of the whole account and of the model. */
    public record Told(List<QuotaWindow> account, List<QuotaWindow> model) {
        public static final Told NOTHING = new Told(List.of(), List.of());

        public Told {
            account = List.copyOf(account);
            model = List.copyOf(model);
        }
    }

    /** Whether it came to a good end. */
    public boolean good() {
        return failure == null;
    }

    /** {@code success} or the failure's id. */
    public String outcome() {
        return failure == null ? "success" : failure.id();
    }
}
