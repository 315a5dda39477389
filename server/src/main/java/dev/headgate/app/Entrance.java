package dev.headgate.app;

import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.base.Sealer;
import dev.headgate.billing.Billing;
import dev.headgate.http.HttpSetup;
import dev.headgate.identity.Identity;
import dev.headgate.identity.People;
import dev.headgate.mail.Mail;
import dev.headgate.pages.Pages;
import dev.headgate.settings.Settings;
import dev.headgate.settings.SiteSettings;
import dev.headgate.signin.SignInParts;
import dev.headgate.signin.SignInWays;
import dev.headgate.signin.WebAccess;
import dev.headgate.signin.Welcome;
import dev.headgate.store.Store;
import dev.headgate.upstream.AddressGuard;
import dev.headgate.upstream.AddressGuard.Trust;
import dev.headgate.upstream.TokenSender;
import dev.headgate.webhooks.Webhooks;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The parts that let people in, and out to the pages of others, put together; {@link Headgate} starts and stops them. */
final class Entrance implements AutoCloseable {
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(12);

    private final Mail mail;
    private final SignInWays ways;
    private final Pages pages;
    private final Settings settings;
    private final Supplier<String> base;

    /** The parts that they stand on. */
    record Beside(
            IdSource ids,
            Store store,
            Sealer sealer,
            Settings settings,
            People people,
            Identity identity,
            Billing billing,
            HTTPRequestSender web,
            Webhooks webhooks) {}

    /** @param port the one that clients connect to, asked for once it is open */
    Entrance(HeadgateConfig config, Edges edges, Beside beside, IntSupplier port) {
        settings = beside.settings();
        base = base(config, settings, port);
        AddressGuard guard = new AddressGuard(config.upstream().allowPrivate());
        Mail.Refusal refusal = address -> guard.refusal(address, Trust.ENTERED);
        mail = new Mail(
                new Mail.Parts(beside.store(), settings, beside.sealer(), beside.ids(), edges.clock(), refusal),
                config.mail());
        ways = new SignInWays(
                new SignInParts(beside.store(), beside.sealer(), edges.random(), edges.clock(), edges.ticker()),
                new SignInWays.Beside(
                        beside.ids(),
                        beside.people(),
                        beside.identity(),
                        settings,
                        mail,
                        welcome(beside, edges),
                        new WebAccess(beside.web(), config.upstream().allowPrivate()),
                        base));
        pages = new Pages(
                settings,
                beside.ids(),
                edges.random(),
                edges.clock(),
                new Pages.Terms(base, config.upstream().allowPrivate()));
    }

    /** The way to token endpoints and sites to sign in by. */
    static TokenSender wayOut(Vertx vertx, HeadgateConfig config) {
        Duration connect = config.gateway().connectTimeout();
        return new TokenSender(
                HttpSetup.plainClient(vertx, connect),
                HttpSetup.tlsClient(vertx, connect, config.upstream().trustAll()),
                new AddressGuard(config.upstream().allowPrivate()),
                TOKEN_TIMEOUT);
    }

    /** How users reach Headgate: what the operator says, in the file or else in the settings, never what a request says. */
    private static Supplier<String> base(HeadgateConfig config, Settings settings, IntSupplier port) {
        String told = config.server().publicUrl();
        if (told != null) {
            return () -> withoutSlash(told);
        }
        return () -> {
            String entered = settings.of(SiteSettings.TOPIC).publicUrl();
            return entered == null ? "http://" + config.server().host() + ":" + port.getAsInt() : withoutSlash(entered);
        };
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static Welcome welcome(Beside beside, Edges edges) {
        Billing billing = beside.billing();
        return newcomer -> {
            Outward.signedUp(beside.webhooks(), edges, newcomer.user(), newcomer.email());
            if (newcomer.gift().compareTo(Money.ZERO) > 0) {
                billing.ledger().grantOnce(newcomer.giftId(), newcomer.user(), newcomer.gift(), newcomer.reason());
            }
            String code = newcomer.promoCode();
            if (code == null) {
                return Optional.empty();
            }
            try {
                billing.codes().redeemAtRegistration(code, newcomer.user());
                return Optional.empty();
            } catch (GatewayException e) {
                return Optional.of(e.publicMessage());
            }
        };
    }

    SignInWays ways() {
        return ways;
    }

    Settings settings() {
        return settings;
    }

    /** Whether users reach Headgate over TLS. */
    boolean secure() {
        return base.get().startsWith("https:");
    }

    Pages pages() {
        return pages;
    }

    void start() {
        mail.start();
        ways.start();
        pages.start();
    }

    @Override
    public void close() {
        pages.close();
        ways.close();
        mail.close();
    }
}
