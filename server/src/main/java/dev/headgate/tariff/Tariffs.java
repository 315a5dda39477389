package dev.headgate.tariff;

import dev.headgate.base.Check;
import dev.headgate.pricing.PriceBook;
import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import dev.headgate.store.Store;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Which prices hold: the shipped table, a newer one in front of it, the operator's own rows of the database, and those of the file in
 * front of all. Blocking; thread-safe.
 */
public final class Tariffs {
    private static final int SHOWN = 20;

    private final Store store;
    private final InstantSource clock;
    private final List<PriceRow> shipped;
    private final List<PriceRow> file;
    private final Consumer<String> alert;

    /**
     * Takes its rows; reads nothing yet.
     *
     * @param file rows of the operator's file, which win over all
     * @param alert told in words of a table that was refused
     */
    public Tariffs(
            Store store, InstantSource clock, List<PriceRow> shipped, List<PriceRow> file, Consumer<String> alert) {
        this.store = store;
        this.clock = clock;
        this.shipped = List.copyOf(shipped);
        this.file = List.copyOf(file);
        this.alert = alert;
    }

    /** The prices in force. */
    public PriceBook book() {
        return store.read(handle -> {
            PriceBook book = PriceBook.of(shipped);
            long table = current(handle);
            if (table != 0) {
                book = book.withTable(JdbcTariffStore.table(handle, table), "t" + table + "/");
            }
            for (JdbcTariffStore.Own own : active(handle)) {
                book = book.withOwn(List.of(own.row()), "o" + own.id() + "/");
            }
            return file.isEmpty() ? book : book.withOwn(file, "");
        });
    }

    /** Changes whenever prices do. */
    public long state() {
        return store.read(JdbcTariffStore::state);
    }

    private static long current(Handle handle) {
        return top(stack(handle));
    }

    /** The newest of them, 0 for the shipped one. */
    private static long top(Deque<Long> stack) {
        return stack.isEmpty() ? 0 : stack.getFirst();
    }

    /** The versions that were applied and not rolled back, newest first. */
    private static Deque<Long> stack(Handle handle) {
        Deque<Long> stack = new ArrayDeque<>();
        for (TableVersion event : JdbcTariffStore.events(handle)) {
            switch (event.kind()) {
                case "apply" -> stack.push(event.table());
                case "rollback" -> stack.poll();
                default -> {}
            }
        }
        return stack;
    }

    /** The last word on each row of the operator's, in the order in which they were said. */
    private static List<JdbcTariffStore.Own> active(Handle handle) {
        Map<List<Object>, JdbcTariffStore.Own> last = new LinkedHashMap<>();
        for (JdbcTariffStore.Own own : JdbcTariffStore.overrides(handle)) {
            List<Object> key = List.of(
                    own.row().provider(),
                    own.row().model().toLowerCase(Locale.ROOT),
                    own.row().effectiveFrom());
            last.remove(key);
            last.put(key, own);
        }
        return last.values().stream().filter(own -> !own.withdrawn()).toList();
    }

    /** The vendors' rows in force. */
    public List<PriceRow> table() {
        return store.read(handle -> {
            List<PriceRow> rows = new ArrayList<>(shipped);
            long table = current(handle);
            if (table != 0) {
                rows.addAll(JdbcTariffStore.table(handle, table));
            }
            return rows;
        });
    }

    /** The operator's rows of the database in force. */
    public List<PriceRow> own() {
        return store.read(
                handle -> active(handle).stream().map(JdbcTariffStore.Own::row).toList());
    }

    /** All rows in force, a layer at a time: the vendors', the operator's of the database, those of the file; a later one wins. */
    public List<List<PriceRow>> layers() {
        return List.of(table(), own(), file);
    }

    /** What a table would change. */
    public List<PriceChange> diff(List<PriceRow> rows) {
        return PriceChange.between(table(), rows);
    }

    /**
     * Puts a newer table of the vendors' in force.
     *
     * @param sha256 what the table's bytes must hash to, in hex; empty when nothing says so
     * @return what changed; nothing when the table says what is in force already
     * @throws IllegalArgumentException when it is refused: a wrong checksum, rows that can't be read, a price below zero, or one that
     *     moves more than tenfold. The refusal is kept and told.
     */
    public List<PriceChange> apply(byte[] table, String source, String sha256) {
        String hash = sha256(table);
        try {
            Check.that(
                    sha256.isEmpty() || sha256.equalsIgnoreCase(hash),
                    "checksum of " + source,
                    hash,
                    "sha256 " + sha256);
            List<PriceRow> rows = PriceTable.parse(table);
            Check.that(!rows.isEmpty(), "price table " + source, "no prices", "at least one");
            List<PriceChange> changes = diff(rows);
            List<PriceChange> wild = changes.stream().filter(PriceChange::wild).toList();
            Check.that(
                    wild.isEmpty(),
                    "price table " + source,
                    wild.stream().limit(SHOWN).map(PriceChange::words).toList(),
                    "no price that moves more than tenfold; enter it as your own where it is right");
            if (!changes.isEmpty()) {
                store.write(handle -> {
                    long id = JdbcTariffStore.addTable(handle, rows, source, hash, clock.millis());
                    JdbcTariffStore.addEvent(handle, "apply", id, source + ", sha256 " + hash, clock.millis());
                    return id;
                });
            }
            return changes;
        } catch (IllegalArgumentException e) {
            String words = String.valueOf(e.getMessage());
            store.write(handle -> {
                JdbcTariffStore.addEvent(handle, "refused", current(handle), words, clock.millis());
                return 0;
            });
            alert.accept(words);
            throw e;
        }
    }

