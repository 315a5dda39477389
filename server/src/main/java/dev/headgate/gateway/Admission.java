package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Group;
import dev.headgate.base.AccountId;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.billing.Balances;
import dev.headgate.identity.Caller;
import dev.headgate.limits.ConcurrencyLimits;
import dev.headgate.pricing.Cost;
import dev.headgate.pricing.Price;
import dev.headgate.pricing.ServiceTier;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.protocol.TokenUsage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a call in, or says why not: group, model and its price, places of the user, money. Takes nothing when it refuses. */
final class Admission {
    /** Output assumed for a call that sets no limit of its own; most answers are far shorter. */
    private static final long OUTPUT_ASSUMED = 4_096;

    private final DataPlane plane;

    Admission(DataPlane plane) {
        this.plane = plane;
    }

    /**
     * What an admitted call holds.
     *
     * @param unpriced accounts that may not be used, since their price is unknown and the group refuses such calls
     */
    record Admitted(
            Group group, ConcurrencyLimits.Permit permit, Balances.@Nullable Hold hold, Set<AccountId> unpriced) {
        Admitted {
            unpriced = Set.copyOf(unpriced);
        }

        /** Gives everything back for a call that cost nothing. */
        void release() {
            permit.close();
            if (hold != null) {
                hold.release();
            }
        }
    }

    /** What a call is about. */
    record Ask(Caller caller, Protocol protocol, RequestHead head, int requestBytes) {}

    /**
     * Admits a call.
     *
     * @throws GatewayException with the limit that refused it
     */
    Admitted admit(Ask ask) {
        if (!plane.accepting().getAsBoolean()) {
            throw new GatewayException(ErrorCode.SHUTTING_DOWN, ErrorCode.SHUTTING_DOWN.publicText());
        }
        if (!plane.journal().healthy()) {
            throw new GatewayException(
                    ErrorCode.OVERLOADED,
                    "Usage can't be recorded at this moment, so no call is taken; try again shortly.",
                    "journal not healthy",
                    Duration.ofSeconds(5),
                    null);
        }
        Group group = plane.accounts()
                .directory()
                .group(ask.caller().key().group())
                .filter(Group::enabled)
                .orElseThrow(() -> new GatewayException(ErrorCode.FORBIDDEN, "This key's group is disabled."));
        Set<AccountId> unpriced = new HashSet<>();
        Money estimate = estimate(ask, group, unpriced);
        int max = ask.caller().user().concurrency();
        ConcurrencyLimits.Permit permit = plane.limits()
                .acquire(ask.caller().user().id(), max)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.RATE_LIMITED,
                        "All " + max + " of this user's calls at once are in use; try again when one has ended.",
                        "user concurrency " + max,
                        Duration.ofSeconds(1),
                        null));
        Balances.Hold hold = null;
        if (group.billing() == Group.Billing.BALANCE && !ask.protocol().free()) {
            Optional<Balances.Hold> held =
                    plane.balances().hold(ask.caller().user().id(), estimate);
            if (held.isEmpty()) {
                permit.close();
                Money available = plane.balances().available(ask.caller().user().id());
                throw new GatewayException(
                        ErrorCode.INSUFFICIENT_BALANCE,
                        "The balance of " + available + " USD does not cover this call (estimate: " + estimate
                                + " USD).");
            }
            hold = held.get();
        }
        return new Admitted(group, permit, hold, unpriced);
    }

    /** The highest estimate over the accounts that could serve the call. Fills {@code unpriced}. */
    private Money estimate(Ask ask, Group group, Set<AccountId> unpriced) {
        long output = ask.protocol() == Protocol.OPENAI_EMBEDDINGS || ask.protocol() == Protocol.GEMINI_EMBEDDINGS
                ? 0
                : ask.head().outputTokensMax() >= 0 ? ask.head().outputTokensMax() : OUTPUT_ASSUMED;
        TokenUsage tokens = new TokenUsage(Estimates.inputTokens(ask.requestBytes()), output, 0, 0, 0, 0);
        Money highest = Money.ZERO;
        boolean served = false;
        boolean priced = false;
        for (Account account : plane.accounts().directory().pool(group.id())) {
            Optional<String> upstream = account.models().upstreamName(ask.head().model());
            if (upstream.isEmpty()
                    || account.provider().dialect() != ask.protocol().dialect()
                    || !account.enabled()) {
                continue;
            }
            served = true;
            Optional<Price> price = Pricing.price(plane.prices(), account, upstream.get(), group);
            if (price.isEmpty()
                    && group.unknownModel() instanceof Group.UnknownModel.Refuse
                    && !ask.protocol().free()) {
                unpriced.add(account.id());
                continue;
            }
            priced = true;
            if (price.isPresent()) {
                Money cost = Cost.of(price.get(), tokens, ServiceTier.STANDARD_PPM)
                        .charged(group.multiplierPpm(), ask.caller().user().multiplierPpm());
                highest = cost.compareTo(highest) > 0 ? cost : highest;
            }
        }
        if (served && !priced) {
            throw new GatewayException(
                    ErrorCode.MODEL_NOT_FOUND,
                    "The model " + ask.head().model()
                            + " has no price here, and this key's group refuses unpriced models.");
        }
        return highest;
    }
}
