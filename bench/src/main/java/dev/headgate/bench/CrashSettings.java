package dev.headgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kill drill's gateway is set to: money in every way there is. Four groups (tracked only, from the balance, from a
 * subscription, and from a subscription that is soon used up and then the balance), and budgets of a key, a user and a group.
 */
final class CrashSettings {
    /** A key of each group. */
    static final List<String> KEYS = List.of(
            "sk-hg-crash-none-0123456789abcdef0123456789",
            "sk-hg-crash-paid-0123456789abcdef0123456789",
            "sk-hg-crash-plan-0123456789abcdef0123456789",
            "sk-hg-crash-both-0123456789abcdef0123456789");

    private CrashSettings() {}

    /** A gateway so set, with its configuration written into {@code folder}. */
    static Gateway gateway(List<String> prefix, Path folder, int upstreamPort, String store) throws IOException {
        int port = Gateway.freePort();
        Path config = folder.resolve("headgate.yaml");
        Files.writeString(config, yaml(folder, port, upstreamPort, store));
        return Gateway.serving(prefix, folder, port, config);
    }

    private static String yaml(Path folder, int port, int upstreamPort, String store) {
        return """
                server: { host: 127.0.0.1, port: %1$d }
                data: %2$s/data
                store: { url: "%3$s" }
                declare:
                  groups:
                    - { name: none }
                    - { name: paid, billing: balance }
                    - { name: plan, billing: subscription }
                    - { name: both, billing: subscription-then-balance, rate-multiplier: 1.25 }
                  accounts:
                    - { name: fake-1, provider: anthropic, base-url: "http://127.0.0.1:%4$d", concurrency: 20000,
                        groups: [none, paid, plan, both], credential: { type: api-key, api-key: %5$s } }
                  plans:
                    - { name: pro, group: plan, validity: 30d, limits: { 5h: 90000, day: 100000, week: 500000, month: 900000 } }
                    - { name: small, group: both, limits: { day: 0.02 } }
                  users:
                    - { email: crash@example.com, balance: 1000000, subscription: pro }
                    - { email: both@example.com, balance: 1000000, subscription: small, rate-multiplier: 0.9 }
                  keys:
                    - { name: none, user: crash@example.com, group: none, key: "%6$s" }
                    - { name: paid, user: crash@example.com, group: paid, key: "%7$s" }
                    - { name: plan, user: crash@example.com, group: plan, key: "%8$s" }
                    - { name: both, user: both@example.com, group: both, key: "%9$s" }
                  budgets:
                    - { key: paid, user: crash@example.com, period: day, limit: 900000, alerts: [1] }
                    - { user: crash@example.com, period: 5h, limit: 900000 }
                    - { user: crash@example.com, period: month, limit: 10, mode: warn }
                    - { group: both, period: week, limit: 900000 }
                    - { group: none, period: day, limit: 900000 }
                """.formatted(
                        port,
                        folder,
                        store,
                        upstreamPort,
                        Gateway.UPSTREAM_KEY,
                        KEYS.get(0),
                        KEYS.get(1),
                        KEYS.get(2),
                        KEYS.get(3));
    }
}
