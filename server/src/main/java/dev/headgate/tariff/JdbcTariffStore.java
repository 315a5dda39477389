package dev.headgate.tariff;

import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of price tables, what happened to them, and the operator's own rows. All tables are small. */
final class JdbcTariffStore {
    private static final String NEXT_TABLE = "select coalesce(max(id), 0) + 1 from price_tables";

    private static final String INSERT_TABLE = """
            insert into price_tables (id, made_at, source, sha256, body) values (:id, :at, :source, :sha256, :body)""";

    private static final String BODY = "select body from price_tables where id = :id";

    private static final String INSERT_EVENT = """
            insert into price_events (seq, happened_at, kind, table_id, words)
            values ((select coalesce(max(seq), 0) + 1 from price_events), :at, :kind, :table, :words)""";

    private static final String EVENTS =
            "select seq, happened_at, kind, table_id, words from price_events order by seq";

    private static final String INSERT_OVERRIDE = """
            insert into price_overrides (id, made_at, body, withdrawn, reason)
            values ((select coalesce(max(id), 0) + 1 from price_overrides), :at, :body, :withdrawn, :reason)""";

    private static final String OVERRIDES = "select id, body, withdrawn from price_overrides order by id";

    /** The console; there are few. */
    private static final String VERSIONS = "select id, made_at, source, sha256 from price_tables order by id desc";

    /** The console; primary key backwards. */
    private static final String PAGE = """
            select id, made_at, body, withdrawn, reason from price_overrides where id < :before
            order by id desc limit :rows""";

    /** Grows with whatever changes prices. */
    private static final String STATE = """
            select (select coalesce(max(seq), 0) from price_events) + (select coalesce(max(id), 0) from price_overrides)""";

    private JdbcTariffStore() {}

    static long addTable(Handle handle, List<PriceRow> rows, String source, String sha256, long atMillis) {
        long id = handle.createQuery(NEXT_TABLE).mapTo(long.class).one();
        handle.createUpdate(INSERT_TABLE)
                .bind("id", id)
                .bind("at", atMillis)
                .bind("source", source)
                .bind("sha256", sha256)
                .bind("body", PriceTable.write(rows))
                .execute();
        return id;
    }

    static List<PriceRow> table(Handle handle, long id) {
        return parse(handle.createQuery(BODY).bind("id", id).mapTo(String.class).one());
    }

    private static List<PriceRow> parse(String body) {
        return PriceTable.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    static void addEvent(Handle handle, String kind, long table, String words, long atMillis) {
        handle.createUpdate(INSERT_EVENT)
                .bind("at", atMillis)
                .bind("kind", kind)
                .bind("table", table)
                .bind("words", words)
                .execute();
    }

    static List<TableVersion> events(Handle handle) {
        return handle.createQuery(EVENTS)
                .map((row, ctx) -> new TableVersion(
                        row.getLong("seq"),
                        Instant.ofEpochMilli(row.getLong("happened_at")),
                        row.getString("kind"),
                        row.getLong("table_id"),
                        row.getString("words")))
                .list();
    }

    static void addOverride(Handle handle, PriceRow row, boolean withdrawn, String reason, long atMillis) {
        handle.createUpdate(INSERT_OVERRIDE)
                .bind("at", atMillis)
                .bind("body", PriceTable.write(List.of(row)))
                .bind("withdrawn", withdrawn)
                .bind("reason", reason)
                .execute();
    }

    /** One row of the operator's, with the id that names it in charges. */
    record Own(long id, PriceRow row, boolean withdrawn) {}

    static List<Own> overrides(Handle handle) {
        List<Own> found = new ArrayList<>();
        handle.createQuery(OVERRIDES)
                .map((row, ctx) -> new Own(
                        row.getLong("id"), parse(row.getString("body")).getFirst(), row.getBoolean("withdrawn")))
                .forEach(found::add);
        return found;
    }

    static List<PriceVersion> versions(Handle handle) {
        return handle.createQuery(VERSIONS)
                .map((row, ctx) -> new PriceVersion(
                        row.getLong("id"),
                        Instant.ofEpochMilli(row.getLong("made_at")),
                        row.getString("source"),
                        row.getString("sha256"),
                        false,
                        false))
                .list();
    }

    static List<Tariffs.OwnPrice> page(Handle handle, long before, int rows) {
        return handle.createQuery(PAGE)
                .bind("before", before)
                .bind("rows", rows)
                .map((row, ctx) -> new Tariffs.OwnPrice(
                        row.getLong("id"),
                        Instant.ofEpochMilli(row.getLong("made_at")),
                        parse(row.getString("body")).getFirst(),
                        row.getBoolean("withdrawn"),
                        row.getString("reason"),
                        false))
                .list();
    }

    static long state(Handle handle) {
        return handle.createQuery(STATE).mapTo(long.class).one();
    }
}
