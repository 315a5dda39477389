package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.pricing.PriceRow;
import dev.headgate.tariff.PriceChange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prices: the vendors' table and the operator's own on top; the table's versions are {@link PriceTablesApi}'s. */
final class PricesApi {
    private static final Comparator<PriceRow> BY_MODEL =
            Comparator.comparing(PriceRow::model, String.CASE_INSENSITIVE_ORDER).thenComparing(PriceRow::provider);

    private final Features.Prices prices;
    private final InstantSource clock;

    PricesApi(Features.Prices prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    record PriceView(
            String model,
            @Doc("empty = for all providers") String provider,
            @Doc("when it begins to hold") Instant effectiveFrom,

            @Doc("pico-dollars per token or unit, by name: input, output, cacheRead …")
            Map<String, Long> prices,

            @Doc("who says so, and when") String source) {}

    record OwnPriceView(
            String id,
            Instant at,
            PriceView price,
            @Doc("whether it takes an earlier one back") boolean withdrawn,
            @Doc("why") String note,

            @Doc("whether it is the last word on its model, provider and day")
            boolean inForce) {}

    record PriceFilter(
            @Doc("a part of the model's name") @Nullable String search,
            @Nullable String provider) {}

    record OwnPriceFilter(
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record PriceInput(
            @Doc("a model's name, or a pattern with *") String model,
            @Doc("absent = for all providers") @Nullable String provider,
            @Doc("absent = since ever") @Nullable Instant effectiveFrom,

            @Doc("pico-dollars per token or unit, by name: input, output, cacheRead …")
            Map<String, Long> prices,

            @Doc("why, kept with it") @Nullable String note) {}

    record PriceChangeView(
            String model,
            String provider,
            Instant effectiveFrom,
            @Doc("which price") String name,
            @Nullable Long before,
            @Nullable Long after,
            @Doc("whether it moves more than tenfold") boolean wild,
            String words) {}

    /** What prices would change, or have. */
    record Preview(List<PriceChangeView> changes) {
        static Preview of(List<PriceChange> changes) {
            return new Preview(changes.stream().map(PricesApi::view).toList());
        }
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/prices", "prices.list", "The vendors' prices in force")
                        .needs(Permission.PRICES_READ)
                        .givesPage(PriceView.class)
                        .with(PriceFilter.class, this::list),
                Endpoint.get("/me/prices", "me.prices.list", "What models cost here, at list price")
                        .needs(Permission.OWN)
                        .givesPage(PriceView.class)
                        .with(PriceFilter.class, this::inForce),
                Endpoint.get("/prices/own", "prices.own.list", "Prices entered here, the newest first")
                        .needs(Permission.PRICES_READ)
                        .givesPage(OwnPriceView.class)
                        .with(OwnPriceFilter.class, this::own),
                Endpoint.post("/prices/own/preview", "prices.own.preview", "What entering a price would change")
                        .needs(Permission.PRICES_READ)
                        .unaudited()
                        .tells(Preview.class)
                        .with(PriceInput.class, (call, input) -> preview(input)),
                Endpoint.post(
                                "/prices/own",
                                "prices.own.set",
                                "Enter a price, in place of any for the same model, provider and day")
                        .needs(Permission.PRICES_WRITE)
                        .tells(Preview.class)
                        .with(PriceInput.class, this::set),
                Endpoint.post("/prices/own/withdraw", "prices.own.withdraw", "Take an entered price back")
                        .needs(Permission.PRICES_WRITE)
                        .with(PriceInput.class, this::withdraw));
    }

    private static PriceView view(PriceRow row) {
        return new PriceView(row.model(), row.provider(), row.effectiveFrom(), row.stated(), row.source());
    }

    private Object list(ApiCall call, PriceFilter filter) {
        String search = filter.search() == null ? "" : filter.search();
        List<PriceRow> rows = prices.tariffs().table().stream()
                .filter(row -> row.model().contains(search))
                .filter(row -> filter.provider() == null || row.provider().equals(filter.provider()))
                .toList();
        return Lists.whole(rows, PricesApi::view);
    }

    /** The last word on each model: the operator's where there is one, else the newest of the vendor's that holds already. */
    private Object inForce(ApiCall call, PriceFilter filter) {
        String search = filter.search() == null ? "" : filter.search();
        Instant now = clock.instant();
        SortedMap<PriceRow, PriceRow> last = new TreeMap<>(BY_MODEL);
        for (List<PriceRow> layer : prices.tariffs().layers()) {
            SortedMap<PriceRow, PriceRow> newest = new TreeMap<>(BY_MODEL);
            layer.stream()
                    .filter(row ->
                            row.model().contains(search) && !row.effectiveFrom().isAfter(now))
                    .filter(row -> filter.provider() == null || row.provider().equals(filter.provider()))
                    .forEach(row -> newest.merge(row, row, PricesApi::later));
            last.putAll(newest);
        }
        return Lists.whole(List.copyOf(last.values()), PricesApi::view);
    }

    private static PriceRow later(PriceRow one, PriceRow other) {
        return other.effectiveFrom().isBefore(one.effectiveFrom()) ? one : other;
    }

    private Object own(ApiCall call, OwnPriceFilter filter) {
        int limit = Lists.limit(filter.limit());
        Long before = Lists.cursor(filter.cursor());
        return Lists.page(
                prices.tariffs().overrides(before == null ? Long.MAX_VALUE : before, limit + 1),
                limit,
                one -> new OwnPriceView(
                        Long.toString(one.id()),
                        one.at(),
                        view(one.row()),
                        one.withdrawn(),
                        one.reason(),
                        one.inForce()),
                one -> Long.toString(one.id()));
    }

    private static PriceRow row(PriceInput input) {
        return new PriceRow(
                input.model(),
                input.provider() == null ? "" : input.provider(),
                input.effectiveFrom() == null ? Instant.EPOCH : input.effectiveFrom(),
                new TreeMap<>(input.prices()),
                "own");
    }

    private static String note(PriceInput input) {
        if (input.note() == null || input.note().isBlank()) {
            throw ApiFault.invalid(List.of(new ApiFault.Field("note", "missing (expected: why, in words)")));
        }
        return input.note();
    }

    private Preview preview(PriceInput input) {
        return Preview.of(prices.tariffs().preview(row(input)));
    }

    static PriceChangeView view(PriceChange change) {
        return new PriceChangeView(
                change.model(),
                change.provider(),
                change.from(),
                change.name(),
                change.before(),
                change.after(),
                change.wild(),
                change.words());
    }

    private Object set(ApiCall call, PriceInput input) {
        Preview changes = preview(input);
        prices.tariffs().put(row(input), note(input));
        prices.changed().run();
        call.changed("prices.own.set", "price:" + input.model(), null, changes);
        return changes;
    }

    private @Nullable Object withdraw(ApiCall call, PriceInput input) {
        if (!prices.tariffs().withdraw(row(input), note(input))) {
            throw ApiFault.notFound("price");
        }
        prices.changed().run();
        call.changed("prices.own.withdraw", "price:" + input.model(), input, null);
        return null;
    }
}
