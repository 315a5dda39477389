package dev.headgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process that was started here, with all that it started: its CPU time, its memory, its end. */
final class ProcessTree {
    /** Kernel ticks of /proc/PID/stat are 1/100 s on every Linux that runs Java. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final Duration STOP = Duration.ofSeconds(15);

    private final Process root;
    private final String program;
    private final Thread orphanless;

    /**
     * @param program the name of the programs that count ("java", "nginx"); scripts around them do not
     */
    ProcessTree(Process root, String program) {
        this.root = root;
        this.program = program;
        this.orphanless = new Thread(() -> handles().forEach(ProcessHandle::destroy), "end-" + root.pid());
    }

    /** Sees to it that the tree does not outlive this program, unless that is killed. Undone by its end. */
    void endWithThisProgram() {
        Runtime.getRuntime().addShutdownHook(orphanless);
    }

    /** The ids of the programs that count, the root's own first. */
    List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (Stream<ProcessHandle> handles = Stream.concat(Stream.of(root.toHandle()), root.descendants())) {
            handles.filter(ProcessHandle::isAlive)
                    .map(ProcessHandle::pid)
                    .filter(pid -> read(pid, "comm").strip().equals(program))
                    .forEach(pids::add);
        }
        return pids;
    }

    /** CPU time used so far by the programs that count. */
    long cpuMicros() {
        long ticks = 0;
        for (long pid : pids()) {
            String stat = read(pid, "stat");
            if (stat.isEmpty()) {
                continue;
            }
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks * MICROS_PER_TICK;
    }

    /** Resident memory of the programs that count. */
    long rssBytes() {
        long kib = 0;
        for (long pid : pids()) {
            for (String line : read(pid, "status").lines().toList()) {
                if (line.startsWith("VmRSS:")) {
                    kib += Long.parseLong(line.substring(6).replace("kB", "").strip());
                }
            }
        }
        return kib << 10;
    }

    /** Kills the programs that count at once (SIGKILL) and waits until the whole tree is gone. */
    void kill() throws InterruptedException {
        List<ProcessHandle> handles = handles();
        for (long pid : pids()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        awaitEnd(handles);
        Runtime.getRuntime().removeShutdownHook(orphanless);
    }

    /** Asks the tree to end (SIGTERM) and kills what has not ended in time. */
    void stop() throws InterruptedException {
        List<ProcessHandle> handles = handles();
        for (long pid : pids()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
        root.destroy();
        awaitEnd(handles);
        Runtime.getRuntime().removeShutdownHook(orphanless);
    }

    private List<ProcessHandle> handles() {
        try (Stream<ProcessHandle> below = root.descendants()) {
            List<ProcessHandle> handles = new ArrayList<>(below.toList());
            handles.add(root.toHandle());
            return handles;
        }
    }

    private static void awaitEnd(List<ProcessHandle> handles) throws InterruptedException {
        long end = System.nanoTime() + STOP.toNanos();
        for (ProcessHandle handle : handles) {
            try {
                handle.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
                handle.destroyForcibly();
            }
        }
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
