package dev.headgate.tariff;

import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.billing.ChargeCorrection;
import dev.headgate.billing.Ledger;
import dev.headgate.pricing.PriceBook;
import dev.headgate.pricing.Quote;
import dev.headgate.protocol.UsageReport;
import dev.headgate.usage.Correction;
import dev.headgate.usage.RatedCall;
import dev.headgate.usage.UsageCorrections;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prices the calls of a period again. What changes is added as corrections beside the log, in its sums, and as ledger entries; rows
 * stay as they are. Every page is one transaction and every correction has an id of its own, so a run that broke off is ended by
 * running it again, and running it twice changes nothing. Blocking.
 */
public final class Rerating {
    /** What keeps a correction's ledger id within its 100 characters. */
    private static final int ID_MAX = 50;

    private final UsageCorrections corrections;
    private final Ledger ledger;
    private final InstantSource clock;

    public Rerating(UsageCorrections corrections, Ledger ledger, InstantSource clock) {
        this.corrections = corrections;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What is priced again.
     *
     * @param id names the re-rating; the same id continues it
     * @param from first instant
     * @param to first instant no longer in it
     * @param dryRun only says what would change
     */
    public record Order(String id, Instant from, Instant to, String reason, boolean dryRun) {
        public Order {
            Check.notBlank("id", id);
            Check.that(id.length() <= ID_MAX, "id", id, "at most " + ID_MAX + " characters");
            Check.notBlank("reason", reason);
            Check.that(from.isBefore(to), "from", from, "before " + to);
        }
    }

    /**
     * What it came to.
     *
     * @param calls calls looked at
     * @param changed calls whose list cost or charge moved now (or would)
     * @param unpriced calls whose model has no price; they stay as they are
     * @param list by how much list costs moved together
     * @param charged by how much charges moved together
     */
    public record Outcome(long calls, long changed, long unpriced, Money list, Money charged) {
        Outcome plus(Outcome other) {
            return new Outcome(
                    calls + other.calls,
                    changed + other.changed,
                    unpriced + other.unpriced,
                    list.plus(other.list),
                    charged.plus(other.charged));
        }
    }

    /** Runs it under {@code book}; every call is priced as of its own arrival, on its own terms, with its own multipliers. */
    public Outcome run(Order order, PriceBook book) {
        Outcome[] sum = {new Outcome(0, 0, 0, Money.ZERO, Money.ZERO)};
        corrections.pages(order.id(), order.from(), order.to(), page -> {
            List<Correction> changes = new ArrayList<>();
            long unpriced = 0;
            for (RatedCall call : page) {
                Correction change = call.corrected() ? null : correction(book, call);
                if (change == null) {
                    continue;
                }
                if (change.priceVersion().equals(Quote.UNPRICED)) {
                    unpriced++;
                } else if (change.list().nanos() != 0 || change.charged().nanos() != 0) {
                    changes.add(change);
                }
            }
            List<Correction> done = order.dryRun() || changes.isEmpty() ? changes : correct(order, changes);
            sum[0] = sum[0].plus(outcome(page.size(), unpriced, done));
        });
        return sum[0];
    }

    private static Outcome outcome(long calls, long unpriced, List<Correction> done) {
        Money list = Money.ZERO;
        Money charged = Money.ZERO;
        for (Correction correction : done) {
            list = list.plus(correction.list());
            charged = charged.plus(correction.charged());
        }
        return new Outcome(calls, done.size(), unpriced, list, charged);
    }

    private static @Nullable Correction correction(PriceBook book, RatedCall call) {
        if (call.tokens().equals(dev.headgate.protocol.TokenUsage.NONE)) {
            return null; // nothing was produced, or nothing that the user pays
        }
        List<UsageReport.Part> parts = call.rating().parts().isEmpty()
                ? List.of(new UsageReport.Part("", call.tokens()))
                : call.rating().parts();
        Quote quote = Quote.of(
                model -> book.find(call.rating().provider(), model, call.createdAt()),
                call.upstreamModel(),
                parts,
                call.rating().terms());
        Money charge = quote.cost()
                .charged(
                        call.rating().groupPpm(),
                        call.rating().userPpm(),
                        call.rating().hourPpm());
        return new Correction(
                call, quote.cost().list().minus(call.list()), charge.minus(call.charged()), quote.version());
    }

    private List<Correction> correct(Order order, List<Correction> changes) {
        return ledger.correct(order.id(), order.reason(), handle -> {
            List<Correction> added = corrections.add(handle, order.id(), changes, clock.instant());
            return new Ledger.Corrected<>(
                    added,
                    added.stream()
                            .map(change -> new ChargeCorrection(
                                    change.call().requestId(),
                                    change.call().user(),
                                    change.call().subscription(),
                                    change.call().fromBalance(),
                                    change.charged()))
                            .toList());
        });
    }
}
