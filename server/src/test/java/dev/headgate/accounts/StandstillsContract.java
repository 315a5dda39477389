package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Setback.Kind;
import dev.headgate.base.AccountId;
import dev.headgate.base.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pauses and refused credentials on every database: over a restart, and between two processes on one store. */
abstract class StandstillsContract {
    private AccountScene one;

    abstract String url();

    private String url;

    @BeforeEach
    void open() {
        url = url();
        one = new AccountScene(url);
        one.declare("a", "b");
    }

    @AfterEach
    void close() {
        one.close();
    }

    private AccountId id(String name) {
        return one.account(name).id();
    }

    private AccountState state(AccountScene scene) {
        return scene.health.state(scene.account("a"));
    }

    private static DeclaredAccount withKey(String key) {
        DeclaredAccount draft = AccountScene.draft("a", AccountOptions.NONE);
        return new DeclaredAccount(
                draft.name(),
                draft.provider(),
                draft.baseUrl(),
                new Credential.ApiKey(new Secret(key)),
                draft.groups(),
                draft.concurrency(),
                draft.priority(),
                draft.weight(),
                draft.models(),
                draft.proxy(),
                draft.options());
    }

    @Test
    void aRefusedKeyIsRefusedAfterARestartWithTheVendorsWordsAndSinceWhen() {
        Instant first = one.clock.instant();
        one.fail("a", Kind.CREDENTIAL);
        one.clock.advance(Duration.ofMinutes(3));
        one.fail("a", Kind.CREDENTIAL); // a call that was on its way: the key is bad since the first

        one.restart();

        assertThat(state(one).status()).isEqualTo(Status.NEEDS_ATTENTION);
        assertThat(state(one).reason()).isEqualTo("as told");
        assertThat(state(one).since()).isEqualTo(first);
        assertThat(one.health.lease(one.account("a"))).isEmpty();
        assertThat(one.status("b")).isEqualTo(Status.ACTIVE);
    }

    @Test
    void aKeyThatWasChangedMeanwhileIsNotMarked() {
        one.fail("a", Kind.CREDENTIAL);
        one.watch.look();
        one.declare(withKey("another-key"));
        one.restart();
        assertThat(state(one).status()).isEqualTo(Status.ACTIVE);

        one.watch.look();
        one.declare(withKey("key-of-a")); // back again: it may be good by now, and a call will tell
        one.restart();
        assertThat(state(one).status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void whatWasClearedStaysClear() {
        one.fail("a", Kind.CREDENTIAL);
        one.watch.look();
        one.care.clear(id("a"));
        one.watch.look();
        assertThat(state(one).status()).isEqualTo(Status.ACTIVE);
        one.restart();
        assertThat(state(one).status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void aSecretCantBeReadFromWhatIsStored() {
        one.fail("a", Kind.CREDENTIAL);
        one.watch.look();
        List<String> rows = one.store.read(handle -> handle.createQuery("select credential from account_refusals")
                .mapTo(String.class)
                .list());
        assertThat(rows).hasSize(1);
        String plain = TokenSet.hashOf(one.account("a").credential());
        assertThat(rows.getFirst()).isNotEqualTo(plain).doesNotContain("key-of-a");
    }

    @Test
    void aPauseOfAnotherProcessIsSeenAtTheNextLookAndSoIsItsEnd() {
        try (AccountScene other = new AccountScene(url)) {
            other.care.pause(id("a"), "invoice unpaid");
            assertThat(state(one).status()).isEqualTo(Status.ACTIVE);
            one.watch.look();
            assertThat(state(one).status()).isEqualTo(Status.PAUSED);
            assertThat(state(one).reason()).isEqualTo("paused: invoice unpaid");
            assertThat(state(one).since()).isEqualTo(other.clock.instant());
            assertThat(one.health.lease(one.account("a"))).isEmpty();

            other.care.resume(id("a"));
            one.watch.look();
            assertThat(state(one).status()).isEqualTo(Status.ACTIVE);
        }
    }

    @Test
    void whoWaitsForAnAccountHearsThatAnotherProcessResumedIt() {
        List<AccountId> room = new java.util.ArrayList<>();
        try (AccountScene other = new AccountScene(url)) {
            one.care.pause(id("a"), "");
            one.health.whenRoom(room::add);
            other.care.resume(id("a"));
            one.watch.look();
            assertThat(room).contains(id("a"));
        }
    }

    @Test
    void aKeyThatOneNodeFoundRefusedIsRefusedOnTheOtherAndWellOnBothWhenOneClearsIt() {
        try (AccountScene other = new AccountScene(url)) {
            one.fail("a", Kind.CREDENTIAL);
            one.watch.look();
            other.watch.look();
            assertThat(state(other).status()).isEqualTo(Status.NEEDS_ATTENTION);
            assertThat(state(other).reason()).isEqualTo("as told");

            other.care.clear(id("a"));
            one.watch.look();
            assertThat(state(one).status()).isEqualTo(Status.ACTIVE);
            other.watch.look();
            assertThat(state(other).status()).isEqualTo(Status.ACTIVE);
        }
    }

    /** Both found it out by themselves: neither undoes what the other wrote, and one clearing is enough. */
    @Test
    void bothNodesMayFindTheSameRefusal() {
        try (AccountScene other = new AccountScene(url)) {
            one.fail("a", Kind.CREDENTIAL);
            other.fail("a", Kind.CREDENTIAL);
            for (int i = 0; i < 3; i++) {
                one.watch.look();
                other.watch.look();
            }
            assertThat(state(one).status()).isEqualTo(Status.NEEDS_ATTENTION);
            assertThat(state(other).status()).isEqualTo(Status.NEEDS_ATTENTION);
            one.care.clear(id("a"));
            other.watch.look();
            assertThat(state(other).status()).isEqualTo(Status.ACTIVE);
        }
    }

    /** A look between a refusal and its writing must not take it for one that somebody cleared. */
    @Test
    void aRefusalNotYetWrittenOutlivesALookAtOthersChanges() {
        try (AccountScene other = new AccountScene(url)) {
            other.care.pause(id("b"), "");
            one.fail("a", Kind.CREDENTIAL);
            one.watch.look();
            assertThat(state(one).status()).isEqualTo(Status.NEEDS_ATTENTION);
            assertThat(one.status("b")).isEqualTo(Status.PAUSED);
        }
    }

    @Test
    void nothingIsLeftOfARemovedAccount() {
        one.accounts.save(List.of(AccountScene.draft("mine", AccountOptions.NONE)));
        AccountId mine = id("mine");
        one.fail("mine", Kind.CREDENTIAL);
        one.care.pause(mine, "");
        one.watch.look();
        one.accounts.remove(mine);
        one.watch.look();
        for (String table : List.of("account_refusals", "account_pauses")) {
            int rows = one.store.read(handle -> handle.createQuery("select count(*) from " + table)
                    .mapTo(int.class)
                    .one());
            assertThat(rows).as(table).isZero();
        }
    }
}
