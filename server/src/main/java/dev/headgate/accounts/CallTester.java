package dev.headgate.accounts;

import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tries an account or a proxy with a real call or connection and tells step by step what happens. Blocks; thread-safe. */
public interface CallTester {
    /**
     * Makes the smallest real call on the account, on the way that calls of users go. It changes nothing about the account's
     * state: that is for whoever asked.
     *
     * @param model as clients name it; null: the cheapest one that the account serves
     * @param heard is told each step as soon as it is over, on the caller's thread
     * @throws IllegalArgumentException when the account doesn't serve {@code model}, or no model is known for it
     * @throws java.util.concurrent.CancellationException when the thread was interrupted: the call was cut off
     */
    TestReport call(Account account, @Nullable String model, Consumer<TestStep> heard);

    /**
     * Connects through a proxy.
     *
     * @param target where to; with a path other than {@code /} it is also asked for it, and where the answer is nothing but an
     *     address, that is the exit
     */
    TestReport proxy(EgressProxy proxy, Target target, Consumer<TestStep> heard);

    /**
     * Where to connect to.
     *
     * @param url http or https
     * @param owners whether the machine's owner named it: then it may be private
     */
    record Target(URI url, boolean owners) {}
}
