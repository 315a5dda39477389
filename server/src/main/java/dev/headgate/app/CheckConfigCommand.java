package dev.headgate.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether the settings can be used, without starting anything. */
@Command(name = "check-config", description = "check the settings", mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        HeadgateConfig settings = config.load();
        Path own = settings.prices().file();
        if (own != null) {
            Prices.own(own);
        }
        Path file = config.file();
        config.out()
                .println("The configuration is valid: " + (file == null ? "defaults" : file) + ", "
                        + settings.declare().accounts().size() + " accounts, "
                        + settings.declare().keys().size() + " keys.");
        return 0;
    }
}
