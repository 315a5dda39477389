package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.accounts.AccountTransfer.Format;
import dev.headgate.accounts.Credential.Grant;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.accounts.ImportReport.Effect;
import dev.headgate.base.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts in bulk: what goes out comes in again unchanged, secrets only under the passphrase, and nothing half done. */
@Tag("slow")
class AccountTransferTest {
    private static final Secret WORDS = new Secret("correct horse battery");

    @TempDir
    private Path folder;

    private AccountScene scene;
    private AccountTransfer transfer;

    @BeforeEach
    void start() {
        scene = new AccountScene(folder);
        transfer =
                scene.transfer(host -> host.startsWith("10.") ? Optional.of(host + " is private") : Optional.empty());
        scene.declare("files");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private void fill() {
        AccountOptions all = new AccountOptions(
                null,
                Map.of("x-team", new Secret("header-secret")),
                ActiveHours.parse("Europe/Berlin", List.of("mon-fri 08:00-18:00", "sat,sun 22:00-06:00")),
                Instant.parse("2027-01-01T00:00:00Z"),
                List.of(
                        new Allowance(Allowance.Unit.USD_NANOS, Allowance.Period.DAY, 20_500_000_000L),
                        new Allowance(Allowance.Unit.TOKENS, Allowance.Period.FIVE_HOURS, 5_000_000)),
                "line one\nline \"two\", and = more",
                new ProbePlan(true, Duration.ofMinutes(3), "sonnet"));
        DeclaredAccount rich = new DeclaredAccount(
                "rich",
                Provider.OPENAI,
                BaseUrl.parse("https://api.example.com/v1"),
                new OAuth(
                        new OAuthClient(
                                "client-1",
                                new Secret("client-secret-1"),
                                URI.create("https://login.example.com/token"),
                                null,
                                null,
                                List.of("a", "b")),
                        Grant.REFRESH_TOKEN,
                        new Secret("refresh-secret-1")),
                List.of("night", "default"),
                7,
                3,
                9,
                List.of("gpt-*", "o3", "big=gpt-5", "alias-*=vendor/*"),
                "office",
                all);
        scene.accounts.save(List.of(rich, AccountScene.draft("plain", AccountOptions.NONE)));
    }

    private static final List<String> SECRETS =
            List.of("header-secret", "client-secret-1", "refresh-secret-1", "key-of-", "proxy-password");

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatGoesOutComesInElsewhereTheSame(Format format, @TempDir Path other) {
        fill();
        String text = transfer.write(format, WORDS);
        SECRETS.forEach(secret -> assertThat(text).doesNotContain(secret));

        ImportReport again = transfer.read(text, WORDS, false);
        assertThat(again.problems()).isEmpty();
        assertThat(again.count(Effect.UNCHANGED)).isEqualTo(2);
        assertThat(again.count(Effect.LEFT)).isEqualTo(1);

        try (AccountScene there = new AccountScene(other)) {
            there.declare("files");
            AccountTransfer into = there.transfer(host -> Optional.empty());
            assertThat(into.read(text, WORDS, true).count(Effect.CREATED)).isEqualTo(2);
            assertThat(there.accounts.directory().named("rich")).isEmpty(); // a dry run
            ImportReport done = into.read(text, WORDS, false);
            assertThat(done.problems()).isEmpty();
            assertThat(done.applied()).isTrue();
            Account before = scene.account("rich");
            Account after = there.account("rich");
            assertThat(after.declared()).isFalse();
            assertThat(after.credential()).isEqualTo(before.credential());
            assertThat(after.options().through(null)).isEqualTo(before.options().through(null));
            assertThat(after.options().proxy()).isNotNull();
            assertThat(after.models()).isEqualTo(before.models());
            assertThat(after.groups()).hasSize(2);
            assertThat(List.of(after.concurrency(), after.priority(), after.weight()))
                    .containsExactly(7, 3, 9);
            assertThat(into.read(text, WORDS, false).count(Effect.UNCHANGED)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void secretsStayHereUnlessAskedFor(Format format) {
        fill();
        String text = transfer.write(format, null);
        SECRETS.forEach(secret -> assertThat(text).doesNotContain(secret));
        assertThat(text).doesNotContain("hgx1$");
        ImportReport again = transfer.read(text, null, false);
        assertThat(again.problems()).isEmpty(); // credentials that are absent stay as they are
        assertThat(again.count(Effect.UNCHANGED)).isEqualTo(2);
    }

    @Test
    void theNewestRefreshTokenGoesOut(@TempDir Path other) {
        fill();
        Account rich = scene.account("rich");
        TokenSet rotated = new TokenSet(
                new Secret("access"),
                new Secret("refresh-secret-2"),
                scene.clock.instant(),
                scene.clock.instant().plusSeconds(60),
                TokenSet.hashOf(rich.credential()));
        scene.store.write(handle -> {
            JdbcAccountMarks.saveTokens(
                    handle, rich.id(), rotated.write(), new Vault(new byte[32], scene.random), scene.clock.instant());
            return 0;
        });
        String text = transfer.write(Format.JSON, WORDS);
        assertThat(transfer.read(text, WORDS, false).count(Effect.UNCHANGED)).isEqualTo(2);
        try (AccountScene there = new AccountScene(other)) {
            there.declare("files");
            there.transfer(host -> Optional.empty()).read(text, WORDS, false);
            OAuth moved = (OAuth) there.account("rich").credential();
            assertThat(moved.refreshToken()).isEqualTo(new Secret("refresh-secret-2"));
        }
    }

    @Test
    void aPersonsTableMakesAccountsAndChangesOnlyWhatItNames() {
        ImportReport made = transfer.read("""
                name,provider,base_url,api_key,groups
                one,anthropic,https://api.anthropic.com,sk-1,default; night
                two,openai-compatible,https://llm.example.com/v1,,default
                """, null, false);
        assertThat(made.problems()).isEmpty();
        assertThat(made.count(Effect.CREATED)).isEqualTo(2);
        assertThat(scene.account("one").groups()).hasSize(2);

        ImportReport changed = transfer.read("name,priority,notes\none,7,\"a, b\"\n", null, false);
        assertThat(changed.lines()).containsExactly(new ImportReport.Line("one", Effect.CHANGED));
        Account one = scene.account("one");
        assertThat(one.priority()).isEqualTo(7);
        assertThat(one.options().notes()).isEqualTo("a, b");
        assertThat(one.credential()).isEqualTo(new Credential.ApiKey(new Secret("sk-1")));
        assertThat(one.groups()).hasSize(2);
    }

    @Test
    void everythingThatIsWrongIsListedAndNothingIsDone() {
        ImportReport report = transfer.read("""
                name,provider,base_url,api_key,groups,concurrency,models,proxy,hours,allowances,expires_at,probe,typo
                good,anthropic,https://api.anthropic.com,sk-1,default,8,,,,,,,
                ,anthropic,https://api.anthropic.com,sk-1,default,8,,,,,,,
                good,anthropic,https://api.anthropic.com,sk-1,default,8,,,,,,,
                bad,claude,http://10.0.0.1,,nowhere,0,=x,gone,monday,usd 5,tomorrow,maybe,
                """, null, false);
        assertThat(report.applied()).isFalse();
        assertThat(scene.accounts.directory().named("good")).isEmpty();
        List<String> words =
                report.problems().stream().map(ImportReport.Problem::words).toList();
        assertThat(words).anyMatch(one -> one.startsWith("row 2, typo: \"\" (expected: one of the columns"));
        assertThat(words).contains("row 3, name: \"\" (expected: a name)");
        assertThat(words).contains("row 4, name: \"good\" (expected: a name of its own, of at most 200 characters)");
        assertThat(words)
                .contains("row 5, provider: \"claude\" (expected: anthropic, openai, gemini or openai-compatible)")
                .contains("row 5, concurrency: \"0\" (expected: 1 to 1000000)")
                .contains("row 5, proxy: \"gone\" (expected: of [office])")
                .contains("row 5, base_url: \"http://10.0.0.1\" (expected: a public address; 10.0.0.1 is private)")
                .contains("row 5, api_key: *** (expected: a key, or a sealed credential)")
                .contains("row 5, hours: \"monday\" (expected: such as \"mon-fri 08:00-18:00\")")
                .contains("row 5, probe: \"maybe\" (expected: on, off, or nothing)")
                .anyMatch(one -> one.startsWith("row 5, groups: \"nowhere\" (expected: of ["))
                .anyMatch(one -> one.startsWith("row 5, models: \"=x\""))
                .anyMatch(one -> one.startsWith("row 5, allowances: \"usd 5\""))
                .anyMatch(one -> one.startsWith("row 5, expires_at: \"tomorrow\" (expected: ISO 8601"));
        assertThat(words.toString()).doesNotContain("sk-1");
    }

    @Test
    void aWrongPassphraseAMovedSecretAndAPrivateTokenEndpointAreRefused(@TempDir Path other) {
        fill();
        String text = transfer.write(Format.JSON, WORDS);
        assertThatThrownBy(() -> transfer.write(Format.JSON, new Secret("short")))
                .hasMessage("passphrase: 5 characters (expected: at least 12)");
        try (AccountScene there = new AccountScene(other)) {
            there.declare("files");
            AccountTransfer into = there.transfer(
                    host -> host.equals("login.example.com") ? Optional.of("it is private") : Optional.empty());
            assertThat(into.read(text, new Secret("another passphrase"), false).problems())
                    .isNotEmpty()
                    .allMatch(problem -> problem.value().equals("***")
                            && problem.expected().contains("sealed with this passphrase"));
            assertThat(into.read(text, null, false).problems().getFirst().expected())
                    .contains("the passphrase that it is sealed with");
            assertThat(into.read(text.replace("\"plain\"", "\"other\""), WORDS, false)
                            .problems()
                            .toString())
                    .contains("for an account of this name");
            assertThat(into.read(text, WORDS, false).problems())
                    .anyMatch(problem -> problem.words()
                            .equals("row 3, credential: *** (expected: a public address; it is private)"));
            assertThat(there.accounts.directory().accounts()).hasSize(1);
        }
    }

    @Test
    void whatIsNeitherJsonNorCsvIsToldWhere() {
        assertThatThrownBy(() -> transfer.read("{\"accounts\": [{]}", null, true))
                .hasMessageContaining("line 1: no JSON");
        assertThatThrownBy(() -> transfer.read("{\"format\": \"other\", \"accounts\": []}", null, true))
                .hasMessageContaining("\"other\"");
        assertThatThrownBy(() -> transfer.read("name,notes\na,\"open", null, true))
                .hasMessageContaining("row 2: a quote is not closed");
        assertThatThrownBy(() -> transfer.read("name,notes\na\n", null, true))
                .hasMessageContaining("row 2: 1 cells (expected: 2");
        assertThatThrownBy(() -> transfer.read("", null, true)).hasMessageContaining("empty");
    }
}
