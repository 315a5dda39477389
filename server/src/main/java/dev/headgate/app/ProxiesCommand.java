package dev.headgate.app;

import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.CallTester;
import dev.headgate.accounts.TestReport;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about proxies; all work while the server runs, and without it. */
@Command(
        name = "proxies",
        description = "ways out to providers",
        mixinStandardHelpOptions = true,
        subcommands = {ProxiesCommand.Test.class})
final class ProxiesCommand {
    private ProxiesCommand() {}

    /** Connects through a proxy. */
    @Command(
            name = "test",
            description = "connect through a proxy and show it step by step; exit code 1 when it fails",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(
                names = "--target",
                description =
                        "URL to connect to; default: the address of an account that uses the proxy. One with a path is"
                                + " asked for, and where it answers with nothing but an address, that is the exit")
        private @Nullable URI target;

        @Override
        public Integer call() {
            PrintWriter out = config.out();
            try (AccountDesk desk = new AccountDesk(config)) {
                out.println("proxy " + name);
                TestReport report = AccountCare.testProxy(
                        desk.accounts().directory(),
                        desk.upkeep().tester(),
                        name,
                        target == null ? null : new CallTester.Target(target, true),
                        AccountDesk.printing(out));
                out.println(report.good() ? "It works." : "It doesn't work.");
                return report.good() ? 0 : 1;
            }
        }
    }
}
