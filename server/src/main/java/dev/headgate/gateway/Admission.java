package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Group;
import dev.headgate.base.AccountId;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.billing.Estimate;
import dev.headgate.billing.Reservation;
import dev.headgate.cluster.Answer;
import dev.headgate.identity.Caller;
import dev.headgate.identity.KeyRules;
import dev.headgate.limits.Limits;
import dev.headgate.pricing.Cost;
import dev.headgate.pricing.Price;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Lets a call in, or says why not: model, group, price, limits, money. Takes nothing when it refuses. Confined to its loop. */
final class Admission {
    private final DataPlane plane;
    private final Context context;
    private final Payment payment;

    Admission(DataPlane plane, Context context) {
        this.plane = plane;
        this.context = context;
        this.payment = new Payment(plane.funding(), plane.usualOutput(), plane.journal());
    }

    /**
     * What an admitted call holds.
     *
     * @param unpriced accounts that may not be used, since their price is unknown and the group refuses such calls
     */
    record Admitted(Group group, Limits.Grant grant, Reservation reservation, Set<AccountId> unpriced) {
        Admitted {
            unpriced = Set.copyOf(unpriced);
        }

        /** Gives everything back for a call that cost nothing. */
        void release() {
            grant.release();
            reservation.release();
        }

        /**
         * Replaces estimates by the truth.
         *
         * @param recorded whether the call could be recorded; if not, nothing is charged for it
         */
        void settle(Settlement.Bill bill, boolean recorded) {
            Money charge = recorded ? bill.charge() : Money.ZERO;
            TokenUsage tokens = bill.record().tokens();
            grant.settle(tokens.input() + tokens.cacheWrite5m() + tokens.cacheWrite1h() + tokens.output(), charge);
            reservation.settle(charge);
        }
    }

    /**
     * What a call is about.
     *
     * @param answer headers of its answer, which are told the caller's limits
     */
    record Ask(
            Caller caller, Protocol protocol, RequestHead head, int requestBytes, Instant arrival, MultiMap answer) {}

    /** Whose limits a caller's calls count against. */
    static Limits.Who who(DataPlane plane, Caller caller) {
        return new Limits.Who(
                caller.key().id(),
                caller.key().limits(),
                caller.user().id(),
                caller.user().limits(),
                plane.funding().extraPlaces(caller.user().id()));
    }

    /** A call whose limits are being asked. */
    private record Pending(
            Ask ask,
            Group group,
            Estimate estimate,
            Set<AccountId> unpriced,
            Consumer<Admitted> admitted,
            Consumer<Throwable> refused) {}

    /**
     * Lets a call in or refuses it. Calls one of the two on the loop: at once, unless limits are shared over the network. A refusal
     * is a {@link GatewayException} with what refused it.
     */
    void admit(Ask ask, Consumer<Admitted> admitted, Consumer<Throwable> refused) {
        Pending pending;
        Answer<Limits.Verdict> verdict;
        try {
            Group group = open(ask);
            Set<AccountId> unpriced = new HashSet<>();
            pending = new Pending(ask, group, estimate(ask, group, unpriced), unpriced, admitted, refused);
            verdict = plane.limits()
                    .admit(
                            who(plane, ask.caller()),
                            tokens(ask),
                            pending.estimate().usual());
        } catch (RuntimeException e) {
            refused.accept(e);
            return;
        }
        onLoop(
                verdict,
                found -> decide(pending, found),
                away -> refused.accept(new GatewayException(
                        ErrorCode.OVERLOADED,
                        "Limits can't be checked at this moment; try again shortly.",
                        "limits: " + away,
                        Duration.ofSeconds(1),
                        null)));
    }

    private <T> void onLoop(Answer<T> answer, Consumer<T> then, Consumer<Throwable> failed) {
        if (answer.known()) {
            then.accept(answer.value());
            return;
        }
        answer.then(
                value -> context.runOnContext(now -> then.accept(value)),
                away -> context.runOnContext(now -> failed.accept(away)));
    }

