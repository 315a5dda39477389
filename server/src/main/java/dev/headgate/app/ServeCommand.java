package dev.headgate.app;

import ch.qos.logback.classic.LoggerContext;
import dev.headgate.config.ConfigException;
import dev.headgate.observe.Logs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves until it is told to stop; follows changes of the settings file's {@code declare} part. */
@Command(name = "serve", description = "serve until stopped", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    /** Enough for the profiles of the methods that every call runs through. */
    private static final int REHEARSED_CALLS = 8_000;

    private static final Duration REHEARSAL_MAX = Duration.ofSeconds(8);

    /** How long a server that serves already is not ready: most of what is to be gained is gained by then. */
    private static final Duration WARM_UP_MAX = Duration.ofMillis(1_500);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--warm-up-and-exit", hidden = true, description = "for the build: start, stop, rehearse, exit")
    private boolean warmUpAndExit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HeadgateConfig settings = config.load();
        Logs.configure(settings.log());
        Headgate headgate = Headgate.serve(settings, Edges.system().with(config.file()));
        if (warmUpAndExit) {
            headgate.close();
            Rehearsal.run(REHEARSED_CALLS, REHEARSAL_MAX);
            return 0;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await();
                if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
                    logs.stop(); // writes what is queued
                }
                Runtime.getRuntime().halt(0); // stopped in order; left to itself the JVM would say 143
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        announce(settings, headgate);
        Thread.ofVirtual().name("warm-up").start(() -> warmUp(headgate));
        ConfigWatch watch = ConfigWatch.start(config.file(), () -> reload(headgate));
        stop.await();
        log.info("stopping");
        watch.close();
        headgate.close();
        stopped.countDown();
        return 0;
    }

    /** The first calls of a cold JVM cost many times the later ones: some are made beforehand, while all is served already. */
    private static void warmUp(Headgate headgate) {
        try {
            Rehearsal.run(REHEARSED_CALLS, WARM_UP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            log.debug("no warm-up: {}", e.toString()); // no room for its folder, say; it serves all the same
        } finally {
            headgate.becomeReady();
        }
    }

    private static void announce(HeadgateConfig settings, Headgate headgate) {
        // not ProcessHandle's start, which is up to a second off: the kernel tells the time of its own start in whole
        // seconds
        long took = ManagementFactory.getRuntimeMXBean().getUptime();
        System.out.println("headgate serves on http://" + settings.server().host() + ":" + headgate.port()
                + " (started in " + took + " ms)");
        String own = "http://" + settings.server().host() + ":" + headgate.port();
        String shown = settings.server().publicUrl();
        if (shown != null) {
            System.out.println("users reach it at " + shown);
        }
        String base = shown == null ? own : shown.replaceAll("/+$", "");
        headgate.setupToken()
                .ifPresent(token -> System.out.println(
                        "nobody owns this Headgate yet; set it up at " + base + "/setup?token=" + token.reveal()));
        System.out.flush();
    }

    private void reload(Headgate headgate) {
        try {
            headgate.apply(config.load().declare());
            log.info("the settings file was applied again (groups, accounts, users, keys)");
        } catch (ConfigException e) {
            log.error("the changed settings file is not applied: {}", String.join("; ", e.problems()));
        } catch (RuntimeException e) {
            log.error("the changed settings file is not applied", e);
        }
    }
}
