package dev.headgate.billing;

import dev.headgate.base.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sets money aside for calls: what the hot path asks. Answers from memory, never blocks; thread-safe. */
public final class Funding {
    /** When a call that must wait for another one's end is likely to be let in. */
    private static final Duration BESIDE_OTHERS = Duration.ofSeconds(1);

    private final Balances balances;

    Funding(Balances balances) {
        this.balances = balances;
    }

    /** Reserves what a call may cost, all or nothing. */
    public Funded reserve(Claim claim) {
        List<Purse.Hold> holds = new ArrayList<>(2);
        return switch (claim.policy()) {
            case NONE -> new Funded.Reserved(Reservation.NONE);
            case BALANCE, SUBSCRIPTION, SUBSCRIPTION_THEN_BALANCE -> fromBalance(claim, holds);
        };
    }

    private Funded fromBalance(Claim claim, List<Purse.Hold> holds) {
        Purse.Hold hold = balances.hold(claim.user(), claim.estimate());
        if (hold != null) {
            holds.add(hold);
            return new Funded.Reserved(new Reservation(holds, true, null));
        }
        holds.forEach(Purse.Hold::release);
        Estimate estimate = claim.estimate();
        if (balances.coversAlone(claim.user(), estimate)) {
            return new Funded.Refused(
                    ErrorCode.RATE_LIMITED,
                    "The balance of " + balances.available(claim.user()) + " USD covers this call (up to "
                            + estimate.most()
                            + " USD) only when no other one is in flight; try again when one has ended.",
                    BESIDE_OTHERS);
        }
        return new Funded.Refused(
                ErrorCode.INSUFFICIENT_BALANCE,
                "The balance of " + balances.available(claim.user()) + " USD does not cover this call (estimate: "
                        + estimate.usual() + " USD).",
                null);
    }
}