    private void decide(Pending pending, Limits.Verdict verdict) {
        Ask ask = pending.ask();
        switch (verdict) {
            case Limits.Refused refusal -> refuse(pending, refusal);
            case Limits.Grant grant -> {
                RateHeaders.set(ask.answer(), ask.protocol().dialect(), grant.rates(), ask.arrival());
                Admitted admitted;
                try {
                    Reservation reservation = ask.protocol().free()
                            ? Reservation.NONE
                            : payment.reserve(ask.caller(), pending.group(), pending.estimate(), ask.arrival());
                    admitted = new Admitted(pending.group(), grant, reservation, pending.unpriced());
                } catch (RuntimeException e) {
                    grant.release();
                    pending.refused().accept(e);
                    return;
                }
                pending.admitted().accept(admitted);
            }
        }
    }

    /** Tells the refused client where its limits stand; one that can't be let in ever is told not to come again. */
    private void refuse(Pending pending, Limits.Refused refusal) {
        Ask ask = pending.ask();
        GatewayException failure = new GatewayException(
                ErrorCode.RATE_LIMITED, refusal.words(), refusal.words(), refusal.retryAfter(), null);
        if (refusal.never()) {
            ask.answer().set("x-should-retry", "false");
        }
        onLoop(
                plane.limits().rates(who(plane, ask.caller())),
                rates -> {
                    RateHeaders.set(ask.answer(), ask.protocol().dialect(), rates, ask.arrival());
                    pending.refused().accept(failure);
                },
                away -> pending.refused().accept(failure));
    }

    /** What must hold before any limit is asked: the gateway takes calls, and the key may make this one. */
    private Group open(Ask ask) {
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
        KeyRules rules = ask.caller().key().rules();
        if (!rules.allowsModel(ask.head().model())) {
            throw new GatewayException(
                    ErrorCode.FORBIDDEN,
                    "This API key may not use the model " + ask.head().model() + " (expected: "
                            + String.join(", ", rules.models()) + ").");
        }
        return plane.accounts()
                .directory()
                .group(ask.caller().key().group())
                .filter(Group::enabled)
                .orElseThrow(() -> new GatewayException(ErrorCode.FORBIDDEN, "This key's group is disabled."));
    }

    /** Upper estimate of the tokens that count against limits per minute. */
    private long tokens(Ask ask) {
        Protocol protocol = ask.protocol();
        if (protocol.free()) {
            return 0;
        }
        long input = Estimates.inputTokens(ask.requestBytes());
        if (protocol == Protocol.OPENAI_EMBEDDINGS || protocol == Protocol.GEMINI_EMBEDDINGS) {
            return input;
        }
        long asked = ask.head().outputTokensMax();
        if (asked >= 0) {
            return input + Math.min(asked, Payment.OUTPUT_MAX);
        }
        long usual = plane.usualOutput().usual(ask.head().model());
        return input + (usual >= 0 ? usual : Payment.OUTPUT_ASSUMED);
    }

    /** Whether anything is set aside for the call; if not, its cost need not be estimated. */
    private boolean countsMoney(Caller caller, Group group) {
        return group.billing() != Group.Billing.NONE
                || plane.funding().hasBudgets()
                || !caller.key().limits().spend().isEmpty()
                || !caller.user().limits().spend().isEmpty();
    }

    /** The highest estimate over the accounts that could serve the call. Fills {@code unpriced}. */
    private Estimate estimate(Ask ask, Group group, Set<AccountId> unpriced) {
        Instant now = plane.clock().instant();
        Pricing pricing = new Pricing(plane.prices().book(), group, now);
        long hourPpm = plane.prices().hours().ppm(group.name(), now);
        ServiceTerms terms = ServiceTerms.tier(ask.head().serviceTier());
        boolean money = countsMoney(ask.caller(), group);
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
            if (price.isPresent() && money) {
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
