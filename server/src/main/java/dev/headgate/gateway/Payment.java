package dev.headgate.gateway;

import dev.headgate.accounts.Group;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.billing.Claim;
import dev.headgate.billing.Estimate;
import dev.headgate.billing.Funded;
import dev.headgate.billing.Funding;
import dev.headgate.billing.Reservation;
import dev.headgate.billing.UsualOutput;
import dev.headgate.identity.Caller;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.usage.UsageJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** The money step of admission: what a call may cost, and setting that aside as the group's billing says. */
final class Payment {
    /** Output assumed for a call that sets no limit of its own and whose model's habit isn't known yet. */
    static final long OUTPUT_ASSUMED = 4_096;

    /** The most output assumed for a call that sets no limit of its own. */
    private static final long OUTPUT_MOST = 16_384;

    /** No model generates more; a larger limit of the caller is not taken at its word. */
    static final long OUTPUT_MAX = 4_000_000;

    /** When a client should look again whether the database is back. */
    private static final Duration DATABASE_BACK = Duration.ofSeconds(15);

    private final Funding funding;
    private final UsualOutput habits;
    private final UsageJournal journal;

    Payment(Funding funding, UsualOutput habits, UsageJournal journal) {
        this.funding = funding;
        this.habits = habits;
        this.journal = journal;
    }

    /** What {@code head} may cost on {@code upstreamModel}; {@code price} turns tokens into a charge. */
    Estimate estimate(Protocol protocol, RequestHead head, String upstreamModel, Function<Tokens, Money> price) {
        boolean generates = protocol != Protocol.OPENAI_EMBEDDINGS && protocol != Protocol.GEMINI_EMBEDDINGS;
        long cap = Math.min(head.outputTokensMax(), OUTPUT_MAX);
        long learned = habits.usual(upstreamModel);
        long usual = learned >= 0 ? learned : cap >= 0 ? cap : OUTPUT_ASSUMED;
        long most = cap >= 0 ? cap : Math.max(OUTPUT_MOST, habits.most(upstreamModel));
        return new Estimate(
                price.apply(new Tokens(false, generates ? Math.min(usual, most) : 0)),
                price.apply(new Tokens(true, generates ? most : 0)));
    }

    /**
     * Tokens assumed of a call.
     *
     * @param most whether input is to be the most it can be, not the usual
     */
    record Tokens(boolean most, long output) {
        TokenUsage of(int requestBytes) {
            long input = Estimates.inputTokens(requestBytes);
            return new TokenUsage(most ? Estimates.inputTokensMost(requestBytes) : input, output, 0, 0, 0, 0);
        }
    }

    /**
     * Sets the estimate aside.
     *
     * @throws GatewayException with what refused it
     */
    Reservation reserve(Caller caller, Group group, Estimate estimate, Instant arrival) {
        if (journal.full()) {
            throw new GatewayException(
                    ErrorCode.OVERLOADED,
                    "The database is away, and as many finished calls as may be wait to be settled; no new call is taken"
                            + " until it is back.",
                    "journal full (journal.max-bytes)",
                    DATABASE_BACK,
                    null);
        }
        Claim claim = new Claim(
                caller.user().id(), caller.key().id(), group.id(), policy(group.billing()), estimate, arrival);
        return switch (funding.reserve(claim)) {
            case Funded.Reserved reserved -> reserved.reservation();
            case Funded.Refused refused ->
                throw new GatewayException(
                        refused.code(), refused.words(), refused.words(), refused.retryAfter(), null);
        };
    }

    private static Claim.Policy policy(Group.Billing billing) {
        return switch (billing) {
            case NONE -> Claim.Policy.NONE;
            case BALANCE -> Claim.Policy.BALANCE;
            case SUBSCRIPTION -> Claim.Policy.SUBSCRIPTION;
            case SUBSCRIPTION_THEN_BALANCE -> Claim.Policy.SUBSCRIPTION_THEN_BALANCE;
        };
    }
}
