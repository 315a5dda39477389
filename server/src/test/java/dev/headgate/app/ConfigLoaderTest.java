package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.config.Binder;
import dev.headgate.config.ConfigException;
import dev.headgate.usage.JournalConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings are bound as they are written, and everything wrong is said at once. */
class ConfigLoaderTest {
    private static HeadgateConfig bind(String yaml, Map<String, String> environment) {
        HeadgateConfig config =
                new Binder(environment).bind(HeadgateConfig.class, ConfigLoader.parse(yaml, "test.yaml"));
        var problems = config.declare().crossProblems();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private static String problems(String yaml, Map<String, String> environment) {
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> bind(yaml, environment));
        return String.join("\n", failure.problems());
    }

    @Test
    void anEmptyFileGivesTheDefaults() {
        assertThat(bind("", Map.of())).isEqualTo(HeadgateConfig.DEFAULTS);
    }

    @Test
    void theDocumentedFileIsUnderstood() {
        HeadgateConfig config = bind("""
                server:   { host: 127.0.0.1, port: 8080, public-url: null, trusted-proxies: [] }
                data:     ./data
                store:    { url: "sqlite:./data/headgate.db" }
                cluster:  { url: null }
                secrets:  { master-key-file: ./data/master.key }
                gateway:  { max-body: 32MiB, attempts-max: 3, connect-timeout: 5s, first-byte-timeout: 10m, idle-timeout: 2m,
                            queue-timeout: 30s, on-client-gone: cancel }
                journal:  { sync: always, interval: 20ms }
                bootstrap: { admin-email: admin@example.com, admin-password: "${ADMIN_PASSWORD}" }
                declare:
                  groups:
                    - { name: default, rate-multiplier: 1.5, billing: none, unknown-model: { input: 1.5, output: 3 } }
                  accounts:
                    - name: claude-1
                      provider: anthropic
                      base-url: https://api.anthropic.com
                      credential: { type: api-key, api-key: "${CLAUDE_1}" }
                      groups: [default]
                      concurrency: 8
                      priority: 50
                      weight: 1
                      models: ["claude-*", "fast=claude-haiku-4-5"]
                  users:
                    - { email: dev@example.com, balance: 10.00, concurrency: 5 }
                  keys:
                    - { name: ci, user: dev@example.com, group: default, key: "sk-hg-0123456789abcdef" }
                """, Map.of("CLAUDE_1", "secret-one", "ADMIN_PASSWORD", "secret-two"));

        assertThat(config.gateway().onClientGone()).isEqualTo(dev.headgate.gateway.RelayConfig.OnClientGone.CANCEL);
        assertThat(config.journal().sync()).isEqualTo(JournalConfig.Sync.ALWAYS);
        assertThat(config.declare().groups().getFirst().declared().multiplierPpm())
                .isEqualTo(1_500_000);
        assertThat(config.declare().accounts().getFirst().declared().credential())
                .isEqualTo(new dev.headgate.accounts.Credential.ApiKey(new dev.headgate.base.Secret("secret-one")));
        assertThat(config.toString()).doesNotContain("secret-one").doesNotContain("secret-two");
    }

    @Test
    void theEnvironmentWins() {
        HeadgateConfig config = bind(
                "gateway: { idle-timeout: 1m }",
                Map.of("HEADGATE_GATEWAY_IDLE_TIMEOUT", "3m", "HEADGATE_SERVER_PORT", "9000"));

        assertThat(config.gateway().idleTimeout()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.server().port()).isEqualTo(9000);
    }

    @Test
    void allProblemsAreSaidAtOnceWithoutSecrets() {
        String said = problems("""
                servr: { port: 1 }
                server: { port: 99999 }
                gateway: { max-body: huge, attempts-max: 0 }
                store: { url: "mysql://user:planted-secret@host/db" }
                declare:
                  accounts:
                    - { name: a, provider: bedrock, credential: { type: api-key, api-key: planted-secret } }
                    - { name: b, provider: anthropic, weight: 0, credential: { type: api-key, api-key: "${UNSET}" } }
                """, Map.of());

        assertThat(said)
                .contains("servr: unknown key")
                .contains("server.port: 99999 (expected: 0 - 65535)")
                .contains("gateway.max-body: \"huge\"")
                .contains("store.url: ***")
                .contains("provider: bedrock")
                .contains("${UNSET} is not set")
                .doesNotContain("planted-secret");
    }

    @Test
    void proxiesAndThePublicAddressAreChecked() {
        assertThat(problems("server: { trusted-proxies: [10.0.0.0/8, somewhere] }", Map.of()))
                .contains("server.trusted-proxies: \"somewhere\" (expected: an address or a network");
        for (String url :
                new String[] {"ai.example.com", "ftp://ai.example.com", "https://ai.example.com/?a=1", "https://"}) {
            assertThat(problems("server: { public-url: \"" + url + "\" }", Map.of()))
                    .contains("server.public-url: \"" + url + "\" (expected: an http or https URL");
        }
        assertThat(bind("server: { public-url: \"https://ai.example.com/llm\" }", Map.of())
                        .server()
                        .publicUrl())
                .isEqualTo("https://ai.example.com/llm");
    }

    @Test
    void namesThatNameNothingAreRefused() {
        String said = problems("""
                declare:
                  accounts: [{ name: a, provider: anthropic, groups: [nowhere] }]
                  keys: [{ name: k, user: nobody@example.com }]
                """, Map.of());

        assertThat(said).contains("group \"nowhere\"").contains("user \"nobody@example.com\"");
    }
}
