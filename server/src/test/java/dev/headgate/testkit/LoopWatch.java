package dev.headgate.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test class in which an event loop was blocked. It looks at the loops' stacks some hundred times a second and
 * judges by what a loop does, not by how long it takes, so a busy machine raises no alarm: a loop must not sleep, wait or park
 * for {@value #WAITS_MAX} looks in a row, and must never be inside the database driver, a file's read, write or sync, or name
 * resolution. Registered for all tests by {@code META-INF/services} and {@code junit-platform.properties}.
 */
public final class LoopWatch implements BeforeAllCallback, AfterAllCallback {
    private static final int WAITS_MAX = 5;
    private static final long PERIOD_NANOS = 8_000_000L;
    private static final LoopWatch RUNNING = new LoopWatch("vert.x-eventloop-thread").started();

    private static final List<String> BLOCKING = List.of(
            "org.sqlite.",
            "org.postgresql.",
            "com.zaxxer.hikari.",
            "java.io.FileInputStream.read",
            "java.io.FileOutputStream.write",
            "java.io.RandomAccessFile.",
            "sun.nio.ch.FileChannelImpl.",
            "java.net.Inet4AddressImpl.lookupAllHostAddr",
            "java.net.Inet6AddressImpl.lookupAllHostAddr",
            "java.lang.Process.waitFor");

    private static volatile boolean registered;

    private final String prefix;
    private final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
    private final Map<Thread, Integer> waits = new HashMap<>();

    /** Made by JUnit; all share one watch. */
    public LoopWatch() {
        this("");
    }

    LoopWatch(String prefix) {
        this.prefix = prefix;
    }

    private LoopWatch started() {
        Thread.ofPlatform().daemon(true).name("loop-watch").start(() -> {
            while (true) {
                look();
                LockSupport.parkNanos(PERIOD_NANOS);
            }
        });
        return this;
    }

    /** Looks at every loop once. */
    void look() {
        Thread[] threads = new Thread[Thread.activeCount() + 64];
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().startsWith(prefix)) {
                judge(threads[i]);
            }
        }
    }

    private void judge(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String blocking = blockingCall(stack);
        if (blocking != null) {
            found.add(thread.getName() + " is in " + blocking + text(stack));
            return;
        }
        boolean waiting = switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> stack.length > 2;
            default -> false;
        };
        int times = waiting ? waits.merge(thread, 1, Integer::sum) : 0;
        if (!waiting) {
            waits.remove(thread);
        } else if (times >= WAITS_MAX) {
            waits.remove(thread);
            found.add(thread.getName() + " waits" + text(stack));
        }
    }

    private static @Nullable String blockingCall(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName() + "." + frame.getMethodName();
            if (frame.getClassName().equals("java.lang.ClassLoader") || name.contains("ClassLoader.")) {
                return null; // the first use of a class reads its file: once, and not in the server's steady state
            }
        }
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName() + "." + frame.getMethodName();
            for (String bad : BLOCKING) {
                if (name.startsWith(bad)) {
                    return name;
                }
            }
        }
        return null;
    }

    private static String text(StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : stack) {
            text.append("\n    at ").append(frame);
        }
        return text.append('\n').toString();
    }

    /** What was found since the last call. */
    List<String> drain() {
        List<String> all = new ArrayList<>();
        for (String one = found.poll(); one != null; one = found.poll()) {
            all.add(one);
        }
        return all;
    }

    /** Whether JUnit has called on a watch in this run. */
    static boolean registered() {
        return registered;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        registered = true;
        RUNNING.drain();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> blocked = RUNNING.drain();
        if (!blocked.isEmpty()) {
            throw new AssertionError(
                    "an event loop was blocked, " + blocked.size() + " times; first: " + blocked.getFirst());
        }
    }
}
