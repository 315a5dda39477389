package dev.headgate.app;

import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.ActiveHours;
import dev.headgate.accounts.Allowance;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.CredentialEntry;
import dev.headgate.accounts.DeclaredAccount;
import dev.headgate.accounts.ModelMap;
import dev.headgate.accounts.ProbePlan;
import dev.headgate.accounts.Provider;
import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.upstream.AddressGuard;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An upstream account, as the file declares it. */
public record AccountNode(
        @Doc("the account's name") String name,

        @Doc("anthropic, openai, gemini or openai-compatible")
        String provider,

        @Doc("the upstream's address; default: the provider's own") @Nullable
        String baseUrl,

        @Nullable CredentialEntry credential,
        List<String> groups,
        @Doc("calls at once, 1 to 1000000") @Nullable Integer concurrency,

        @Doc("smaller is tried first, 0 to 1000000") @Nullable
        Integer priority,

        @Doc("share among accounts of one priority, 1 to 1000") @Nullable
        Integer weight,

        @Doc(
                "names, patterns with *, and alias=real, where a * of the alias stands for the same in the real name; absent: all")
        List<String> models,

        @Doc("name of a declared proxy to go through") @Nullable
        String proxy,

        List<HeaderNode> headers,
        @Nullable ScheduleNode schedule,

        @Doc("from when on it takes no calls, ISO 8601, e.g. 2026-12-31 or 2026-12-31T18:00:00Z") @Nullable
        String expiresAt,

        List<AllowanceNode> allowances,
        @Doc("your own words about it") @Nullable String notes,
        @Nullable ProbeNode probe) {
    private static final AddressGuard GUARD = new AddressGuard(false);

    public AccountNode {
        groups = List.copyOf(groups);
        models = List.copyOf(models);
        headers = List.copyOf(headers);
        allowances = List.copyOf(allowances);
        Check.notBlank("name", name);
        Provider kind = providerOf(provider);
        Check.that(
                baseUrl != null || kind != Provider.OPENAI_COMPATIBLE, "base-url", "absent", "the upstream's address");
        BaseUrl base = BaseUrl.parse(baseUrl == null ? standardUrl(kind) : baseUrl);
        GUARD.literalRefusal(base.host(), AddressGuard.Trust.OWNER).ifPresent(refusal -> {
            throw new IllegalArgumentException(
                    "base-url: \"" + base + "\": " + refusal + " (expected: a server's address)");
        });
        ModelMap.of(models);
        Check.range("concurrency", concurrency == null ? 8 : concurrency, 1, 1_000_000);
        Check.range("priority", priority == null ? 50 : priority, 0, 1_000_000);
        Check.range("weight", weight == null ? 1 : weight, 1, 1_000);
        options(headers, schedule, expiresAt, allowances, notes);
        plan(probe);
    }

    /** How it is probed, where that differs from {@code probes}. */
    public record ProbeNode(
            @Doc("whether it is probed; default: true") @Nullable
            Boolean enabled,

            @Doc("time between two probes; default: that of probes") @Nullable
            Duration interval,

            @Doc("what it is probed with, as clients name it; default: the cheapest model that it serves") @Nullable
            String model) {}

    private static @Nullable ProbePlan plan(@Nullable ProbeNode probe) {
        return probe == null
                ? null
                : new ProbePlan(probe.enabled() == null || probe.enabled(), probe.interval(), probe.model());
    }

    /** A header that is sent with every call. */
    public record HeaderNode(
            @Doc("the header's name") String name,
            @Doc("its value") Secret value) {}

    /** When calls are taken. */
    public record ScheduleNode(
            @Doc("time zone such as Europe/Berlin; default: UTC") @Nullable
            String zone,

            @Doc("such as \"mon-fri 08:00-18:00\", \"sat,sun 22:00-06:00\" or \"daily 00:00-24:00\"")
            List<String> hours) {
        public ScheduleNode {
            hours = List.copyOf(hours);
            Check.that(!hours.isEmpty(), "hours", "none", "at least one, such as \"mon-fri 08:00-18:00\"");
            active(zone, hours);
        }

        static ActiveHours active(@Nullable String zone, List<String> hours) {
            return ActiveHours.parse(zone == null ? "UTC" : zone, hours);
        }
    }

    /** A quota that the vendor doesn't tell. */
    public record AllowanceNode(
            @Doc("list cost in USD; this or tokens") @Nullable
            Money usd,

            @Doc("tokens of all kinds, in and out, in millions or plain, e.g. 5M or 200000") @Nullable
            String tokens,

            @Doc("5h from the first use, or day, week, month of the calendar in UTC")
            String per) {
        public AllowanceNode {
            Check.that((usd == null) != (tokens == null), "allowance", "usd and tokens", "one of the two");
            allowance(usd, tokens, per);
        }

        static Allowance allowance(@Nullable Money usd, @Nullable String tokens, String per) {
            return usd != null
                    ? new Allowance(Allowance.Unit.USD_NANOS, Allowance.Period.of(per), usd.nanos())
                    : new Allowance(Allowance.Unit.TOKENS, Allowance.Period.of(per), count(tokens));
        }

        private static long count(@Nullable String text) {
            String plain = text == null ? "" : text.strip().replace("_", "");
            boolean millions = plain.endsWith("M");
            try {
                long value = Long.parseLong(millions ? plain.substring(0, plain.length() - 1) : plain);
                return millions ? Math.multiplyExact(value, 1_000_000L) : value;
            } catch (NumberFormatException | ArithmeticException e) {
                throw new IllegalArgumentException("tokens: \"" + text + "\" (expected: such as 5M or 200000)", e);
            }
        }
    }

    private static AccountOptions options(
            List<HeaderNode> headers,
            @Nullable ScheduleNode schedule,
            @Nullable String expiresAt,
            List<AllowanceNode> allowances,
            @Nullable String notes) {
        Map<String, Secret> byName = new HashMap<>();
        headers.forEach(header -> byName.put(header.name(), header.value()));
        return new AccountOptions(
                null,
                byName,
                schedule == null ? null : ScheduleNode.active(schedule.zone(), schedule.hours()),
                expiresAt == null ? null : instant(expiresAt),
                allowances.stream()
                        .map(one -> AllowanceNode.allowance(one.usd(), one.tokens(), one.per()))
                        .toList(),
                notes == null ? "" : notes);
    }

    private static Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expires-at: \"" + text + "\" (expected: ISO 8601, e.g. 2026-12-31T18:00:00Z)", e);
        }
    }

    DeclaredAccount declared() {
        Provider kind = providerOf(provider);
        return new DeclaredAccount(
                name,
                kind,
                BaseUrl.parse(baseUrl == null ? standardUrl(kind) : baseUrl),
                credential == null ? Credential.NONE : credential.credential(),
                groups.isEmpty() ? List.of("default") : groups,
                concurrency == null ? 8 : concurrency,
                priority == null ? 50 : priority,
                weight == null ? 1 : weight,
                models,
                proxy,
                options(headers, schedule, expiresAt, allowances, notes).probed(plan(probe)));
    }

    private static Provider providerOf(String word) {
        Check.that(
                !word.equals("bedrock") && !word.equals("vertex") && !word.equals("azure"),
                "provider",
                word,
                "anthropic, openai, gemini or openai-compatible; the others are not part of this version");
        return Provider.of(word);
    }

    private static String standardUrl(Provider provider) {
        return switch (provider) {
            case ANTHROPIC -> "https://api.anthropic.com";
            case OPENAI, OPENAI_COMPATIBLE -> "https://api.openai.com";
            case GEMINI -> "https://generativelanguage.googleapis.com";
        };
    }
}
