package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.identity.People;
import dev.headgate.store.Store;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets the password of somebody who can sign in, and signs them out everywhere; the server may run. */
@Command(
        name = "reset-password",
        description = "set a user's password (read from the terminal or standard input) and end their sessions",
        mixinStandardHelpOptions = true)
final class ResetPasswordCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", description = "e-mail address of the user")
    private String email = "";

    @Override
    public Integer call() throws IOException {
        Edges edges = Edges.system();
        Secret password = password();
        try (Store store = Store.openExisting(config.loadUndeclared().storeUrl())) {
            IdSource ids = new IdSource(edges.clock(), edges.random());
            new People(store, ids, edges.random(), edges.clock(), edges.ticker()).resetPassword(email, password);
        }
        edges.out().println("the password of " + email + " is changed; all their sessions have ended");
        return 0;
    }

    private static Secret password() throws IOException {
        Console terminal = java.util.Objects.requireNonNull(System.console());
        if (terminal.isTerminal()) {
            char[] typed = terminal.readPassword("new password: ");
            return new Secret(typed == null ? "" : new String(typed));
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = input.readLine();
        return new Secret(line == null ? "" : line);
    }
}
