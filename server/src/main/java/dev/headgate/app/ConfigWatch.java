package dev.headgate.app;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Calls back when the settings file changes, or on SIGHUP. Looks at the file's time and size twice a second: that also sees
 * editors that replace the file and mounts that swap a link, which file events miss.
 */
final class ConfigWatch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 500;

    private final @Nullable Path file;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ConfigWatch(@Nullable Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
    }

    static ConfigWatch start(@Nullable Path file, Runnable changed) {
        ConfigWatch watch = new ConfigWatch(file, changed);
        onHangUp(changed);
        if (file != null) {
            Thread.ofVirtual().name("config-watch").start(watch::loop);
        }
        return watch;
    }

    /** The JDK's signal API is supported but not exported to the compiler's clean view, so it is reached by name. */
    private static void onHangUp(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object runner = Proxy.newProxyInstance(
                    ConfigWatch.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            Thread.ofVirtual().start(action);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), runner);
        } catch (ReflectiveOperationException e) {
            LoggerFactory.getLogger(ConfigWatch.class).warn("SIGHUP is not heard: {}", e.toString());
        }
    }

    private record Mark(@Nullable FileTime time, long size) {}

    private void loop() {
        Mark before = mark();
        try {
            while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                Mark now = mark();
                if (!now.equals(before) && now.time() != null) {
                    before = now;
                    changed.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Mark mark() {
        Path at = java.util.Objects.requireNonNull(file);
        try {
            return new Mark(Files.getLastModifiedTime(at), Files.size(at));
        } catch (IOException e) {
            return new Mark(null, -1);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
