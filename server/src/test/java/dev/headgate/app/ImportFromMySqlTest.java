package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.TestMariaDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** new-api and one-api keep what they hold in MySQL where more than a few use them: it is read from there as from their files. */
@Tag("slow")
class ImportFromMySqlTest {
    private static final String TOKEN = "Zx9Abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHI";
    private static final String CHAT = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    private static Path folder;

    private static TestMariaDb database;
    private TestGateway gateway;

    @BeforeAll
    static void fill() throws Exception {
        assumeTrue(TestMariaDb.installed(), "no MariaDB here; ./test installs mariadb-server-core");
        database = TestMariaDb.start(folder);
        // another program's table of that name on the same server is none of it
        database.sql("", "create database other", "create table other.users (id int)", "create database oneapi");
        database.sql(
                "oneapi",
                "create user reader@'127.0.0.1' identified by 'hunter2'",
                "grant select on oneapi.* to reader@'127.0.0.1'",
                "create table users (id bigint auto_increment primary key, username varchar(64), password longtext, display_name"
                        + " varchar(64), role bigint, status bigint, email varchar(64), quota bigint, `group` varchar(64),"
                        + " created_at datetime(3), deleted_at datetime(3)) charset utf8mb4",
                "insert into users values (1, 'root', '$2a$10$x', 'Root', 100, 1, '', 0, 'default', now(), null)",
                "insert into users values (2, 'ann', '$2a$10$x', '安', 1, 1, 'Ann@Example.com', 6172839, 'vip', now(), null)",
                "insert into users values (4, 'gone', '$2a$10$x', '', 1, 1, 'gone@example.com', 9, 'vip', now(), now())",
                "create table tokens (id bigint primary key, user_id bigint, `key` char(48), status bigint, name varchar(64),"
                        + " expired_time bigint, remain_quota bigint, unlimited_quota tinyint(1), model_limits_enabled"
                        + " tinyint(1), model_limits varchar(1024), allow_ips varchar(64), `group` varchar(64), deleted_at"
                        + " datetime(3))",
                "insert into tokens values (1, 2, '" + TOKEN + "', 1, 'laptop', -1, 0, true, false, '', '', '', null)",
                "insert into tokens values (2, 2, 'b" + TOKEN.substring(1)
                        + "', 1, 'narrow', 1893456000, 1000000, false, true, 'gpt-4o', '10.0.0.0/8', 'default', null)",
                "create table channels (id bigint primary key, type bigint, `key` longtext, status bigint, name varchar(64),"
                        + " weight int unsigned, base_url varchar(191), models longtext, `group` varchar(64), model_mapping"
                        + " text, priority bigint)",
                "create table options (`key` varchar(191) primary key, value longtext)",
                "insert into options values ('GroupRatio', '{\"default\":1,\"vip\":0.85}')");
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void start() throws SQLException {
        gateway = TestGateway.start("upstream: { allow-private: true }");
        database.sql(
                "oneapi",
                "delete from channels",
                "insert into channels values (1, 1, '" + TestGateway.UPSTREAM_KEY + "', 1, 'main', 0, '"
                        + gateway.fake().baseUrl() + "', 'gpt-4o', 'default,vip', '', 7)");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Typed run(String from, String... more) throws Exception {
        Path config = gateway.folder().resolve("import.yaml");
        Files.writeString(config, "data: " + gateway.folder() + "\nupstream: { allow-private: true }\n");
        List<String> words =
                new ArrayList<>(List.of("import", "new-api", "--from", from, "--config", config.toString()));
        words.addAll(List.of(more));
        return Typed.run(words.toArray(String[]::new));
    }

    private static String from(String login) {
        return "mysql://" + login + "@127.0.0.1:" + database.port() + "/oneapi?sslMode=disable";
    }

    @Test
    void usersBalancesKeysAndChannelsComeOverAndWork() throws Exception {
        Typed dry = run(from("reader:hunter2"));
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("made\tuser\tann@example.com", "made\tbalance\tann@example.com 12.345678 USD")
                .contains("user: 2 to be made", "key: 2 to be made, 0 here already, 0 left behind")
                .contains("Nothing was changed")
                .doesNotContain("gone@example.com", TOKEN, TestGateway.UPSTREAM_KEY);
        Typed done = run(from("reader:hunter2"), "--apply");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("user: 2 made", "key: 2 made", "account: 1 made");

        TestGateway.until(() -> gateway.headgate().accounts().groupNamed("vip").isPresent());
        var answer = gateway.post("/v1/chat/completions", CHAT.getBytes(StandardCharsets.UTF_8), "sk-" + TOKEN);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        var narrow = gateway.post(
                "/v1/chat/completions", CHAT.getBytes(StandardCharsets.UTF_8), "sk-b" + TOKEN.substring(1));
        assertThat(narrow.statusCode()).as("its networks came along").isEqualTo(403);
        Typed again = run(from("reader:hunter2"), "--apply");
        assertThat(again.out()).contains("user: 0 made, 2 here already").doesNotContain("made\t");
    }

    @Test
    void aMariaDbAddressIsTheSame() throws Exception {
        Typed dry = run(from("reader:hunter2").replaceFirst("^mysql", "mariadb"));
        assertThat(dry.out()).as(dry.err()).contains("user: 2 to be made");
    }

    @Test
    void aWrongPasswordIsToldWithoutShowingIt() throws Exception {
        Typed refused = run(from("reader:hunter3"));
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("can't be read").doesNotContain("hunter3");
        Typed plain = run(from("reader:hunter2").replaceFirst("[?].*", ""));
        assertThat(plain.err())
                .as("no password to a server without TLS, unless told so")
                .contains("can't be read", "ssl");
        Typed elsewhere = run(from("reader:hunter2").replace("/oneapi", "/none"));
        assertThat(elsewhere.code()).isNotZero();
        assertThat(elsewhere.err()).contains("can't be read").doesNotContain("hunter2");
    }
}
