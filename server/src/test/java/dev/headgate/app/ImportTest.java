package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.identity.KeyHash;
import dev.headgate.testkit.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other gateways hold is brought over beside a running server: keys go on working, to the cent, and a second run changes nothing. */
@Tag("slow")
class ImportTest {
    private static final String TOKEN = "Zx9Abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHI";
    private static final String CHAT = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private TestGateway gateway;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        gateway = TestGateway.start("upstream: { allow-private: true }");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Typed run(String rival, String from, String... more) throws Exception {
        Path config = folder.resolve("headgate.yaml");
        Files.writeString(config, "data: " + gateway.folder() + "\nupstream: { allow-private: true }\n");
        List<String> words = new ArrayList<>(List.of("import", rival, "--from", from, "--config", config.toString()));
        words.addAll(List.of(more));
        return Typed.run(words.toArray(String[]::new));
    }

    private static void sql(String jdbc, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private Money balance(String email) {
        return new Money(gateway.headgate()
                .store()
                .<Long>read(handle -> handle.createQuery("""
                        select coalesce(sum(b.nanos), 0) from users u left join ledger_balances b on b.book = 'user:' || u.id
                        where u.email = :email""")
                        .bind("email", email)
                        .mapTo(Long.class)
                        .one()));
    }

    private long count(String query) {
        return gateway.headgate()
                .store()
                .<Long>read(
                        handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    private String newApi() throws Exception {
        Path file = folder.resolve("one-api.db");
        String base = gateway.fake().baseUrl();
        sql(
                "jdbc:sqlite:" + file,
                "create table users (id integer primary key, username text, password text, display_name text, role int, status"
                        + " int, email text, quota int, used_quota int, \"group\" text, deleted_at datetime)",
                "insert into users values (1, 'root', '$2a$10$x', 'Root', 100, 1, '', 0, 0, 'default', null)",
                "insert into users values (2, 'ann', '$2a$10$x', 'Ann', 1, 1, 'Ann@Example.com', 6172839, 5, 'vip', null)",
                "insert into users values (3, 'ann2', '$2a$10$x', '', 1, 2, 'ann@example.com', -250000, 0, 'vip', null)",
                "insert into users values (4, 'gone', '$2a$10$x', '', 1, 1, 'gone@example.com', 9, 0, 'vip', '2026-01-01')",
                "create table tokens (id integer primary key, user_id int, \"key\" text, status int, name text, expired_time"
                        + " bigint, remain_quota int, unlimited_quota numeric, model_limits_enabled numeric, model_limits"
                        + " text, allow_ips text, \"group\" text, deleted_at datetime)",
                "insert into tokens values (1, 2, '" + TOKEN + "', 1, 'laptop', -1, 0, 1, 0, '', '', '', null)",
                "insert into tokens values (2, 2, 'b" + TOKEN
                        + "', 1, 'laptop', 1893456000, 1000000, 0, 1, 'gpt-4o,o3'," + " '10.0.0.0/8', 'default', null)",
                "insert into tokens values (3, 2, 'c" + TOKEN + "', 2, 'off', -1, 0, 1, 0, '', '', 'auto', null)",
                "insert into tokens values (4, 2, 'short', 1, 'short', -1, 0, 1, 0, '', '', '', null)",
                "insert into tokens values (5, 4, 'd" + TOKEN + "', 1, 'orphan', -1, 0, 1, 0, '', '', '', null)",
                "create table channels (id integer primary key, type int, \"key\" text, status int, name text, weight int,"
                        + " base_url text, models text, \"group\" text, model_mapping text, priority bigint)",
                "insert into channels values (1, 1, '" + TestGateway.UPSTREAM_KEY + "', 1, 'main', 0, '" + base
                        + "', 'gpt-4o,mini', 'default,vip', '{\"mini\":\"gpt-4o-mini\"}', 7)",
                "insert into channels values (2, 14, 'k1\nk2', 2, 'main', 5, '', 'claude-sonnet-4', 'vip', '', 0)",
                "insert into channels values (3, 33, 'aws', 1, 'bedrock', 0, '', 'x', 'vip', '', 0)",
                "create table options (\"key\" text primary key, value text)",
                "insert into options values ('GroupRatio', '{\"default\":1,\"vip\":0.85}')");
        return "sqlite:" + file;
    }

    @Test
    void newApiIsBroughtOverExactlyAndOnce() throws Exception {
        String from = newApi();
        long users = count("select count(*) from users");
        Typed dry = run("new-api", from);
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("made\tuser\tann@example.com", "made\tbalance\tann@example.com 12.345678 USD")
                .contains("left\taccount\tbedrock", "Nothing was changed")
                .contains("key: 3 to be made, 0 here already, 2 left behind")
                .doesNotContain(TOKEN, TestGateway.UPSTREAM_KEY);
        assertThat(count("select count(*) from users")).isEqualTo(users);

        Typed done = run("new-api", from, "--apply");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out())
                .as("what was told is what is done")
                .contains("user: 3 made, 0 here already, 0 left behind", "key: 3 made, 0 here already, 2 left behind")
                .contains("balance: 2 made", "account: 3 made, 0 here already, 1 left behind");
        assertThat(balance("ann@example.com")).isEqualTo(new Money(12_345_678_000L));
        assertThat(balance("ann2@import.invalid"))
                .as("below zero there, and here")
                .isEqualTo(new Money(-500_000_000L));
        assertThat(count("select count(*) from users where email = 'ann2@import.invalid' and not enabled"))
                .isEqualTo(1);
        assertThat(count("select multiplier_ppm from groups where name = 'vip'"))
                .isEqualTo(850_000);
        assertThat(count("select count(*) from accounts where name = 'main #2' and not enabled"))
                .isEqualTo(1);
        assertThat(count("select count(*) from audit_entries where actor = 'import:new-api'"))
                .isEqualTo(12);

        TestGateway.until(() -> gateway.headgate().accounts().groupNamed("vip").isPresent());
        var answer = gateway.post("/v1/chat/completions", CHAT.getBytes(StandardCharsets.UTF_8), "sk-" + TOKEN);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(gateway.row(answer.headers().firstValue("x-request-id").orElseThrow()))
                .contains("\"user\":\"ann@example.com\"", "\"account\":\"main\"");

        Typed again = run("new-api", from, "--apply");
        assertThat(again.out())
                .contains("user: 0 made, 3 here already", "key: 0 made, 3 here already, 2 left")
                .contains("balance: 0 made, 2 here already", "account: 0 made, 3 here already")
                .doesNotContain("made\t");
    }

    @Test
    void oneApiReadsItsOwnNumbersAndUnits() throws Exception {
        Path file = folder.resolve("export.json");
        Files.writeString(file, """
                {"users": [{"id": 1, "username": "bob x", "role": 1, "status": 1, "email": null, "quota": 1, "group": "default"},
                           {"id": 2, "username": "x", "role": 1, "status": 1, "email": "no address", "quota": 9}],
                 "tokens": [{"id": 1, "user_id": 2, "key": "0123456789abcdefghijkl", "status": 1, "name": "lost",
                             "unlimited_quota": true}],
                 "channels": [{"id": 1, "type": 36, "key": "k", "status": 1, "name": "ds", "models": "", "group": "default"},
                              {"id": 2, "type": 43, "key": "k", "status": 1, "name": "other"}]}
                """);
        Typed dry = run("one-api", file.toString());
        assertThat(dry.out())
                .contains("left\tuser\tno address", "left\tkey\tlost\tits user isn't here", "user: 1 to be made");
        Typed done =
                run("one-api", file.toString(), "--apply", "--quota-per-usd", "3", "--email-domain", "corp.example");
        assertThat(done.out())
                .contains("openai-compatible at https://api.deepseek.com", "left\taccount\tother")
                .contains("made\tuser\tbob-x@corp.example", "user: 1 made", "key: 0 made, 0 here already, 1 left");
        assertThat(balance("bob-x@corp.example")).as("a third, rounded once").isEqualTo(new Money(333_333_333L));
    }

    @Test
    void sub2ApiIsReadFromPostgresql() throws Exception {
        String url = TestPostgres.freshDatabase();
        sql(
                "jdbc:" + url.replace("postgres@", "") + "?user=postgres",
                "create table users (id bigint, email text, role text, balance numeric(20,8), concurrency int, rpm_limit int,"
                        + " status text, username text, deleted_at timestamptz)",
                "insert into users values (7, 'eve@example.com', 'admin', 1.23456789, 5, 60, 'active', 'Eve', null)",
                "create table groups (id bigint, name text, rate_multiplier numeric(10,4), subscription_type text, status text,"
                        + " is_exclusive boolean, deleted_at timestamptz)",
                "insert into groups values (1, 'g-claude', 0.5, 'standard', 'active', false, null)",
                "create table proxies (id bigint, name text, protocol text, host text, port int, username text, password text,"
                        + " deleted_at timestamptz)",
                "insert into proxies values (1, 'exit', 'socks5', '203.0.113.9', 1080, 'u', 'p@ss:1', null)",
                "insert into proxies values (2, 'tls', 'https', '203.0.113.9', 443, '', '', null)",
                "create table accounts (id bigint, name text, platform text, type text, credentials jsonb, proxy_id bigint,"
                        + " concurrency int, priority int, status text, schedulable boolean, expires_at timestamptz, notes"
                        + " text, deleted_at timestamptz)",
                "insert into accounts values (1, 'key-1', 'anthropic', 'apikey', '{\"api_key\":\"sk-ant-x\",\"model_mapping\":"
                        + "{\"a\":\"a\",\"b\":\"c\"}}', 1, 3, 40, 'active', true, '2030-01-02 03:04:05+00', 'n', null)",
                "insert into accounts values (2, 'oauth-1', 'anthropic', 'oauth', '{\"access_token\":\"x\"}', null, 3, 50,"
                        + " 'active', true, null, '', null)",
                "insert into accounts values (3, 'behind-tls', 'openai', 'apikey', '{\"api_key\":\"k\"}', 2, 3, 50, 'active', true,"
                        + " null, '', null)",
                "create table account_groups (account_id bigint, group_id bigint)",
                "insert into account_groups values (1, 1)",
                "create table api_keys (id bigint, user_id bigint, key text, name text, group_id bigint, status text, ip_whitelist"
                        + " jsonb, ip_blacklist jsonb, quota numeric(20,8), quota_used numeric(20,8), expires_at timestamptz,"
                        + " rate_limit_5h numeric(20,8), rate_limit_1d numeric(20,8), rate_limit_7d numeric(20,8),"
                        + " deleted_at timestamptz)",
                "insert into api_keys values (1, 7, 'sk-sub2-0123456789abcdef', 'ci', 1, 'active', '[\"192.0.2.0/24\"]', null,"
                        + " 10, 2.5, '2031-01-01 00:00:00+00', 1.5, 0, 0, null)",
                "insert into api_keys values (2, 7, 'sk-sub2-9123456789abcdef', 'no group', null, 'active', null, null, 0, 0,"
                        + " null, 0, 0, 0, null)");
        Typed done = run("sub2api", url, "--apply");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("user: 1 made", "key: 1 made, 0 here already, 1 left behind", "group: 1 made")
                .contains("left\taccount\toauth-1\tits sign-in belongs to another program's client")
                .contains("left\taccount\tbehind-tls\tits proxy can't be brought along")
                .contains("left\tproxy\ttls", "account: 1 made, 0 here already, 2 left behind", "proxy: 1 made")
                .doesNotContain("p@ss", "sk-ant-x");
        assertThat(balance("eve@example.com")).isEqualTo(new Money(1_234_567_890L));
        assertThat(gateway.headgate().accounts().groupNamed("g-claude")).isEmpty();
        TestGateway.until(
                () -> gateway.headgate().accounts().groupNamed("g-claude").isPresent());
        var account = gateway.headgate().accounts().directory().named("key-1").orElseThrow();
        assertThat(account.models().entries()).containsExactlyInAnyOrder("a", "b=c");
        assertThat(account.options().proxy().password().reveal()).isEqualTo("p@ss:1");
        assertThat(account.options().expiresAt()).isEqualTo("2030-01-02T03:04:05Z");
        assertThat(run("sub2api", url, "--apply").out()).doesNotContain("made\t");
    }

    /** LiteLLM keeps only hashes of keys, the same as ours: their texts go on working though nobody but their users knows them. */
    @Test
    void liteLlmKeysGoOnWorkingByTheirHash() throws Exception {
        String key = "sk-litellm-0123456789";
        String url = TestPostgres.freshDatabase();
        sql(
                "jdbc:" + url.replace("postgres@", "") + "?user=postgres",
                "create table \"LiteLLM_UserTable\" (user_id text, user_email text, user_alias text, user_role text, max_budget"
                        + " double precision, spend double precision, budget_duration text, max_parallel_requests int,"
                        + " rpm_limit bigint, tpm_limit bigint)",
                "insert into \"LiteLLM_UserTable\" values ('u1', 'lea@example.com', 'Lea', 'internal_user', 0.3, 0.1, '30d', 4,"
                        + " 10, 100000)",
                "create table \"LiteLLM_TeamTable\" (team_id text, team_alias text, max_budget double precision, blocked boolean)",
                "insert into \"LiteLLM_TeamTable\" values ('t1', 'team-a', null, false)",
                "create table \"LiteLLM_VerificationToken\" (token text, key_name text, key_alias text, user_id text, team_id"
                        + " text, spend double precision, max_budget double precision, budget_duration text, expires"
                        + " timestamp(3), models text[], blocked boolean, max_parallel_requests int, rpm_limit bigint,"
                        + " tpm_limit bigint)",
                "insert into \"LiteLLM_VerificationToken\" values ('"
                        + KeyHash.of(key).hex() + "', 'sk-...6789', 'mine', 'u1',"
                        + " null, 0.1, 0.3, null, '2031-01-01 00:00:00', '{gpt-4o,all-team-models}', null, null, null, null)",
                "insert into \"LiteLLM_VerificationToken\" values ('"
                        + KeyHash.of("ui").hex() + "', null, null, 'u1',"
                        + " 'litellm-dashboard', 0, null, null, null, '{}', null, null, null, null)");
        Typed done = run("litellm", url, "--apply");
        assertThat(done.out())
                .contains("key: 1 made", "what was left of its budget, 0.2 USD, is its limit a month")
                .doesNotContain("balance");
        assertThat(count("select spend_month from users where email = 'lea@example.com'"))
                .as("no binary fraction on the way")
                .isEqualTo(300_000_000);
        TestGateway.until(
                () -> gateway.headgate().accounts().groupNamed("team-a").isPresent());
        var answer = gateway.post("/v1/chat/completions", CHAT.getBytes(StandardCharsets.UTF_8), key);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        String other = CHAT.replace("gpt-4o", "gpt-4.1");
        assertThat(gateway.post("/v1/chat/completions", other.getBytes(StandardCharsets.UTF_8), key)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void liteLlmModelsAreReadFromItsSettingsFile() throws Exception {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, """
                model_list:
                  - model_name: fast
                    litellm_params: { model: openai/gpt-4o-mini, api_key: sk-plain-1 }
                  - model_name: gpt-4o
                    litellm_params: { model: openai/gpt-4o, api_key: sk-plain-1 }
                  - model_name: cloud
                    litellm_params: { model: bedrock/claude, aws_region_name: x }
                  - model_name: unset
                    litellm_params: { model: anthropic/claude-x, api_key: os.environ/NO_SUCH_KEY_HERE }
                general_settings: { master_key: sk-1 }
                """);
        Typed done = run("litellm", file.toString(), "--apply");
        assertThat(done.out())
                .contains(
                        "made\taccount\topenai\topenai at https://api.openai.com",
                        "left\taccount\tcloud",
                        "left\taccount\tunset")
                .doesNotContain("sk-plain-1");
        TestGateway.until(
                () -> gateway.headgate().accounts().directory().named("openai").isPresent());
        assertThat(gateway.headgate()
                        .accounts()
                        .directory()
                        .named("openai")
                        .orElseThrow()
                        .models()
                        .entries())
                .containsExactlyInAnyOrder("gpt-4o", "fast=gpt-4o-mini");
    }

    @Test
    void wrongSourcesAreRefusedWithoutShowingTheirPasswords() throws Exception {
        assertThat(run("new-api", "sqlite:" + folder.resolve("none.db")).err()).contains("is not there");
        assertThat(run("other-api", "x").err()).contains("expected: sub2api, new-api, one-api or litellm");
        Typed other = run("new-api", "oracle://root:hunter2@127.0.0.1/oneapi");
        assertThat(other.err())
                .contains("mysql://", "folder of TABLE.json files")
                .doesNotContain("hunter2");
        Typed away = run("new-api", "mysql://root:hunter2@127.0.0.1:1/oneapi");
        assertThat(away.code()).isNotZero();
        assertThat(away.err()).contains("can't be read").doesNotContain("hunter2");
        Typed refused = run("sub2api", "postgresql://u:hunter2@127.0.0.1:1/x");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("can't be read").doesNotContain("hunter2");
        Path junk = folder.resolve("junk.json");
        Files.writeString(junk, "{\"users\": \"hunter2");
        assertThat(run("new-api", junk.toString()).err())
                .contains("can't be read")
                .doesNotContain("hunter2");
        Path empty = folder.resolve("empty.json");
        Files.writeString(empty, "{\"tokens\": []}");
        assertThat(run("new-api", empty.toString()).err()).contains("there is no table users");
    }
}
