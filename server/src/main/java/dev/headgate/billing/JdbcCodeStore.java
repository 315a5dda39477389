package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.store.RowBatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of codes. */
final class JdbcCodeStore {
    private static final String BATCH_COLUMNS = """
            b.id, b.name, b.kind, b.balance_nanos, b.plan_id, b.plan_days, b.places, b.expires_at, b.uses_max, b.enabled""";

    private static final String INSERT_BATCH = """
            insert into code_batches (id, name, kind, balance_nanos, plan_id, plan_days, places, expires_at, uses_max,
                enabled, created_at)
            values (:id, :name, :kind, :balance, :plan, :days, :places, :expires, :uses, :enabled, :at)""";

    private static final String INSERT_CODE = "insert into codes (hash, batch_id, prefix, uses) values (?, ?, ?, 0)";

    /** A redemption; primary keys. */
    private static final String BATCH_OF = "select " + BATCH_COLUMNS + """

            from codes c join code_batches b on b.id = c.batch_id where c.hash = :hash""";

    /** A redemption: the row's lock lets one of many in at a time. */
    private static final String USE = "update codes set uses = uses + 1 where hash = :hash and uses < :max";

    /** A look at a promotion; primary key. */
    private static final String USES = "select uses from codes where hash = :hash";

    private static final String REDEEM = """
            insert into code_redemptions (hash, user_id, redeemed_at) values (:hash, :user, :at)
            on conflict (hash, user_id) do nothing""";

    private static final String ADD_PLACES = """
            insert into extra_places (user_id, places) values (:user, :places)
            on conflict (user_id) do update set places = extra_places.places + excluded.places""";

    private static final String PLACES = "select user_id, places from extra_places";

    private static final String PLACES_OF = "select places from extra_places where user_id = :user";

    private static final String DISABLE = "update code_batches set enabled = :no where name = :name";

    /** codes_of_batch. */
    private static final String LISTED = "select " + BATCH_COLUMNS + """
            ,
            (select count(*) from codes c where c.batch_id = b.id) as codes,
            (select coalesce(sum(uses), 0) from codes c where c.batch_id = b.id) as uses
            from code_batches b""";

    /** Commands; one row a batch. */
    private static final String LIST = LISTED + " order by b.id";

    /** The console; primary key backwards. */
    private static final String PAGE = LISTED + " where b.id < :before order by b.id desc limit :rows";

    /** The console; code_batches_name. */
    private static final String NAMED = "select 1 from code_batches where name = :name";

    /** A code that is made and taken at once; code_batches_name. */
    private static final String BY_NAME = "select " + BATCH_COLUMNS + " from code_batches b where b.name = :name";

    /** The same, when it is told again; codes_of_batch, primary key. */
    private static final String TAKEN_BY = """
            select 1 from codes c join code_redemptions r on r.hash = c.hash where c.batch_id = :batch and r.user_id = :user""";

    /** The console; codes_of_hash. */
    private static final String CODES = """
            select hash, prefix, uses from codes where batch_id = :batch and hash > :after order by hash limit :rows""";

    private static final String REDEMPTIONS = """
            select r.hash, b.name, r.user_id, r.redeemed_at from code_redemptions r
            join codes c on c.hash = r.hash join code_batches b on b.id = c.batch_id""";

    /** The console; walks the batch's codes. */
    private static final String OF_BATCH = REDEMPTIONS + """
             where c.batch_id = :batch and (r.redeemed_at, r.hash, r.user_id) < (:at, :hash, :user)
            order by r.redeemed_at desc, r.hash desc, r.user_id desc limit :rows""";

    /** The console; code_redemptions_user. */
    private static final String OF_USER = REDEMPTIONS + " where r.user_id = :user order by r.redeemed_at desc, r.hash";

    private JdbcCodeStore() {}

    static void insert(Handle handle, CodeBatch batch, long atMillis) {
        handle.createUpdate(INSERT_BATCH)
                .bind("id", batch.id())
                .bind("name", batch.name())
                .bind("kind", batch.kind().id())
                .bind("balance", batch.gift().balance().nanos())
                .bind("plan", batch.gift().planId())
                .bind("days", batch.gift().planDays())
                .bind("places", batch.gift().places())
                .bind("expires", batch.expiresAt().toEpochMilli())
                .bind("uses", batch.usesMax())
                .bind("enabled", batch.enabled())
                .bind("at", atMillis)
                .execute();
    }

    /** Adds codes, each by its hash and what may be shown of it. */
    static void insert(Handle handle, long batch, Map<String, String> prefixes) {
        try (RowBatch rows = new RowBatch(handle, INSERT_CODE)) {
            prefixes.forEach(
                    (hash, prefix) -> rows.text(hash).number(batch).text(prefix).add());
            rows.execute();
        }
    }

