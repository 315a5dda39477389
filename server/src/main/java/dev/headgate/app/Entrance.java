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
import dev.headgate.settings.Settings;
import dev.headgate.signin.SignInParts;
import dev.headgate.signin.SignInWays;
import dev.headgate.signin.WebAccess;
import dev.headgate.signin.Welcome;
import dev.headgate.store.Store;
import dev.headgate.upstream.AddressGuard;
import dev.headgate.upstream.AddressGuard.Trust;
import dev.headgate.upstream.TokenSender;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The parts that let people in, put together; {@link Headgate} starts and stops them. */
final class Entrance implements AutoCloseable {
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(12);

    private final Mail mail;
    private final SignInWays ways;

    /** The parts that they stand on. */
    record Beside(
            IdSource ids,
            Store store,
            Sealer sealer,
            People people,
            Identity identity,
            Billing billing,
            HTTPRequestSender web) {}

    /** @param port the one that clients connect to, asked for once it is open */
    Entrance(HeadgateConfig config, Edges edges, Beside beside, IntSupplier port) {
        Settings settings = new Settings(beside.store(), beside.sealer(), edges.clock());
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
                        welcome(beside.billing()),
                        new WebAccess(beside.web(), config.upstream().allowPrivate()),
                        base(config, port)));
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

    /** How users reach Headgate: what the operator says, never what a request says. */
    private static Supplier<String> base(HeadgateConfig config, IntSupplier port) {
        String told = config.server().publicUrl();
        if (told != null) {
            String base = told.endsWith("/") ? told.substring(0, told.length() - 1) : told;
            return () -> base;
        }
        return () -> "http://" + config.server().host() + ":" + port.getAsInt();
    }

    private static Welcome welcome(Billing billing) {
        return newcomer -> {
            if (newcomer.gift().compareTo(Money.ZERO) > 0) {
                billing.ledger().grantOnce(newcomer.giftId(), newcomer.user(), newcomer.gift(), "invitation");
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

    void start() {
        mail.start();
        ways.start();
    }

    @Override
    public void close() {
        ways.close();
        mail.close();
    }
}
