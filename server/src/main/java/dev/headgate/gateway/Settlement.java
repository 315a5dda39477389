package dev.headgate.gateway;

import dev.headgate.accounts.Group;
import dev.headgate.base.Money;
import dev.headgate.identity.Caller;
import dev.headgate.pricing.Cost;
import dev.headgate.pricing.Quote;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReport;
import dev.headgate.usage.AttemptRecord;
import dev.headgate.usage.JournalAppender;
import dev.headgate.usage.Rating;
import dev.headgate.usage.UsageRecord;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns a finished call's trace into its usage record, prices it, and puts it into the journal. */
final class Settlement {
    private static final Quote NOTHING = new Quote(Cost.NOTHING, "");

    private final DataPlane plane;
    private final JournalAppender journal;

    Settlement(DataPlane plane, JournalAppender journal) {
        this.plane = plane;
        this.journal = journal;
    }

    /**
     * What a call comes to.
     *
     * @param charge to be taken from the hold
     */
    record Bill(UsageRecord record, Money charge) {}

    /** Makes the record of a call that reached an account at least once. */
    Bill bill(RequestTrace trace, long endNanos) {
        Caller caller = Objects.requireNonNull(trace.caller);
        Group group = Objects.requireNonNull(trace.group);
        RequestHead head = Objects.requireNonNull(trace.head);
        Protocol protocol = Objects.requireNonNull(trace.protocol);
        Pricing pricing = new Pricing(plane.prices().book(), group, trace.arrival);
        List<AttemptRecord> attempts = new ArrayList<>(trace.attempts.size());
        TokenUsage tokens = TokenUsage.NONE;
        Quote quote = NOTHING;
        Money list = Money.ZERO;
        ServiceTerms terms = ServiceTerms.NONE;
        List<UsageReport.Part> parts = List.of();
        boolean estimated = false;
        AttemptTrace last = trace.attempts.getLast();
        for (AttemptTrace attempt : trace.attempts) {
            boolean produced = attempt.status >= 200 && attempt.status < 300 && !protocol.free();
            boolean guess = produced && !attempt.usage.stated();
            TokenUsage used = !produced
                    ? TokenUsage.NONE
                    : guess ? attempt.usage.estimate(trace.requestBytes) : attempt.usage.total();
            List<UsageReport.Part> usedParts = Pricing.parts(attempt, used, guess);
            ServiceTerms onTerms = attempt.usage.terms().orTier(head.serviceTier());
            Quote cost = pricing.quote(attempt, usedParts, onTerms);
            Money listed = cost.cost().list();
            attempts.add(new AttemptRecord(attempt.account.id(), attempt.outcome, attempt.status, used, listed, (int)
                    ((attempt.endNanos - attempt.startNanos) / 1_000_000)));
            plane.health().spent(attempt.account, used.prompt() + used.output(), listed.nanos());
            if (attempt == last) {
                tokens = used;
                quote = cost;
                list = listed;
                terms = onTerms;
                parts = usedParts;
                estimated = guess;
            }
        }
        boolean reachedClient = trace.firstByteNanos != 0;
        if (!reachedClient && last.status >= 200 && last.status < 300 && !trace.errorCode.equals("client_gone")) {
            // the client got our error instead of the answer: what it produced is the operator's cost, not the user's
            tokens = TokenUsage.NONE;
            quote = new Quote(Cost.NOTHING, quote.version());
            list = Money.ZERO;
            parts = List.of();
            estimated = false;
        }
        Rating rating = new Rating(
                last.account.provider().id(),
                terms,
                parts.size() < 2 ? List.of() : parts,
                group.multiplierPpm(),
                caller.user().multiplierPpm(),
                plane.prices().hours().ppm(group.name(), trace.arrival));
        Money charge = quote.cost().charged(rating.groupPpm(), rating.userPpm(), rating.hourPpm());
        UsageRecord record = new UsageRecord(
                trace.requestId,
                trace.arrival,
                caller.user().id(),
                caller.key().id(),
                group.id(),
                last.account.id(),
                protocol,
                head.model(),
                last.upstreamModel,
                trace.stream,
                trace.status,
                trace.errorCode,
                tokens,
                list,
                charge,
                trace.reservation.fromBalance(),
                trace.reservation.subscription(),
                estimated,
                rating,
                quote.version(),
                trace.millisTo(trace.firstByteNanos),
                trace.millisTo(endNanos),
                attempts,
                TraceJson.write(trace, plane.picker(), charge, endNanos));
        return new Bill(record, charge);
    }

    /**
     * Journals a record; {@code done} is called with null once the record survives the process: at once, or later on
     * {@code context}.
     */
    void journal(UsageRecord record, Context context, Consumer<@Nullable Throwable> done) {
        if (journal.append(record, failure -> context.runOnContext(ignored -> done.accept(failure)))) {
            done.accept(null);
        }
    }

    /** Counts a finished call. */
    void count(RequestTrace trace, @Nullable UsageRecord record, long endNanos) {
        var metrics = plane.metrics();
        String protocol = trace.protocol == null ? "none" : trace.protocol.id();
        metrics.request(protocol, trace.errorCode.isEmpty() ? "success" : trace.errorCode);
        metrics.durationNanos(endNanos - trace.arrivalNanos);
        if (trace.firstByteNanos != 0) {
            metrics.firstByteNanos(trace.firstByteNanos - trace.arrivalNanos);
        }
        if (trace.sentNanos != 0) {
            metrics.addedNanos(trace.sentNanos - trace.bodyReadNanos - trace.queueFirstNanos);
        }
        for (AttemptTrace attempt : trace.attempts) {
            metrics.attempt(attempt.account.provider().id(), attempt.outcome);
        }
        if (record != null) {
            TokenUsage tokens = record.tokens();
            if (!record.estimated() && tokens.output() > 0) {
                plane.usualOutput().answered(record.upstreamModel(), tokens.output());
            }
            metrics.tokens(protocol, "input", tokens.input());
            metrics.tokens(protocol, "output", tokens.output());
            metrics.tokens(protocol, "cache_read", tokens.cacheRead());
            metrics.tokens(protocol, "cache_write", tokens.cacheWrite5m() + tokens.cacheWrite1h());
        }
    }
}