    static Optional<CodeBatch> batchOf(Handle handle, String hash) {
        return handle.createQuery(BATCH_OF)
                .bind("hash", hash)
                .map((row, ctx) -> batch(row))
                .findOne();
    }

    private static CodeBatch batch(java.sql.ResultSet row) throws java.sql.SQLException {
        return new CodeBatch(
                row.getLong("id"),
                row.getString("name"),
                CodeBatch.Kind.of(row.getString("kind")),
                new CodeBatch.Gift(
                        new Money(row.getLong("balance_nanos")),
                        row.getLong("plan_id"),
                        row.getInt("plan_days"),
                        row.getInt("places")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                row.getInt("uses_max"),
                row.getBoolean("enabled"));
    }

    /** Counts a use; false when the code is used up. */
    static boolean use(Handle handle, String hash, int max) {
        return handle.createUpdate(USE).bind("hash", hash).bind("max", max).execute() > 0;
    }

    static int uses(Handle handle, String hash) {
        return handle.createQuery(USES).bind("hash", hash).mapTo(int.class).one();
    }

    /** Writes a redemption down; false when this user has redeemed it. */
    static boolean redeem(Handle handle, String hash, UserId user, long atMillis) {
        return handle.createUpdate(REDEEM)
                        .bind("hash", hash)
                        .bind("user", user.value())
                        .bind("at", atMillis)
                        .execute()
                > 0;
    }

    static void addPlaces(Handle handle, UserId user, int places) {
        handle.createUpdate(ADD_PLACES)
                .bind("user", user.value())
                .bind("places", places)
                .execute();
    }

    static Map<UserId, Integer> places(Handle handle) {
        Map<UserId, Integer> all = new HashMap<>();
        handle.createQuery(PLACES)
                .map((row, ctx) -> Map.entry(row.getLong("user_id"), row.getInt("places")))
                .forEach(each -> all.put(new UserId(each.getKey()), each.getValue()));
        return all;
    }

    static int places(Handle handle, UserId user) {
        return handle.createQuery(PLACES_OF)
                .bind("user", user.value())
                .mapTo(int.class)
                .findOne()
                .orElse(0);
    }

    static boolean disable(Handle handle, String name) {
        return handle.createUpdate(DISABLE).bind("no", false).bind("name", name).execute() > 0;
    }

    static boolean named(Handle handle, String name) {
        return handle.createQuery(NAMED)
                .bind("name", name)
                .mapTo(int.class)
                .findOne()
                .isPresent();
    }

    static Optional<CodeBatch> byName(Handle handle, String name) {
        return handle.createQuery(BY_NAME)
                .bind("name", name)
                .map((row, ctx) -> batch(row))
                .findOne();
    }

    /** Whether a user has taken a code of a batch. */
    static boolean takenBy(Handle handle, long batch, UserId user) {
        return handle.createQuery(TAKEN_BY)
                .bind("batch", batch)
                .bind("user", user.value())
                .mapTo(int.class)
                .findFirst()
                .isPresent();
    }

    static List<Codes.Listed> page(Handle handle, long before, int rows) {
        return handle.createQuery(PAGE)
                .bind("before", before)
                .bind("rows", rows)
                .map((row, ctx) -> new Codes.Listed(batch(row), row.getInt("codes"), row.getInt("uses")))
                .list();
    }

    static List<CodeLists.Code> codes(Handle handle, long batch, String after, int rows) {
        return handle.createQuery(CODES)
                .bind("batch", batch)
                .bind("after", after)
                .bind("rows", rows)
                .map((row, ctx) ->
                        new CodeLists.Code(row.getString("hash"), row.getString("prefix"), row.getInt("uses")))
                .list();
    }

    static List<CodeLists.Redemption> redemptions(
            Handle handle, long batch, CodeLists.@Nullable Redemption after, int rows) {
        return handle.createQuery(OF_BATCH)
                .bind("batch", batch)
                .bind("at", after == null ? Long.MAX_VALUE : after.at().toEpochMilli())
                .bind("hash", after == null ? "" : after.hash())
                .bind("user", after == null ? 0 : after.user().value())
                .bind("rows", rows)
                .map((row, ctx) -> redemption(row))
                .list();
    }

    static List<CodeLists.Redemption> redeemedBy(Handle handle, UserId user) {
        return handle.createQuery(OF_USER)
                .bind("user", user.value())
                .map((row, ctx) -> redemption(row))
                .list();
    }

    private static CodeLists.Redemption redemption(java.sql.ResultSet row) throws java.sql.SQLException {
        return new CodeLists.Redemption(
                row.getString("hash"),
                row.getString("name"),
                new UserId(row.getLong("user_id")),
                Instant.ofEpochMilli(row.getLong("redeemed_at")));
    }

    static List<Codes.Listed> list(Handle handle) {
        return handle.createQuery(LIST)
                .map((row, ctx) -> new Codes.Listed(batch(row), row.getInt("codes"), row.getInt("uses")))
                .list();
    }
}
