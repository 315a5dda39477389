package dev.headgate.fake;

import java.util.concurrent.CountDownLatch;

/** Runs a fake provider as its own process: {@code [--port N] [--tls] [--pace 20ms] [--loops N]}. */
public final class FakeMain {
    private static final int WRONG_USAGE = 2;

    private FakeMain() {}

    /** Prints the address as one line, then serves until the process is ended. */
    public static void main(String[] args) throws InterruptedException {
        FakeOptions options;
        try {
            options = options(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("usage: [--port N] [--tls] [--pace 20ms] [--loops N]");
            System.exit(WRONG_USAGE);
            return;
        }
        FakeUpstream upstream = FakeUpstream.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(upstream::close, "fake-upstream-close"));
        System.out.println(upstream.baseUrl());
        new CountDownLatch(1).await();
    }

    /** The options that the arguments name. */
    static FakeOptions options(String[] args) {
        FakeOptions options = FakeOptions.DEFAULTS;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--tls")) {
                options = options.withTls(true);
                continue;
            }
            if (i + 1 >= args.length) {
                throw new IllegalArgumentException("argument: " + args[i] + " (expected: a known flag and its value)");
            }
            String value = args[++i];
            options = switch (args[i - 1]) {
                case "--port" -> options.withPort(Integer.parseInt(value));
                case "--pace" -> options.withPace(NamedScripts.duration(value));
                case "--loops" -> options.withLoops(Integer.parseInt(value));
                default -> throw new IllegalArgumentException("argument: " + args[i - 1] + " (expected: a known flag)");
            };
        }
        return options;
    }
}
