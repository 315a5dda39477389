package dev.headgate.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real server as a process of its own, to be killed. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.port = awaitPort(process);
    }

    /** Starts it and waits until it serves. */
    static ServerProcess start(Path settings) throws IOException {
        return start(List.of(), settings);
    }

    /** The same with another size of the heap, such as {@code 96m}. */
    static ServerProcess startWithHeap(String heap, Path settings) throws IOException {
        return start(List.of(), heap, settings);
    }

    /** The same, started by another command that replaces itself with the server. */
    static ServerProcess start(List<String> prefix, Path settings) throws IOException {
        return start(prefix, "256m", settings);
    }

    private static ServerProcess start(List<String> prefix, String heap, Path settings) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.headgate.app.Main",
                "serve",
                "--config",
                settings.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HEADGATE_LOG_ACCESS", "false");
        return new ServerProcess(builder.redirectErrorStream(true).start());
    }

    private static int awaitPort(Process server) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("headgate serves on")) {
                String url = line.split(" ", -1)[3];
                Thread.ofVirtual().start(() -> discard(out)); // a full pipe would hold it up
                return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
            }
        }
        throw new IOException("the server did not start: " + said);
    }

    private static void discard(BufferedReader out) {
        try {
            out.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            return; // the server has ended
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server outlived SIGKILL for 30 s");
        }
    }

    /** Asks it to stop in order; returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server did not stop within 60 s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
