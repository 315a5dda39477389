package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Group;
import dev.headgate.base.AccountId;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.billing.Estimate;
import dev.headgate.billing.Reservation;
import dev.headgate.identity.Caller;
import dev.headgate.limits.ConcurrencyLimits;
import dev.headgate.pricing.Cost;
import dev.headgate.pricing.Price;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.protocol.ServiceTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Lets a call in, or says why not: group, model and its price, places of the user, money. Takes nothing when it refuses. */
final class Admission {
    private final DataPlane plane;
    private final Payment payment;

    Admission(DataPlane plane) {
        this.plane = plane;
        this.payment = new Payment(plane.funding(), plane.usualOutput(), plane.journal());
    }

    /**
     * What an admitted call holds.
     *
     * @param unpriced accounts that may not be used, since their price is unknown and the group refuses such calls
     */
    record Admitted(Group group, ConcurrencyLimits.Permit permit, Reservation reservation, Set<AccountId> unpriced) {
        Admitted {
            unpriced = Set.copyOf(unpriced);
        }

        /** Gives everything back for a call that cost nothing. */
        void release() {
            permit.close();
            reservation.release();
        }
    }

    /** What a call is about. */
    record Ask(Caller caller, Protocol protocol, RequestHead head, int requestBytes, Instant arrival) {}

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
        Estimate estimate = estimate(ask, group, unpriced);
        int max = ask.caller().user().concurrency();
        ConcurrencyLimits.Permit permit = plane.limits()
                .acquire(ask.caller().user().id(), max)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.RATE_LIMITED,
                        "All " + max + " of this user's calls at once are in use; try again when one has ended.",
                        "user concurrency " + max,
                        Duration.ofSeconds(1),
                        null));
        try {
            Reservation reservation = ask.protocol().free()
                    ? Reservation.NONE
                    : payment.reserve(ask.caller(), group, estimate, ask.arrival());
            return new Admitted(group, permit, reservation, unpriced);
        } catch (GatewayException refused) {
            permit.close();
            throw refused;
        }
    }

    /** The highest estimate over the accounts that could serve the call. Fills {@code unpriced}. */
    private Estimate estimate(Ask ask, Group group, Set<AccountId> unpriced) {
        Instant now = plane.clock().instant();
        Pricing pricing = new Pricing(plane.prices().book(), group, now);
        long hourPpm = plane.prices().hours().ppm(group.name(), now);
        ServiceTerms terms = ServiceTerms.tier(ask.head().serviceTier());
        Estimate highest = Estimate.NOTHING;
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
            Optional<Price> price = pricing.price(account, upstream.get());
            if (price.isEmpty()
                    && group.unknownModel() instanceof Group.UnknownModel.Refuse
                    && !ask.protocol().free()) {
                unpriced.add(account.id());
                continue;
            }
            priced = true;
            if (price.isPresent() && group.billing() != Group.Billing.NONE) { // nothing is set aside there
                Price known = price.get();
                highest = highest.max(payment.estimate(
                        ask.protocol(),
                        ask.head(),
                        upstream.get(),
                        tokens -> Cost.of(known, tokens.of(ask.requestBytes()), terms)
                                .charged(
                                        group.multiplierPpm(),
                                        ask.caller().user().multiplierPpm(),
                                        hourPpm)));
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
