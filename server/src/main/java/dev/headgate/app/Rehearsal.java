package dev.headgate.app;

import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Calls through the whole program, with a fake provider and a folder of its own that is thrown away: for the build's training
 * run. The JVM's cache then knows which classes and methods serving needs, so a fresh server's first calls cost less.
 */
final class Rehearsal {
    private static final int CALLERS = 16;

    private Rehearsal() {}

    /** Makes {@code calls} calls, fewer when {@code atMost} is over before. Returns how many were answered. */
    static int run(int calls, Duration atMost) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("headgate-rehearsal");
        AtomicInteger answered = new AtomicInteger();
        try (FakeUpstream fake = FakeUpstream.start(FakeOptions.DEFAULTS);
                Headgate headgate = Headgate.start(DemoCommand.settings(0, folder, fake.baseUrl()), Edges.system());
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            long end = Edges.system().ticker().nanos() + atMost.toNanos();
            AtomicInteger next = new AtomicInteger();
            for (int i = 0; i < CALLERS; i++) {
                callers.submit(() -> {
                    for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                        if (Edges.system().ticker().nanos() > end) {
                            return answered;
                        }
                        if (DemoCommand.call(client, headgate.port(), call) == 200) {
                            answered.incrementAndGet();
                        }
                    }
                    return answered;
                });
            }
        } finally {
            delete(folder);
        }
        return answered.get();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walked = Files.walk(folder)) {
            files = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
