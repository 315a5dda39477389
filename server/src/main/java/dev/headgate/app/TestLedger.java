package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.pricing.Quote;
import dev.headgate.upstream.TestBook;
import dev.headgate.upstream.TestPrices.Listed;
import dev.headgate.usage.AttemptRecord;
import dev.headgate.usage.Rating;
import dev.headgate.usage.TestCaller;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageJournal;
import dev.headgate.usage.UsageRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Test calls in the books, of people and of probes: the operator's cost like a failed-over attempt, nobody's charge. The record is one
 * of a call like any other, by nobody and times nought, so that it takes the way of all records and re-rating leaves it free.
 * Thread-safe.
 */
final class TestLedger implements TestBook {
    private static final Logger log = LoggerFactory.getLogger(TestLedger.class);

    private final IdSource ids;
    private final InstantSource clock;
    private final Consumer<UsageRecord> taker;

    private TestLedger(IdSource ids, InstantSource clock, Consumer<UsageRecord> taker) {
        this.ids = ids;
        this.clock = clock;
        this.taker = taker;
    }

    /** For the server: records go by the journal. */
    static TestLedger by(UsageJournal journal, IdSource ids, InstantSource clock) {
        return new TestLedger(
                ids,
                clock,
                record -> journal.append(record, failure -> {
                    if (failure != null) {
                        log.warn("the cost of a test call is not in the books: {}", failure.toString());
                    }
                }));
    }

    /** For a command beside it, which has no journal: records are settled at once. */
    static TestLedger by(UsageBook book, IdSource ids, InstantSource clock) {
        return new TestLedger(ids, clock, record -> book.settle(List.of(record)));
    }

    @Override
    public void over(Billed call) {
        Listed listed = call.listed();
        Money cost = listed == null ? Money.ZERO : listed.cost();
        var tokens = call.used().total();
        taker.accept(new UsageRecord(
                ids.nextRequestId(),
                clock.instant().minus(Duration.ofMillis(call.durationMillis())),
                TestCaller.USER,
                TestCaller.KEY,
                TestCaller.GROUP,
                call.account().id(),
                call.protocol(),
                call.model(),
                call.model(),
                false,
                call.status(),
                call.errorCode(),
                tokens,
                cost,
                Money.ZERO,
                false,
                null,
                call.estimated(),
                new Rating(
                        call.account().provider().id(),
                        call.used().terms(),
                        call.used().parts().size() < 2 ? List.of() : call.used().parts(),
                        0,
                        0,
                        0),
                listed == null ? Quote.UNPRICED : listed.priceVersion(),
                call.firstByteMillis(),
                call.durationMillis(),
                List.of(new AttemptRecord(
                        call.account().id(),
                        call.errorCode().isEmpty() ? "success" : call.errorCode(),
                        call.status(),
                        tokens,
                        cost,
                        call.durationMillis())),
                ""));
    }
}
