package dev.headgate.app;

import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Calls through a second system in this process, with a fake provider and a folder of its own that is thrown away; nothing of it
 * shows in the books, metrics or log of the first. The build's training run makes many, so that the JVM's cache knows which classes and
 * methods serving needs; a server makes some before it says that it is ready, so that its first real calls find compiled code.
 */
final class Rehearsal {
    private static final int CALLERS = 16;

    private Rehearsal() {}

    /** Makes {@code calls} calls, fewer when {@code atMost} is over before. Returns how many were answered. */
    static int run(int calls, Duration atMost) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("headgate-rehearsal");
        Edges edges = Edges.system();
        long end = edges.ticker().nanos() + atMost.toNanos();
        try (FakeUpstream fake = FakeUpstream.start(FakeOptions.DEFAULTS);
                Headgate headgate = Headgate.start(DemoCommand.settings(0, folder, fake.baseUrl(), false), edges);
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger next = new AtomicInteger();
            List<Callable<Integer>> tasks = Collections.nCopies(CALLERS, () -> {
                int answered = 0;
                for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                    if (edges.ticker().nanos() - end > 0) {
                        break;
                    }
                    answered += DemoCommand.call(client, headgate.port(), call) == 200 ? 1 : 0;
                }
                return answered;
            });
            int answered = 0;
            for (Future<Integer> done : callers.invokeAll(tasks)) {
                answered += done.get();
            }
            return answered;
        } catch (ExecutionException e) {
            throw new IOException("a call failed: " + e.getCause(), e);
        } finally {
            delete(folder);
        }
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
