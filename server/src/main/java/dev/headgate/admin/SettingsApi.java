package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.settings.RetentionSettings;
import dev.headgate.settings.Settings;
import dev.headgate.settings.SiteSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this Headgate calls itself and how long it keeps things. */
final class SettingsApi {
    private final Settings settings;
    private final Features.Told told;

    SettingsApi(Settings settings, Features.Told told) {
        this.settings = settings;
        this.told = told;
    }

    /** What everybody may know. */
    record SiteView(
            String name,
            @Doc("en or zh, for who asked for neither") String defaultLanguage,
            @Doc("whom to ask; empty = nobody") String supportContact,
            @Doc("what newcomers agree to; empty = nothing") String termsUrl,
            @Doc("of days and times in the console") String timeZone,
            @Doc("in which amounts are shown (ISO 4217)") String currency,

            @Doc("what a dollar is worth in it, 1000000 = 1.0")
            long currencyPerUsdMillionths) {
        static SiteView of(SiteSettings site) {
            return new SiteView(
                    site.name(),
                    site.defaultLanguage(),
                    site.supportContact(),
                    site.termsUrl(),
                    site.timeZone(),
                    site.currency().code(),
                    site.currency().perUsdMillionths());
        }
    }

    record GeneralView(
            SiteView site,

            @Doc("how users reach this Headgate, in links and tokens; null = the address listened on") @Nullable
            String publicUrl,

            @Doc("whether the settings file says it (server.public-url), so that it can't be changed here")
            boolean publicUrlDeclared) {}

    /** What is absent stays as it is. */
    record GeneralChange(
            @Doc("in letters and in the console, 1 - 60 characters") @Nullable
            String name,

            @Doc("an http or https URL; empty = the address listened on") @Nullable
            String publicUrl,

            @Doc("en or zh") @Nullable String defaultLanguage,

            @Doc("an address or a line of text; empty = nobody") @Nullable
            String supportContact,

            @Doc("empty = newcomers agree to nothing") @Nullable
            String termsUrl,

            @Doc("such as Europe/Berlin; empty = that of who looks") @Nullable
            String timeZone,

            @Doc("ISO 4217, such as EUR; with its worth") @Nullable
            String currency,

            @Doc("what a dollar is worth in it, 1000000 = 1.0") @Nullable
            Long currencyPerUsdMillionths) {}

    record RetentionView(
            @Doc(
                    "age at which calls leave the log, days; 0 = never, null = as the settings file says (usage.retention)")
            @Nullable
            Integer callDays,

            @Doc("age at which entries leave the audit log, days; 0 = never")
            int auditDays,

            @Doc("age at which readings of accounts' quota windows leave, days; 0 = never")
            int quotaDays) {
        static RetentionView of(RetentionSettings retention) {
            return new RetentionView(retention.callDays(), retention.auditDays(), retention.keptQuotaDays());
        }
    }

    /** What is absent stays as it is. */
    record RetentionChange(
            @Doc("days; 0 = never, null = as the settings file says") @Nullable
            Clearable<Integer> callDays,

            @Doc("days, 30 or more; 0 = never") @Nullable Integer auditDays,
            @Doc("days; 0 = never") @Nullable Integer quotaDays) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/site", "site.show", "What this Headgate calls itself and how it shows things")
                        .open()
                        .gives(SiteView.class)
                        .by(call -> SiteView.of(settings.of(SiteSettings.TOPIC))),
                Endpoint.get("/settings/general", "settings.general.show", "Name, address, languages, contact, display")
                        .needs(Permission.SETTINGS_READ)
                        .gives(GeneralView.class)
                        .by(call -> view(settings.of(SiteSettings.TOPIC))),
                Endpoint.patch("/settings/general", "settings.general.change", "Change name, address, contact, display")
                        .needs(Permission.SETTINGS_WRITE)
                        .gives(GeneralView.class)
                        .with(GeneralChange.class, this::change),
                Endpoint.get(
                                "/settings/retention",
                                "settings.retention.show",
                                "How long calls, audit entries and readings of quotas are kept")
                        .needs(Permission.SETTINGS_READ)
                        .gives(RetentionView.class)
                        .by(call -> RetentionView.of(settings.of(RetentionSettings.TOPIC))),
                Endpoint.patch("/settings/retention", "settings.retention.change", "Say how long records are kept")
                        .needs(Permission.SETTINGS_WRITE)
                        .freshProof()
                        .gives(RetentionView.class)
                        .with(RetentionChange.class, this::changeRetention));
    }

    private GeneralView view(SiteSettings site) {
        String declared = told.publicUrl();
        return new GeneralView(SiteView.of(site), declared == null ? site.publicUrl() : declared, declared != null);
    }

    private Object change(ApiCall call, GeneralChange input) {
        if (input.publicUrl() != null && told.publicUrl() != null) {
            throw new ApiFault(409, "declared", "The settings file says how Headgate is reached; change it there.");
        }
        GeneralView before = view(settings.of(SiteSettings.TOPIC));
        GeneralView after = view(settings.change(SiteSettings.TOPIC, old -> changed(old, input)));
        call.changed("settings.general.change", "settings:general", before, after);
        return after;
    }

    private static SiteSettings changed(SiteSettings old, GeneralChange input) {
        String url = input.publicUrl() == null ? old.publicUrl() : input.publicUrl();
        return new SiteSettings(
                input.name() == null ? old.name() : input.name().strip(),
                url == null || url.isBlank() ? null : url.strip(),
                input.defaultLanguage() == null ? old.defaultLanguage() : input.defaultLanguage(),
                input.supportContact() == null
                        ? old.supportContact()
                        : input.supportContact().strip(),
                input.termsUrl() == null ? old.termsUrl() : input.termsUrl().strip(),
                input.timeZone() == null ? old.timeZone() : input.timeZone(),
                currency(old.currency(), input));
    }

    /** A currency's worth is never another one's. */
    private static SiteSettings.Currency currency(SiteSettings.Currency old, GeneralChange input) {
        String code = input.currency() == null ? old.code() : input.currency();
        Long worth = input.currencyPerUsdMillionths();
        if (worth == null && !code.equals(old.code())) {
            if (!code.equals("USD")) {
                throw ApiFault.invalid(List.of(new ApiFault.Field(
                        "currency_per_usd_millionths", "missing (expected: what a dollar is worth in " + code + ")")));
            }
            worth = 1_000_000L;
        }
        return new SiteSettings.Currency(code, worth == null ? old.perUsdMillionths() : worth);
    }

    private Object changeRetention(ApiCall call, RetentionChange input) {
        RetentionView before = RetentionView.of(settings.of(RetentionSettings.TOPIC));
        RetentionView after = RetentionView.of(settings.change(
                RetentionSettings.TOPIC,
                old -> new RetentionSettings(
                        input.callDays() == null
                                ? old.callDays()
                                : input.callDays().value(),
                        input.auditDays() == null ? old.auditDays() : input.auditDays(),
                        input.quotaDays() == null ? old.quotaDays() : input.quotaDays())));
        call.changed("settings.retention.change", "settings:retention", before, after);
        return after;
    }
}
