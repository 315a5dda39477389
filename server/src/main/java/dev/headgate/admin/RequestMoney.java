package dev.headgate.admin;

import dev.headgate.base.Money;
import dev.headgate.billing.Billing;
import dev.headgate.config.Doc;
import dev.headgate.pricing.Cost;
import dev.headgate.pricing.CostSheet;
import dev.headgate.pricing.Price;
import dev.headgate.pricing.PriceBook;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReport;
import dev.headgate.usage.RatedCall;
import dev.headgate.usage.RequestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a call's charge came about, and what the books say of it. Blocking. */
final class RequestMoney {
    private final RequestLog log;
    private final Features.Prices prices;
    private final Billing billing;

    RequestMoney(RequestLog log, Features.Prices prices, Billing billing) {
        this.log = log;
        this.prices = prices;
        this.billing = billing;
    }

    record SheetLine(
            @Doc("whose price it is, where several models worked on the answer")
            String model,

            @Doc("of the price: input, output, cacheRead …") String name,
            @Doc("tokens, or pieces") long count,
            @Doc("pico-dollars for one") long picos,

            @Doc("whether speed_ppm and region_ppm are applied to it")
            boolean factored) {}

    record Sheet(
            List<SheetLine> lines,

            @Doc("whether the prompt was so long that other rates hold")
            boolean longContext,

            @Doc("factor of the speed asked for, parts per million")
            long speedPpm,

            @Doc("factor of the region, parts per million") long regionPpm,
            @Doc("the group's, parts per million") long groupPpm,
            @Doc("the user's, parts per million") long userPpm,

            @Doc("that of the time of day, parts per million")
            long hourPpm,

            @Doc("of the price row that holds for the call's time now")
            String priceVersion,

            @Doc("rounded once, half to even") long listCostNanos,

            @Doc(
                    "times the three factors, rounded once; differs from the charge where prices were changed for that time since")
            long chargedNanos) {}

    /** The sheet by the prices that hold for the call's own time; null when nothing was produced, or its model has no price. */
    @Nullable
    Sheet sheet(String requestId) {
        return log.rated(requestId)
                .filter(call -> !call.tokens().equals(TokenUsage.NONE))
                .map(this::sheet)
                .orElse(null);
    }

    private @Nullable Sheet sheet(RatedCall call) {
        PriceBook book = prices.tariffs().book();
        Price main = price(book, call, call.upstreamModel()).orElse(null);
        if (main == null) {
            return null;
        }
        List<UsageReport.Part> parts = call.rating().parts().isEmpty()
                ? List.of(new UsageReport.Part("", call.tokens()))
                : call.rating().parts();
        List<SheetLine> lines = new ArrayList<>();
        Cost sum = Cost.NOTHING;
        boolean longContext = false;
        for (UsageReport.Part part : parts) {
            Price own = part.model().isEmpty()
                    ? main
                    : price(book, call, part.model()).orElse(main);
            CostSheet sheet = CostSheet.of(own, part.tokens(), call.rating().terms());
            longContext |= sheet.longContext();
            sheet.lines()
                    .forEach(line -> lines.add(
                            new SheetLine(part.model(), line.name(), line.count(), line.picos(), line.tokens())));
            sum = sum.plus(Cost.of(own, part.tokens(), call.rating().terms()));
        }
        return sheet(call, main, sum, new Lines(lines, longContext));
    }

    private record Lines(List<SheetLine> lines, boolean longContext) {}

    private static Sheet sheet(RatedCall call, Price price, Cost sum, Lines lines) {
        CostSheet factors = CostSheet.of(price, TokenUsage.NONE, call.rating().terms());
        Money charged = sum.charged(
                call.rating().groupPpm(), call.rating().userPpm(), call.rating().hourPpm());
        return new Sheet(
                lines.lines(),
                lines.longContext(),
                factors.speedPpm(),
                factors.regionPpm(),
                call.rating().groupPpm(),
                call.rating().userPpm(),
                call.rating().hourPpm(),
                price.version(),
                sum.list().nanos(),
                charged.nanos());
    }

    private static Optional<Price> price(PriceBook book, RatedCall call, String model) {
        return book.find(call.rating().provider(), model, call.createdAt());
    }

    /** The charge's entry, refunds and corrections, oldest first. */
    List<LedgerApi.EntryView> entries(String requestId) {
        return billing.ledger().entriesOf(requestId).stream()
                .map(LedgerApi.EntryView::of)
                .toList();
    }
}