    /**
     * Goes back to the table that held before; returns its version, 0 for the shipped one.
     *
     * @throws IllegalArgumentException when the shipped table is in force
     */
    public long rollBack(String reason) {
        Check.notBlank("reason", reason);
        return store.write(handle -> {
            Deque<Long> stack = stack(handle);
            Check.that(!stack.isEmpty(), "price table", "the shipped one", "one that was applied");
            stack.pop();
            long back = top(stack);
            JdbcTariffStore.addEvent(handle, "rollback", back, reason, clock.millis());
            return back;
        });
    }

    /** What happened to the vendors' table, oldest first. */
    public List<TableVersion> history() {
        return store.read(JdbcTariffStore::events);
    }

    /** The versions of the vendors' table that were ever applied, newest first; the shipped one is version 0. */
    public List<PriceVersion> versions() {
        return store.read(handle -> {
            long current = current(handle);
            Deque<Long> stack = stack(handle);
            return JdbcTariffStore.versions(handle).stream()
                    .map(row -> new PriceVersion(
                            row.id(),
                            row.at(),
                            row.source(),
                            row.sha256(),
                            row.id() == current,
                            stack.contains(row.id())))
                    .toList();
        });
    }

    /** What the operator said about prices of his own, newest first, a page at a time; {@code before} is the last id seen. */
    public List<OwnPrice> overrides(long before, int limit) {
        Check.range("limit", limit, 1, 1_000);
        return store.read(handle -> {
            Set<Long> inForce = new HashSet<>();
            active(handle).forEach(own -> inForce.add(own.id()));
            return JdbcTariffStore.page(handle, before, limit).stream()
                    .map(own -> own.inForce(inForce.contains(own.id())))
                    .toList();
        });
    }

    /**
     * A price entered by the operator.
     *
     * @param withdrawn whether it takes an earlier one back
     * @param inForce whether it is the last word on its model, provider and day
     */
    public record OwnPrice(long id, Instant at, PriceRow row, boolean withdrawn, String reason, boolean inForce) {
        OwnPrice inForce(boolean holds) {
            return new OwnPrice(id, at, row, withdrawn, reason, holds);
        }
    }

    /**
     * What entering a price would change for its model now, against whatever holds for it: the operator's, the file's or the
     * vendor's. Nothing is written, and nothing is refused: {@link PriceChange#wild} says what deserves a second look.
     */
    public List<PriceChange> preview(PriceRow row) {
        List<PriceRow> holds = new ArrayList<>();
        List<PriceRow> known = new ArrayList<>(table());
        known.addAll(own());
        for (PriceRow old : known) {
            if (old.model().equalsIgnoreCase(row.model()) && old.provider().equals(row.provider())) {
                holds.removeIf(other -> !other.effectiveFrom().isAfter(old.effectiveFrom()));
                holds.add(old);
            }
        }
        List<PriceRow> before = holds.isEmpty() ? List.of() : List.of(moved(holds.getFirst(), row));
        return PriceChange.between(before, List.of(row));
    }

    /** A row as if it began to hold when the other one does, so that the two are compared. */
    private static PriceRow moved(PriceRow row, PriceRow to) {
        return new PriceRow(to.model(), to.provider(), to.effectiveFrom(), row.stated(), row.source());
    }

    /** Adds a price of the operator's, in place of any for the same model, provider and day. */
    public void put(PriceRow row, String reason) {
        Check.notBlank("reason", reason);
        store.write(handle -> {
            JdbcTariffStore.addOverride(handle, row, false, reason, clock.millis());
            return 0;
        });
    }

    /** Takes a price of the operator's back, so that what stood behind it holds again; returns whether there was one. */
    public boolean withdraw(PriceRow row, String reason) {
        Check.notBlank("reason", reason);
        return store.write(handle -> {
            boolean there = active(handle).stream()
                    .anyMatch(own -> own.row().model().equalsIgnoreCase(row.model())
                            && own.row().provider().equals(row.provider())
                            && own.row().effectiveFrom().equals(row.effectiveFrom()));
            if (there) {
                JdbcTariffStore.addOverride(handle, row, true, reason, clock.millis());
            }
            return there;
        });
    }

    /** The hash that names a table, in hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
