package dev.headgate.app;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version. */
@Command(name = "version", description = "print the version", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        Objects.requireNonNull(command, "command")
                .commandLine()
                .getOut()
                .println(Main.VERSION + " (Java " + Runtime.version() + ")");
        return 0;
    }
}
