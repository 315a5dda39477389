package dev.headgate.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the version. */
@Command(name = "version", description = "print the version")
final class VersionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println(Main.VERSION + " (Java " + Runtime.version() + ")");
        return 0;
    }
}
