package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.CallLimits;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import dev.headgate.testkit.TestPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are found by how their name begins, by their user's address and by their own text, the same on both databases. */
class KeySearchTest {
    private static final GroupId GROUP = new GroupId(1);

    @Test
    void onSqlite(@TempDir Path folder) {
        searches("sqlite:" + folder.resolve("keys.db"));
    }

    @Test
    @Tag("slow")
    void onPostgresql() {
        searches(TestPostgres.freshDatabase());
    }

    private static void searches(String url) {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        IdSource ids = new IdSource(clock, random);
        try (Store store = Store.open(url)) {
            store.write(handle ->
                    handle.execute("insert into groups (id, name, multiplier_ppm, billing, unknown_model, enabled,"
                            + " declared) values (1, 'g', 1000000, 'none', 'refuse', true, false)"));
            Identity identity = new Identity(store, ids, random, clock, System::nanoTime);
            Users users = new Users(store, identity, ids, clock);
            Keys keys = new Keys(store, identity, ids, clock);
            UserId ana = user(users, "ana@example.com");
            UserId bob = user(users, "bob@example.org");
            make(keys, ana, "Laptop");
            make(keys, ana, "ci_1");
            Keys.Made desk = make(keys, bob, "Laptop 100%");
            assertThat(found(keys, "Lap", null)).containsExactly("Laptop 100%", "Laptop");
            assertThat(found(keys, "Laptop 100%", null)).containsExactly("Laptop 100%");
            assertThat(found(keys, "ci_", null)).containsExactly("ci_1");
            assertThat(found(keys, "c%", null)).isEmpty();
            assertThat(found(keys, "EXAMPLE.ORG", null)).containsExactly("Laptop 100%");
            assertThat(found(keys, desk.text().reveal(), null)).contains("Laptop 100%");
            assertThat(found(keys, "Lap", ana)).containsExactly("Laptop");
            assertThat(found(keys, null, null)).hasSize(3);
            pagesAreWholeBesideRemovedAndDisabledKeys(keys, ana);
            namesGoOnWithAnything(keys, bob);
            veryManyAreFoundTheSameWay(store, users, keys, List.of(ana, bob));
        }
    }

    /** What isn't shown must take no place on a page: one that comes up short is taken for the last. */
    private static void pagesAreWholeBesideRemovedAndDisabledKeys(Keys keys, UserId ana) {
        make(keys, ana, "many-1");
        make(keys, ana, "many-2");
        Keys.Made third = make(keys, ana, "many-3");
        Keys.Made fourth = make(keys, ana, "many-4");
        keys.delete(fourth.key().key().id());
        keys.change(third.key().key().id(), new Keys.Change(null, null, false, null, null));
        Listing two = new Listing("many", null, 2);
        assertThat(names(keys, new Keys.Filter(two, null, null, null))).containsExactly("many-3", "many-2");
        assertThat(names(keys, new Keys.Filter(two, null, null, true))).containsExactly("many-2", "many-1");
        assertThat(names(keys, new Keys.Filter(two, null, null, false))).containsExactly("many-3");
        assertThat(names(keys, new Keys.Filter(new Listing("ana@", null, 2), null, null, true)))
                .containsExactly("many-2", "many-1");
    }

    private static void namesGoOnWithAnything(Keys keys, UserId bob) {
        make(keys, bob, "go-\uffff\u00fc");
        make(keys, bob, "go-\ud83d\ude80");
        assertThat(found(keys, "go-", null)).containsExactly("go-\ud83d\ude80", "go-\uffff\u00fc");
        assertThat(found(keys, "GO-", null)).isEmpty();
    }

    /** From some thousands on they are found by another walk. */
    private static void veryManyAreFoundTheSameWay(Store store, Users users, Keys keys, List<UserId> two) {
        UserId ana = two.getFirst();
        UserId bob = two.getLast();
        store.write(handle -> handle.execute("""
                insert into api_keys (id, name, user_id, group_id, hash, prefix, enabled, declared, created_at, deleted_at)
                with recursive n(i) as (select 1 union all select i + 1 from n where i < 6000)
                select i, 'bulk-' || i, ?, 1, 'hash-' || i, 'sk-' || i, i % 2 = 0, false, 1,
                    case when i % 3 = 0 then 1 else 0 end
                from n""", ana.value()));
        store.write(handle -> handle.execute("""
                insert into api_keys (id, name, user_id, group_id, hash, prefix, enabled, declared, created_at)
                with recursive n(i) as (select 10001 union all select i + 1 from n where i < 14000)
                select i, 'bulk-' || i, ?, 1, 'hash-' || i, 'sk-' || i, true, false, 1 from n""", bob.value()));
        Listing newest = new Listing("bulk-", null, 3);
        assertThat(names(keys, new Keys.Filter(newest, null, null, null)))
                .containsExactly("bulk-14000", "bulk-13999", "bulk-13998");
        assertThat(names(keys, new Keys.Filter(newest, ana, null, null)))
                .containsExactly("bulk-5999", "bulk-5998", "bulk-5996");
        assertThat(names(keys, new Keys.Filter(newest, ana, GROUP, true)))
                .containsExactly("bulk-5998", "bulk-5996", "bulk-5992");
        assertThat(names(keys, new Keys.Filter(newest, null, GROUP, false)))
                .containsExactly("bulk-5999", "bulk-5995", "bulk-5993");
        assertThat(names(keys, new Keys.Filter(new Listing("bulk-", 10_002L, 3), null, null, null)))
                .containsExactly("bulk-10001", "bulk-5999", "bulk-5998");
        assertThat(names(keys, new Keys.Filter(newest, null, new GroupId(2), null)))
                .isEmpty();
        make(keys, user(users, "bulk-er@example.com"), "theirs");
        assertThat(names(keys, new Keys.Filter(newest, null, null, null)))
                .containsExactly("theirs", "bulk-14000", "bulk-13999");
        make(keys, ana, "bulk-\u00e4");
        assertThat(names(keys, new Keys.Filter(newest, null, null, null)))
                .containsExactly("bulk-\u00e4", "theirs", "bulk-14000");
    }

    private static UserId user(Users users, String email) {
        return users.create(email, new Users.Change(null, null, true, null, null, null))
                .user()
                .id();
    }

    private static Keys.Made make(Keys keys, UserId user, String name) {
        return keys.create(new Keys.Wish(name, user, Keys.Place.of(GROUP), CallLimits.NONE, KeyRules.NONE, null));
    }

    private static List<String> found(Keys keys, @Nullable String search, @Nullable UserId user) {
        return names(keys, new Keys.Filter(new Listing(search, null, 10), user, null, null));
    }

    private static List<String> names(Keys keys, Keys.Filter filter) {
        return keys.list(filter).stream().map(row -> row.key().name()).toList();
    }
}
