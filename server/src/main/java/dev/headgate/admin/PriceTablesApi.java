package dev.headgate.admin;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.pricing.PriceTable;
import dev.headgate.tariff.PriceChange;
import dev.headgate.tariff.TableSource;
import dev.headgate.tariff.Tariffs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vendors' table: which one holds, what happened to it, and a newer one, looked at before it is put in force. It comes from the
 * address in the settings or as text: callers name no address, so nobody can have this machine fetch what they like.
 */
final class PriceTablesApi {
    private static final String SENT = "sent by API";

    private final Features.Prices prices;

    PriceTablesApi(Features.Prices prices) {
        this.prices = prices;
    }

    record VersionView(String id, Instant at, String source, String sha256, boolean current) {}

    record TableEventView(
            String id,
            Instant at,
            @Doc("apply, rollback or refused") String kind,

            @Doc("the version in force from then on, 0 = the shipped one")
            String version,

            @Doc("where it came from, or why") String words) {}

    record SourceView(
            @Doc("where a newer table is had (`prices.url`), absent where that isn't set") @Nullable
            String address) {}

    record TableInput(
            @Doc(
                    "the table itself, in the form of docs/guides/prices.md; absent = what is at the address in the settings")
            @Nullable
            String table) {}

    record TablePreview(
            String source,

            @Doc("names what was looked at, for putting just that in force")
            String sha256,

            List<PricesApi.PriceChangeView> changes,

            @Doc("why it would be refused, absent when it wouldn't") @Nullable
            String refused) {}

    record TableWish(
            @Doc("as for the preview") @Nullable String table,
            @Doc("what the preview told") String sha256) {}

    record RollBack(@Doc("why, kept with it") String note) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/prices/table", "prices.table.get", "Where a newer table of the vendors' is had")
                        .needs(Permission.PRICES_READ)
                        .tells(SourceView.class)
                        .by(call -> new SourceView(prices.newer().address())),
                Endpoint.post(
                                "/prices/table/preview",
                                "prices.table.preview",
                                "What a newer table of the vendors' would change")
                        .needs(Permission.PRICES_READ)
                        .unaudited()
                        .tells(TablePreview.class)
                        .with(TableInput.class, (call, input) -> preview(found(input.table()))),
                Endpoint.post("/prices/table", "prices.table.apply", "Put a table that was looked at in force")
                        .needs(Permission.PRICES_WRITE)
                        .tells(PricesApi.Preview.class)
                        .with(TableWish.class, this::apply),
                Endpoint.get("/prices/table/events", "prices.table.events", "What happened to the table, newest first")
                        .needs(Permission.PRICES_READ)
                        .givesPage(TableEventView.class)
                        .by(call -> Lists.whole(
                                prices.tariffs().history().reversed(),
                                one -> new TableEventView(
                                        Long.toString(one.seq()),
                                        one.at(),
                                        one.kind(),
                                        Long.toString(one.table()),
                                        one.words()))),
                Endpoint.get(
                                "/prices/versions",
                                "prices.versions.list",
                                "Versions of the vendors' table, the newest first")
                        .needs(Permission.PRICES_READ)
                        .givesPage(VersionView.class)
                        .by(call -> Lists.whole(
                                prices.tariffs().versions(),
                                one -> new VersionView(
                                        Long.toString(one.id()), one.at(), one.source(), one.sha256(), one.current()))),
                Endpoint.post("/prices/roll-back", "prices.roll-back", "Go back to the vendors' table that held before")
                        .needs(Permission.PRICES_WRITE)
                        .with(RollBack.class, this::rollBack));
    }

    /** A table to look at. */
    private record Found(String source, TableSource.Fetched table) {
        String hash() {
            return Tariffs.sha256(table.table());
        }
    }

    private Found found(@Nullable String text) {
        if (text != null) {
            return new Found(SENT, new TableSource.Fetched(text.getBytes(StandardCharsets.UTF_8), ""));
        }
        String address = prices.newer().address();
        if (address == null) {
            throw ApiFault.invalid(List.of(new ApiFault.Field(
                    "table", "missing, and prices.url isn't set (expected: one of the two, to know which table)")));
        }
        return new Found(address, prices.newer().fetch());
    }

    private TablePreview preview(Found found) {
        String hash = found.hash();
        String expected = found.table().sha256();
        Check.that(
                expected.isEmpty() || expected.equalsIgnoreCase(hash),
                "checksum of " + found.source(),
                hash,
                "sha256 " + expected);
        List<PriceChange> changes =
                prices.tariffs().diff(PriceTable.parse(found.table().table()));
        long wild = changes.stream().filter(PriceChange::wild).count();
        return new TablePreview(
                found.source(),
                hash,
                PricesApi.Preview.of(changes).changes(),
                wild == 0
                        ? null
                        : wild + (wild == 1 ? " price moves" : " prices move")
                                + " more than tenfold (expected: none; enter them as your own where they are right)");
    }

    private Object apply(ApiCall call, TableWish input) {
        Found found = found(input.table());
        if (!found.hash().equalsIgnoreCase(input.sha256())) {
            throw ApiFault.invalid(List.of(new ApiFault.Field(
                    "sha256", "the table has another one now: " + found.hash() + " (expected: look at it again)")));
        }
        PricesApi.Preview changes = PricesApi.Preview.of(prices.tariffs()
                .apply(found.table().table(), found.source(), found.table().sha256()));
        prices.changed().run();
        call.changed("prices.table.apply", "prices:" + input.sha256().substring(0, 12), null, changes);
        return changes;
    }

    private @Nullable Object rollBack(ApiCall call, RollBack input) {
        long version = prices.tariffs().rollBack(input.note());
        prices.changed().run();
        call.changed("prices.roll-back", "prices:" + version, null, input);
        return null;
    }
}
