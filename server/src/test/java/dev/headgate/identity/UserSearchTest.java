package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.CallLimits;
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

/** Users are found by a part of their address or name, in any case and script, the same on both databases. */
class UserSearchTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, RANDOM);

    @Test
    void onSqlite(@TempDir Path folder) {
        searches("sqlite:" + folder.resolve("users.db"));
    }

    @Test
    @Tag("slow")
    void onPostgresql() {
        searches(TestPostgres.freshDatabase());
    }

    private void searches(String url) {
        try (Store store = Store.open(url)) {
            Identity identity = new Identity(store, ids, RANDOM, clock, System::nanoTime);
            Users users = new Users(store, identity, ids, clock);
            People people = new People(store, ids, RANDOM, clock, System::nanoTime);
            UserId ana = user(users, "Ana@Example.com");
            UserId bob = user(users, "bob@example.org");
            UserId eve = user(users, "m\u00fcller_1@example.org");
            people.allow(ana, Role.AUDITOR, "\u00c4rger \u00d6del", null);
            people.allow(bob, Role.USER, "100% Bob", null);
            assertThat(found(users, "EXAMPLE.COM")).containsExactly("ana@example.com");
            assertThat(found(users, "M\u00dcLLER")).containsExactly("m\u00fcller_1@example.org");
            assertThat(found(users, "\u00e4RGER \u00f6")).containsExactly("ana@example.com");
            assertThat(found(users, "100%")).containsExactly("bob@example.org");
            assertThat(found(users, "r_1@")).containsExactly("m\u00fcller_1@example.org");
            assertThat(found(users, "b_b")).isEmpty();
            assertThat(found(users, "%")).containsExactly("bob@example.org");
            assertThat(found(users, " example ")).hasSize(3);
            assertThat(found(users, "")).hasSize(3);
            assertThat(found(users, "com\u00e4rger")).isEmpty();
            roles(users);
            changes(users, people, ana, bob, eve);
            olderRows(store, identity, users);
        }
    }

    private static void roles(Users users) {
        assertThat(emails(users, filter("example", "none", null))).containsExactly("m\u00fcller_1@example.org");
        assertThat(emails(users, filter("example", "user", null))).containsExactly("bob@example.org");
        assertThat(emails(users, filter("example", "auditor", null))).containsExactly("ana@example.com");
        assertThat(emails(users, filter(null, "none", true))).containsExactly("m\u00fcller_1@example.org");
    }

    private static void changes(Users users, People people, UserId ana, UserId bob, UserId eve) {
        users.change(ana, change("\u017d\u00edla", null));
        assertThat(found(users, "\u00e4rger")).isEmpty();
        assertThat(found(users, "\u017e\u00cdLA")).containsExactly("ana@example.com");
        users.change(bob, change(null, false));
        assertThat(emails(users, filter("example.org", null, false))).containsExactly("bob@example.org");
        assertThat(emails(users, filter("example.org", null, true))).containsExactly("m\u00fcller_1@example.org");
        people.changeEmail(bob, "rob@example.net");
        assertThat(found(users, "bob@")).isEmpty();
        assertThat(found(users, "ROB@")).containsExactly("rob@example.net");
        Users.Filter two = new Users.Filter(new Listing("example", null, 2), null, null);
        assertThat(emails(users, two)).containsExactly("m\u00fcller_1@example.org", "rob@example.net");
        Users.Filter rest = new Users.Filter(new Listing("example", bob.value(), 2), null, null);
        assertThat(emails(users, rest)).containsExactly("ana@example.com");
        users.delete(eve);
        assertThat(found(users, "m\u00fcller")).isEmpty();
    }

    /** Rows of an earlier version have no text to be found by until the next start. */
    private static void olderRows(Store store, Identity identity, Users users) {
        store.write(handle -> handle.execute("""
                insert into users (id, email, concurrency, multiplier_ppm, enabled, declared, created_at)
                with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)
                select i, 'Old-' || i || '@example.se', 0, 1000000, true, false, 1 from n"""));
        store.write(handle -> handle.execute("""
                insert into logins (user_id, role, name, password_hash, created_at, signed_in_at)
                values (1234, 'user', '\u00c5sa', '', 1, 0)"""));
        identity.reload();
        assertThat(found(users, "old-1@")).containsExactly("Old-1@example.se");
        assertThat(found(users, "old-2500@")).containsExactly("Old-2500@example.se");
        assertThat(found(users, "\u00e5sa")).containsExactly("Old-1234@example.se");
    }

    private static Users.Change change(@Nullable String name, @Nullable Boolean enabled) {
        return new Users.Change(name, null, enabled, null, null, null);
    }

    private static Users.Filter filter(@Nullable String search, @Nullable String role, @Nullable Boolean enabled) {
        return new Users.Filter(new Listing(search, null, 10), role, enabled);
    }

    private static UserId user(Users users, String email) {
        return users.create(email, new Users.Change(null, null, true, CallLimits.NONE, null, null))
                .user()
                .id();
    }

    private static List<String> found(Users users, String search) {
        return emails(users, filter(search, null, null));
    }

    private static List<String> emails(Users users, Users.Filter filter) {
        return users.list(filter).stream().map(row -> row.user().email()).toList();
    }
}
