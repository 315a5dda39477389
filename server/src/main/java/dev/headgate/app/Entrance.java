package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.base.Sealer;
import dev.headgate.mail.Mail;
import dev.headgate.settings.Settings;
import dev.headgate.signin.HalfSessions;
import dev.headgate.signin.SecondFactors;
import dev.headgate.signin.SignInParts;
import dev.headgate.signin.SignInWays;
import dev.headgate.store.Store;
import dev.headgate.upstream.AddressGuard;
import dev.headgate.upstream.AddressGuard.Trust;

/** The parts that let people in, put together; {@link Headgate} starts and stops them. */
final class Entrance implements AutoCloseable {
    private final Mail mail;
    private final SignInWays ways;

    Entrance(HeadgateConfig config, Edges edges, IdSource ids, Store store, Sealer sealer) {
        Settings settings = new Settings(store, sealer, edges.clock());
        AddressGuard guard = new AddressGuard(config.upstream().allowPrivate());
        mail = new Mail(
                new Mail.Parts(
                        store, settings, sealer, ids, edges.clock(), address -> guard.refusal(address, Trust.ENTERED)),
                config.mail());
        SignInParts parts = new SignInParts(store, sealer, edges.random(), edges.clock(), edges.ticker());
        ways = new SignInWays(new SecondFactors(parts), new HalfSessions(parts), mail);
    }

    SignInWays ways() {
        return ways;
    }

    void start() {
        mail.start();
    }

    @Override
    public void close() {
        mail.close();
    }
}
